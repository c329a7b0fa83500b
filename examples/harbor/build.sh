#!/usr/bin/env bash
# Builds Harbor: the server, its own libraries, and stand-ins for the libraries of others. Needs gcc.
set -e
cd "$(dirname "$0")"

lib=thirdparty/output/lib
mkdir -p "$lib" build/bin build/lib

# USAGE: library FOLDER NAME VERSION TEXT: FOLDER/lib<NAME>.so.<VERSION>, with the link that -l<NAME> looks for.
# Without a version, the file has the short name, as a project's own libraries do.
library() {
    local file="lib$2.so${3:+.$3}"
    echo "const char *$2_text(void) { return \"$4\"; }" |
        gcc -shared -fPIC -nostdlib -x c -o "$1/$file" -Wl,-soname,"$file" -
    [ -z "$3" ] || ln -sf "$file" "$1/lib$2.so"
}

library "$lib" tcmalloc 4 'tcmalloc 2.13'
library "$lib" jemalloc 2 'jemalloc 5.3'
library "$lib" rocksdb 8 'rocksdb 8.5'
library "$lib" zstd 1 'zstd 1.5'
library "$lib" ssl 3 'openssl 3.0'
library build/lib harbor_net '' 'net'
library build/lib harbor_util '' 'util'

gcc -x c -o build/bin/harbor_server -Wl,--no-as-needed - -L"$lib" -Lbuild/lib \
    -lharbor_net -lharbor_util -ltcmalloc -lrocksdb -lzstd -lssl <<'SOURCE'
#include <stdio.h>
const char *tcmalloc_text(void);
int main(void) { printf("harbor: memory by %s\n", tcmalloc_text()); return 0; }
SOURCE
