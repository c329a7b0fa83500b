#!/bin/bash
set -e
mkdir -p exp
stash() { cp "$1" "exp/$2"; }
export -f stash
bash -c 'stash build/bin/server one'
printf '%s\n' LICENSE README.md | xargs -I{} bash -c 'stash {} {}.copy'
bash <<'END'
stash build/bin/tool two
END
bash -s three <<'END'
cp build/bin/shell "exp/$1"
END
