#!/bin/bash
set -e
target=outer
prepare() {
    local target=$1
    mkdir -p "$target"
    put() {
        local what=$1 name=${2:-}
        cp "$what" "$target/${name:-$(basename $what)}"
    }
    put build/bin/server
    put build/bin/tool helper
    finish
}
finish() { ln -s helper "$target/alias"; }
prepare inner
mkdir $target
finish
put LICENSE
