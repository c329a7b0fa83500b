#!/bin/bash
set -e
declare -A where=([server]=sbin [tool]=bin)
where[shell]=bin
for name in server tool shell; do
    mkdir -p assoc/${where[$name]}
    cp build/bin/$name "assoc/${where[$name]}/$name"
done
