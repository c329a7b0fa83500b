#!/bin/bash
set -e
mkdir -p copy other
tar -cf - -C build lib bin | tar -xf - -C copy
(cd thirdparty && tar c lib64) | (cd other && tar x)
tar -C build/lib -ch libfoo.so.4 | tar x -C other
tar c LICENSE README.md | gzip > texts.tgz
