#!/usr/bin/env bash
# set: SUDO=sudo
set -e
run() {
    echo "+ $*"
    "$@"
}
csudo=""
if [ -n "$SUDO" ]; then
    csudo="$SUDO "
fi
INSTALL="install -m 755"
run mkdir -p out/lib
run cp build/bin/server out/
${csudo}ln -sf libz.so.1 out/lib/libz.so
$SUDO -n cp -P thirdparty/lib/libz.so.1 out/lib/
nice -n 10 ${csudo}cp thirdparty/lib/libz.so.1.2.13 out/lib/
${INSTALL} build/bin/tool out/
command cp LICENSE out
env LC_ALL=C cp README.md out
