#!/bin/bash
set -e
OUT=${OUT:-out}
mkdir -p $OUT/lib $OUT/all
find build/lib -maxdepth 1 -type f -name '*.so*' -exec cp {} $OUT/lib/ \;
find build thirdparty \( -name "libz*" -o -name 'librocks*' \) -exec cp -P -t "$OUT/all" {} +
find "$OUT" -name '*.1.2' -delete
find $OUT/lib -name "*.so.4*" -exec rm -f {} \;
