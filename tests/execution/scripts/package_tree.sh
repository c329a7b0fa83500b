#!/bin/bash
# set: VERSION=1.2.3 DEBUG=
set -eu
name=app
top=$name-$VERSION${DEBUG:+-debug}
trap 'echo failed' ERR
rm -fr "$top" "$top.tar.gz"
mkdir -p "$top"/{bin,lib}
cp build/bin/* "$top/bin/"
for so in build/lib/lib{foo,bar}.so.[0-9]; do
    cp -L "$so" "$top/lib/${so##*/}"
done
pushd "$top/lib" > /dev/null
for f in libfoo libbar; do
    case $f in
        libfoo) ln -s $f.so.4 $f.so ;;
        *) ln -s $f.so.1 $f.so ;;
    esac
done
popd > /dev/null
tar --owner=0 --group=0 -czf "$top.tar.gz" "$top"
