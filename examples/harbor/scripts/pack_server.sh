#!/usr/bin/env bash
# Makes harbor-server.tar.gz: the server, its libraries, and a launcher that finds them.
set -e

root=$(cd "$(dirname "$0")/.." && pwd)
source "$root/scripts/packaging.sh"

build=${BUILD_DIR:-$root/build}
thirdparty=$root/thirdparty/output
pack=harbor-server
allocator=tcmalloc

while [ $# -gt 0 ]; do
    case $1 in
    --jemalloc) allocator=jemalloc ;;
    *)
        echo "usage: $0 [--jemalloc]" >&2
        exit 1
        ;;
    esac
    shift
done

rm -rf "$pack"
mkdir -p "$pack/bin" "$pack/lib"

copy_file "$build/bin/harbor_server" "$pack/bin"
copy_file "$build/lib/libharbor_net.so" "$build/lib/libharbor_util.so" "$pack/lib"

if [ "$allocator" = jemalloc ]; then
    copy_file "$thirdparty/lib/libjemalloc.so.2" "$pack/lib"
else
    copy_file "$thirdparty/lib/libtcmalloc.so" "$pack/lib"
fi
copy_file "$thirdparty/lib/librocksdb.so.8" "$pack/lib"
copy_file "$thirdparty/lib/libzstd.so.1" "$pack/lib"
pack_system_lib "$build/bin/harbor_server" ssl "$pack/lib"

cat > "$pack/run.sh" <<'LAUNCHER'
#!/bin/sh
here=$(cd "$(dirname "$0")" && pwd)
LD_LIBRARY_PATH="$here/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
export LD_LIBRARY_PATH
exec "$here/bin/harbor_server" "$@"
LAUNCHER
chmod +x "$pack/run.sh"

tar czf "$pack.tar.gz" "$pack"
