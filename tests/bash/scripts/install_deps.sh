#!/bin/bash
: "${JOBS:=$(getconf _NPROCESSORS_ONLN)}" "${SUDO=sudo}"
packages=(
    build-essential      # gcc, make
    cmake   ninja-build
    "lib${NAME}-dev"
    # libold-dev
)
os_id=$(. /etc/os-release && echo "$ID:${VERSION_ID%%.*}")
case $os_id in
ubuntu:2[02]|debian:1?)
    ${SUDO} apt-get install -y --no-install-recommends "${packages[@]}" ;;
centos:*|rhel:*|rocky:[89])
    $SUDO dnf -y install "${packages[@]/%-dev/-devel}" && $SUDO dnf clean all;;
esac
install_one() {
    local url=$1 dir; dir=$(mktemp -d) || return
    curl -fsSL --retry 3 "$url" | tar -xz -C "$dir" --strip-components=1 &&
        (
            cd "$dir" &&
            cmake -G Ninja -DCMAKE_BUILD_TYPE=Release \
                  -DCMAKE_INSTALL_PREFIX="${PREFIX:-/usr/local}" . && # configure
            ninja -j"$JOBS" && ${SUDO:+"$SUDO"} ninja install
        ) || { echo "failed: ${url##*/}" >&2; return 1; }
    rm -rf "$dir"
}
while IFS='=' read -r key url || [[ -n $key ]]; do
    [[ $key == \#* || -z $key ]] && continue
    install_one "$url" &
done < <(grep -v '^[[:space:]]*$' deps.txt)
wait
find /usr/local/lib \( -name '*.la' -o -name '*.a' \) -print0 | xargs -0 -r rm -f --
find . -name '*.so*' -type f -exec strip --strip-unneeded {} \; -o -name x -exec sh -c 'echo "$1"' _ {} +
echo "/usr/local/lib" | $SUDO tee /etc/ld.so.conf.d/local.conf >/dev/null; $SUDO ldconfig
docker run --rm -v "$PWD":/src -w /src image bash -ec '
    cp -a build/lib*.so* /out/
    for f in /out/*; do patchelf --set-rpath '"'\$ORIGIN'"' "$f"; done
'
