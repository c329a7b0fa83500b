#!/bin/bash
set -e
mkdir -p bundle/lib
cp build/bin/server bundle/
ldd build/bin/server | grep "=> /" | awk '{print $3}' | xargs -I '{}' cp -v '{}' bundle/lib/
for lib in $(ldd build/bin/server | awk '/libz/ {print $3}'); do
    cp -L "$lib" bundle/lib
done
