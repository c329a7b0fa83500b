#!/bin/bash
. "$(dirname "$0")/lib/config.sh"
. ${HELPERS}/common.sh
setup
for lib in "${EXTRA_LIBS[@]}"; do
    copy_file "thirdparty/$lib" "$PACKAGE/lib"
done
finish
