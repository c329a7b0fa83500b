#!/bin/bash
set -e
mkdir -p h/lib
while read -r from to; do
    [ -n "$from" ] || continue
    cp thirdparty/$from h/$to
done <<END
lib/libz.so.1 lib/libz.so.1

lib64/libssl.so.3 lib/libssl.so.3
lib/librocksdb.so.8 librocksdb.so
END
cat <<EOF2 | while read name; do cp "build/bin/$name" h; done
server
tool
EOF2
