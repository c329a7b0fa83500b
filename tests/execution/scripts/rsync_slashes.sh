#!/bin/bash
set -e
mkdir -p r1 r2 r3
rsync -a build/conf r1
rsync -a build/conf/ r2
rsync -aL thirdparty/lib/libz.so.1 thirdparty/lib64 r3/
rsync -a build/bin/server r3/renamed.bin
rsync -r build/lib/plugins/ r3/plugins
rsync -aR build/./bin/tool r3
cp LICENSE r3
