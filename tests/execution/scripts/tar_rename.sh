#!/bin/bash
set -e
mkdir -p t1 t2
tar -cf t1/all.tar --transform 's,^build,app-1.0,' build/bin build/conf
tar -czf t1/some.tgz --exclude='*.la' --exclude '*.a' -C build lib
tar -cf - -C build bin/server conf | tar -xf - -C t2 --strip-components=1
find build/lib -maxdepth 1 -name '*.so.*' | tar -cf t1/listed.tar -T -
