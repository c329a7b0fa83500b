#!/bin/bash
set -e
mkdir -p pkg/{bin,lib,conf}
cp build/bin/{server,tool} pkg/bin
cp -a thirdparty/lib/{libz.so.1,libz.so.1.2.13,librocksdb.so.8} pkg/lib/
cp build/conf/{server,log}.{ini,conf} pkg/conf 2>/dev/null || true
touch pkg/lib/x{1..3}.txt
