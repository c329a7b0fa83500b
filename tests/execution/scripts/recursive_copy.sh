#!/bin/bash
set -e
out=out.dir
[ -d "$out" ] && rm -rf "$out"
mkdir $out
cp -r build/conf $out
cp -R build/lib $out/lib
cp -rT build/bin $out/programs
mv $out/programs $out/bin
mv $out/lib/libbaz.a $out/lib/libbaz.la $out/conf
rm -f $out/lib/*.so $out/lib/plugins/p[12].so
rmdir $out/lib/plugins
cp -rL thirdparty/lib/. $out/lib/
