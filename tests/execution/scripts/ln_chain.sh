#!/bin/bash
set -e
V=4.6.5
mkdir -p root/lib root/bin
cp build/lib/libfoo.so.$V root/lib
cd root/lib
ln -sf libfoo.so.$V libfoo.so.${V%%.*}
ln -sf libfoo.so.${V%%.*} libfoo.so
cd ../bin
ln -s ../lib/libfoo.so
ln -sr ../lib/libfoo.so.4 ./foo.link
cd - >/dev/null
ln libfoo.so.$V hard.so
cd ../..
ln -sfn lib root/current
ln -sfT lib64 root/lib64
