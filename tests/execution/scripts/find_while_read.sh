#!/bin/bash
mkdir -p deps
find build/lib -name 'lib*.so.*' -type f | while read -r lib; do
    name=$(basename "$lib")
    cp "$lib" "deps/$name"
    patchelf --set-rpath '$ORIGIN' "deps/$name"
done
while IFS= read -r -d '' plugin; do
    cp "$plugin" deps/
done < <(find build/lib/plugins -name '*.so' -print0)
