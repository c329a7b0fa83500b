#!/bin/bash
# with: -d getopts-out -l z -l rocksdb rest
libs=()
while getopts "d:l:x" opt; do
    case $opt in
        d) dir=$OPTARG ;;
        l) libs+=("$OPTARG") ;;
        x) set -x ;;
    esac
done
shift $((OPTIND - 1))
mkdir -p $dir
for l in "${libs[@]}"; do
    cp -P thirdparty/lib/lib$l.so.* $dir
done
cp LICENSE "$dir/$1"
