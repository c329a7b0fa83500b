#!/bin/bash -x
APP=Example; LOWERAPP=${APP,,}
HERE="$(dirname "$(readlink -f "${0}")")"
export PATH="${HERE}/usr/bin/:${HERE}/usr/sbin/${PATH:+:$PATH}" LD_LIBRARY_PATH="${HERE}/usr/lib/:${HERE}/usr/lib/x86_64-linux-gnu/${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
mkdir -p ./$APP.AppDir/usr/{bin,lib,share/{icons,applications}}; cd $APP.AppDir
FUNCTIONS=https://example.org/functions.sh; wget -q "$FUNCTIONS" -O - | source /dev/stdin || . ./functions.sh
{
    echo '#!/bin/bash'
    echo "cd \"\${APPDIR:-.}\"/usr && exec ./bin/$LOWERAPP \"\$@\""
} > AppRun && chmod a+x AppRun
for lib in $(ldd usr/bin/* | grep -o '/lib[^ ]*\.so[^ ]*' | sort | uniq); do
    case "$(basename "$lib")" in
        libc.so.*|ld-linux*|libm.so.?) continue;;
        lib[GE]L*.so*) echo "skip $lib"; continue
        ;;
    esac
    cp --parents -L -n -v "$lib" . || true
done
find usr/ -type f -name "*.so*" | while read L; do [ -L "$L" ] || patchelf --set-rpath '$ORIGIN' "$L"; done
V=$(dpkg -s $LOWERAPP 2>&1 | awk '/^Version/{sub(/^[0-9]+:/,"",$2); print $2}') ; V=${V%-*}
ln -sf ../lib/libexample.so.1.2.3 usr/lib/libexample.so.1
cd .. && ARCH=$(uname -m) ./appimagetool.AppImage --no-appstream "$APP.AppDir" "${APP}-${V:-0}-${ARCH:-x86_64}.AppImage" 2>&1 | tee log || exit ${PIPESTATUS[0]}
