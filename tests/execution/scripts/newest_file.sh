#!/bin/bash
set -e
mkdir -p newest
cp $(ls -t thirdparty/lib/librocksdb.so* | head -n 1) newest/
for f in `ls -1 build/conf`; do
    cp "build/conf/$f" newest/$f.orig
done
lib=$(ls build/lib/libbaz.so)
cp $lib newest/$(basename $lib .so).plugin
