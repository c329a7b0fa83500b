#!/bin/bash
# A copy function in a sourced file, found by the script's own directory.
# set: BUILD=build
set -e
root=$(cd "$(dirname "$0")/.." && pwd)
source "$root/scripts/lib/common.sh"

pack=pegasus-server
rm -rf ${pack}
mkdir -p ${pack}/bin
copy_file $BUILD/bin/server ${pack}/bin
copy_file ./thirdparty/lib/libtcmalloc.so ${pack}/bin
copy_file ./thirdparty/lib/librocksdb.so.8 ./LICENSE ${pack}/bin
pack_lib "${pack}/bin" z
