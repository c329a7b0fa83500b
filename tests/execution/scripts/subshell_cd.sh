#!/bin/bash
set -e
mkdir -p sub/a sub/b
(
    cd build/lib
    cp libfoo.so.4 ../../sub/a
    cd plugins && cp *.so ../../../sub/b
)
cp LICENSE sub/a
{ cd sub; cp ../README.md b; cd ..; }
(cd thirdparty; cp lib/libz.so.1 "$OLDPWD/sub")
