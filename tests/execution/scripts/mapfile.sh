#!/bin/bash
set -e
mapfile -t libs <<'END'
libz.so.1
librocksdb.so.8
END
mkdir -p m
for lib in "${libs[@]}"; do
    cp thirdparty/lib/"$lib" m
done
readarray -t names < <(printf '%s\n' server shell)
cp "${names[@]/#/build/bin/}" m/
