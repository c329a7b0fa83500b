#!/bin/bash
set -e
mkdir -p x/one x/two
echo server shell tool | xargs -n 1 | xargs -I{} cp build/bin/{} x/one/{}.bin
printf '%s\n' libz.so.1 librocksdb.so.8 | sed 's,^,thirdparty/lib/,' | xargs cp -t x/two
printf 'LICENSE\0README.md\0' | xargs -0 sh -c 'cp "$@" x' sh
find build/lib/plugins -name '*.so' | xargs -r cp --target-directory=x/two
ls build/conf | xargs -I % cp build/conf/% x
