#!/bin/bash
set -e
mkdir -p stage/lib
cp -d thirdparty/lib/libz.so.1* stage/lib
cp build/bin/server stage
tar -czf server.tgz -C stage server lib
tar cfz libs.tgz -C thirdparty/lib librocksdb.so.8 -C ../lib64 libssl.so.3
tar -C stage -cf all.tar .
rm -rf stage
