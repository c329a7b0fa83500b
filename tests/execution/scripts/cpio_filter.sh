#!/bin/bash
set -e
mkdir -p cp
cd build
find lib -name 'lib*.so.[0-9]*' | cpio -pdm --quiet ../cp
find bin conf -type f -print0 | cpio -0 -pd --quiet "$OLDPWD/cp"
