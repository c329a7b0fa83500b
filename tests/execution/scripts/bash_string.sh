#!/bin/bash
# set: VERSION=3
set -e
mkdir -p result
bash -c 'cp build/bin/server result/; ln -s server result/main'
sh -ec "cp thirdparty/lib64/libssl.so.$VERSION result"
sh -c 'for f in "$@"; do cp "$f" "$0"; done' result LICENSE README.md
docker run --rm -v "$PWD:/work" builder:latest bash -c "
    set -e
    cp build/bin/tool result/tool-$VERSION
    cd result && ln -sf tool-$VERSION tool
"
