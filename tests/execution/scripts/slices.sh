#!/bin/bash
set -euo pipefail
libs=(libz.so.1 librocksdb.so.8 nothing)
n=${#libs[@]}
mkdir -p sl
for lib in "${libs[@]:0:n-1}"; do
    cp "thirdparty/lib/$lib" "sl/${lib/.so./-}"
done
unset 'libs[2]'
printf -v name '%s-%02d' copy 7
cp "${libs[@]/#/thirdparty/lib/}" sl
cp LICENSE "sl/$name"
IFS=: read -r first second <<< "server:tool"
cp build/bin/$first sl/${first^^}
cp build/bin/"$second" sl/${second:0:2}
path=build/conf/server.ini
cp $path sl/${path//\//_}
