#!/usr/bin/env bash
# Functions for the scripts that make Harbor's packages. Source it; do not run it.

# USAGE: copy_file SOURCE... DESTINATION
copy_file() {
    if [ $# -lt 2 ]; then
        echo "ERROR: copy_file needs a source and a destination: $*" >&2
        exit 1
    fi
    cp -Lv "$@"
}

# The library as the program itself finds it on this machine.
# USAGE: pack_system_lib PROGRAM NAME DESTINATION
pack_system_lib() {
    local found
    found=$(ldd "$1" | awk -v name="lib$2.so" 'index($1, name) == 1 { print $3 }')
    copy_file "$found" "$3"
}
