#!/bin/sh
# sh: no arrays; lists with newlines and a file of names.
set -e
mkdir -p cl/lib
cat > cl/list <<END
libz.so.1
# comment
librocksdb.so.8
END
grep -v '^#' cl/list | while read lib; do
    cp thirdparty/lib/$lib cl/lib/
done
for name in $(cat cl/list | grep rocks); do
    ln -s $name cl/lib/$(echo $name | sed 's/\.[0-9]*$//')
done
awk '/libz/ { print $1 }' cl/list | xargs -I@ cp thirdparty/lib/@ cl/z.copy
OLD=$IFS
IFS=,
for b in server,tool; do cp build/bin/$b cl 2>/dev/null || :; done
list=server,tool
for b in $list; do cp build/bin/$b cl/; done
IFS=$OLD
cp build/conf/log.conf cl
