#!/bin/bash
set -euo pipefail
DEPS_LIST=(
    "thirdparty/lib/libz.so.1.2.13"
    "thirdparty/lib64/libssl.so.3"
)
DEPS_SONAME=(
    "libz.so.1"
    "libssl.so.3"
)
DEPS_LIST+=("build/lib/libfoo.so.4.6.5")
DEPS_SONAME+=("libfoo.so.4")
mkdir -p wheel/lib
for ((i = 0; i < ${#DEPS_LIST[@]}; i++)); do
    cp ${DEPS_LIST[i]} wheel/lib/${DEPS_SONAME[$i]}
done
for i in "${!DEPS_SONAME[@]}"; do
    patchelf --set-rpath '$ORIGIN' "wheel/lib/${DEPS_SONAME[$i]}"
done
