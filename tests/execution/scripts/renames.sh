#!/bin/bash
set -e
mkdir -p ren
for lib in thirdparty/lib/libz.so.1.2.13 build/lib/libfoo.so.4.6.5; do
    base=$(basename $lib)
    short=$(echo $base | sed 's/\(\.so\.[0-9]*\).*/\1/')
    cp $lib ren/$short
    stem=${base%%.so*}
    ln -s "$short" "ren/$stem.so"
    major=$(echo "$base" | cut -d. -f3)
    cp $lib "ren/${stem#lib}-$major.bin"
done
mv ren/libz.so.1 ren/libz.so.1.old
mv ren/libfoo.so.4 ren/libfoo.so
