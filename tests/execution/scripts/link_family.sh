#!/bin/sh
set -e
dest=out/usr/lib
install -d "$dest"
cp -d build/lib/libfoo.so* $dest
cp -P "build/lib/"libbar.so.* "$dest/"
cp -a thirdparty/lib/lib*.so.? $dest/
