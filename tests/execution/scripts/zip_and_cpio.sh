#!/bin/bash
set -e
mkdir -p z tree
cp build/bin/server LICENSE z
(cd z && zip -qr ../out.zip .)
zip -q -j flat.zip build/bin/tool README.md
(cd build && find conf | cpio -pdm --quiet ../tree)
dd if=build/bin/shell of=tree/shell.copy status=none
cat LICENSE README.md > tree/texts
cp tree/texts z/
