#!/bin/bash
set -e
mkdir -p c/d c/e
cp -t c/d build/bin/server LICENSE
cp build/bin/tool -T c/e/tool.new
cp --parents share/doc/guide.md c
cp -r build/conf c/conf
cp -r build/conf/. c/e
cp -r build/lib/plugins c
cp -a build/lib c/everything
cp build/bin/server c/d/../moved
cp -- README.md c/d
