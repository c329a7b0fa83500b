#!/bin/bash
# with: first second
set -e
copy_all() {
    dest=$1; shift
    mkdir -p $dest
    while (($#)); do
        cp "$1" $dest/
        shift
    done
}
args=("$@")
set -- build/bin/server "build/bin/tool"
copy_all "${args[0]}" "$@"
set -- ${args[1]} LICENSE
copy_all "$1" "${@:2}" README.md
