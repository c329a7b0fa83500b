#!/bin/bash
# with: -o target --with-conf -v server tool
set -e
output=default
conf=no
while [ $# -gt 0 ]; do
    case "$1" in
        -o) output=$2; shift 2 ;;
        --output=*) output=${1#*=}; shift ;;
        --with-conf) conf=yes; shift ;;
        -v) shift ;;
        *) break ;;
    esac
done
mkdir -p "$output"
for name; do
    cp build/bin/$name "$output"
done
[ $conf = yes ] && cp -r build/conf "$output/conf"
