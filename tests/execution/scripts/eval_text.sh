#!/bin/bash
set -e
cmd="cp build/bin/server"
dest=ev
mkdir $dest
eval "$cmd $dest"
for n in one two; do
    eval "file_$n=build/bin/tool"
    eval cp '$file_'$n "\$dest/\$n"
done
name=file_one
cp "${!name}" $dest/indirect
