#!/bin/bash
set -e
here=$(dirname "$(readlink -f "$0")")
root=$(cd "$(dirname "${BASH_SOURCE[0]}")"/.. && pwd)
top="$( cd -- "$( dirname -- "${BASH_SOURCE[0]}" )" &> /dev/null && pwd )/.."
mkdir -p "$root/out"
cp "$root/build/bin/server" "$root/out/"
cp "$here/../LICENSE" $root/out
cp $top/README.md $root/out/readme.txt
pushd "$root/build" >/dev/null
cp bin/tool ../out
popd >/dev/null
cp build/bin/shell out
