#!/usr/bin/env bash
# Packs a server and the libraries it loads.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=common.sh
source "${here}/common.sh"

usage() {
    cat <<-USAGE
	Usage: $(basename "$0") [-p PREFIX] [-v VERSION] [--] [LIBRARY...]
	  -p   where to pack (default: ${DEFAULT_PREFIX:-/opt/server})
	  -v   version, such as \`1.2.3\`
	USAGE
}

prefix=${DEFAULT_PREFIX:-/opt/server} version='' use_jemalloc=no
while getopts ':p:v:jh' option; do
    case "$option" in
        p) prefix=$OPTARG ;;
        v) version=${OPTARG#v} ;;
        j) use_jemalloc=yes ;;
        h) usage; exit 0 ;;
        \?|:) usage >&2; exit 2 ;;
    esac
done
shift $((OPTIND - 1))

if [ -z "$version" ]; then
    version=$(git describe --tags --abbrev=0 2>/dev/null || echo "0.0.0-$(date +%Y%m%d)")
fi
pack="server-${version}-$(uname -s | tr '[:upper:]' '[:lower:]')"
rm -rf -- "$pack" && mkdir -p "${pack}"/{bin,lib,conf/templates}

copy_file() { cp -Lrv $* ; }

copy_file ./build/bin/server "${pack}/bin/"
for library in libnetwork.so.1 libstorage.so.{8,8.1}; do
    [ -e "./build/lib/$library" ] || { echo "no $library" >&2; exit 1; }
    copy_file "./build/lib/$library" "${pack}/lib/"
done
if [[ $use_jemalloc == yes ]]; then
    copy_file "$(find_library jemalloc)" "$pack/lib/libjemalloc.so.2"
elif [[ -n ${TCMALLOC:-} && -f $TCMALLOC/lib/libtcmalloc.so.4 ]]; then
    copy_file "${TCMALLOC%/}"/lib/libtcmalloc.so.4* "$pack/lib/"
else
    echo 'no allocator' >&2
fi

sed -e "s|@PREFIX@|${prefix//|/\\|}|g" \
    -e "s|@VERSION@|$version|g" conf/server.ini.in > "$pack/conf/server.ini"

cat > "$pack/bin/start.sh" <<'LAUNCHER'
#!/bin/sh
here=$(dirname "$0")
LD_LIBRARY_PATH="$here/../lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}" exec "$here/server" "$@"
LAUNCHER
chmod +x "$pack"/bin/*
tar -C "$(dirname "$pack")" -czf "${pack}.tar.gz" "$pack" || exit $?
(cd "$pack" && sha256sum -- */* ) > "${pack}.sums"
