#!/bin/bash
set -e
mkdir -p p/lib p/bin
cp build/bin/server build/bin/tool p/bin
cp thirdparty/lib64/*.so* p/lib
for exe in p/bin/server p/bin/tool; do
    patchelf --force-rpath --set-rpath '$ORIGIN/../lib' $exe
done
chrpath -r '$ORIGIN' p/lib/libssl.so.3
patchelf --remove-rpath p/bin/tool
strip p/bin/server
