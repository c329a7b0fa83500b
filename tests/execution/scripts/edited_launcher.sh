#!/bin/bash
# set: NAME=server
set -e
mkdir -p ed/bin
cat > ed/launcher.in <<'END'
#!/bin/sh
exec @NAME@ "$@"
END
sed "s/@NAME@/$NAME/" ed/launcher.in > ed/bin/launcher
sed -i -e 's,exec ,exec ./,' ed/bin/launcher
echo done | tee ed/log >/dev/null
{ echo one; echo two; } >> ed/log
cp ed/bin/launcher ed/bin/$NAME.sh
rm ed/launcher.in
