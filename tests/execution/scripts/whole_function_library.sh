#!/bin/bash
# dracut's shape: options of an own installer, and names built from variables.
set -e
destroot=initramfs
lib_dirs="thirdparty/lib thirdparty/lib64"
inst() {
    local optional=no
    while [[ $1 == -* ]]; do
        case $1 in -o) optional=yes ;; esac
        shift
    done
    local src=$1 dst=${2:-/$1}
    if [[ ! -e $src ]]; then
        [[ $optional == yes ]] && return 0
        return 1
    fi
    mkdir -p "$destroot${dst%/*}"
    cp --reflink=auto -L "$src" "$destroot$dst"
}
inst_lib() {
    local name dir
    for name in "$@"; do
        for dir in $lib_dirs; do
            [[ -e $dir/$name ]] || continue
            inst "$dir/$name" "/usr/lib/$name"
        done
    done
}
inst build/bin/server /usr/bin/server
inst -o build/bin/missing
inst_lib libz.so.1 libssl.so.3
inst LICENSE
