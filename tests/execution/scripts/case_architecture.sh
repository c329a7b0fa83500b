#!/bin/bash
# set: ARCH=aarch64
set -e
case "${ARCH:-$(uname -m)}" in
    x86_64 | amd64)
        LIBDIR=thirdparty/lib64 suffix=x64
        ;;
    aarch64 | arm*)
        LIBDIR=thirdparty/lib
        suffix=arm
        ;;
    *)
        exit 1
        ;;
esac
mkdir -p "dist-$suffix"
cp $LIBDIR/lib* dist-$suffix/
if [[ $suffix == arm ]]; then
    cp build/bin/tool "dist-$suffix/tool.$suffix"
else
    cp build/bin/server "dist-$suffix/"
fi
