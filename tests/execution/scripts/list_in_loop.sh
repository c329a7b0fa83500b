#!/bin/bash
LIBS="libfoo.so.4 libbar.so.1
libbaz.so"
mkdir -p dist/lib
for lib in $LIBS; do
    cp -L build/lib/$lib dist/lib/
done
for bin in server shell; do
    cp "build/bin/$bin" dist/
    ln -s $bin dist/$bin.link
done
