#!/bin/bash
# with: --prefix=inst -v --lib z extra
set -e
OPTS=$(getopt -o vp: --long verbose,prefix:,lib: -n "$0" -- "$@")
eval set -- "$OPTS"
prefix=/usr/local
while true; do
    case "$1" in
        -v | --verbose) shift ;;
        -p | --prefix) prefix="$2"; shift 2 ;;
        --lib) lib=lib$2.so.1; shift 2 ;;
        --) shift; break ;;
        *) exit 2 ;;
    esac
done
install -d "$prefix/lib" "$prefix/$1"
install -m 644 thirdparty/lib/$lib $prefix/lib
