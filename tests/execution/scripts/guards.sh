#!/bin/bash
# open: 1
mkdir -p g
[ -f build/lib/libbaz.so ] && cp build/lib/libbaz.so g/
[ -e no/such.so ] && cp no/such.so g/
test -d build/conf || mkdir build/conf
[[ -x build/bin/none ]] || cp LICENSE g/license.txt
cp no/file g 2>/dev/null || cp README.md g
if [ ! -d g/lib ]; then
    mkdir g/lib
fi
if [ -n "$UNSET" ]; then
    cp build/bin/tool g
elif [ -z "${UNSET:-}" ] && [ -f LICENSE ]; then
    cp build/bin/shell g/lib
fi
cp thirdparty/lib64/libssl.so.3 g/lib || exit 1
true && { cp build/bin/server g; } || cp build/bin/tool g
