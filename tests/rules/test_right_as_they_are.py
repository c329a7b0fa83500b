"""Scripts that are right, each beside one that differs in what matters and is wrong."""

from __future__ import annotations

import pytest

from tests.rules.reporting import warned

LOOP = 'LD_LIBRARY_PATH=""\nfor d in /usr/lib64 /usr/lib; do\n{}done\nexport LD_LIBRARY_PATH\nexec /opt/x/prog\n'
PRELOADS = (
    "#!/bin/bash\nfor one in /usr/lib64/libva.so.2 /usr/lib64/libdrm.so.2; do\n{}done\n"
    'export LD_PRELOAD=$(IFS=:; echo "${{all[*]}}")\nexec /opt/x/prog "$@"\n'
)
HOME = "#!/bin/sh\nexport LD_LIBRARY_PATH={}:/opt/x/lib\nexec /opt/x/prog\n"
ITSELF = "#!/bin/sh\n{}if [ ! -d voices ]; then\n  $0 all\nfi\n{}for v in `cat names`; do wget $URL/$v; done\n"
LISTED = (
    '#!/bin/bash\nD=/opt/stage/lib\nmain=(\n  "/usr/lib/libleptonica.so"\n  "/usr/lib/libpng16.so.16"\n)\n'
    'for lib in "${{main[@]}}"; do\n  {}\ndone\n'
)
LOADERS = '#!/bin/bash\ncache=$APPDIR/usr/lib/gdk-pixbuf-2.0/2.10.0/loaders.cache\n{}cp "$cache" "$into"\n'
TABLE = "#!/bin/bash\ndeclare -A names\nnames[libOpenAL.so{}]=libopen{}.so.1\ncp /usr/lib/libz.so.1 out/\n"
INDENTED = "f() {{\n  cat > run.sh <<'EOF'\n{0}#!/bin/sh\n{0}export A=\\$A LD_LIBRARY_PATH=\\$B/lib\n{0}EOF\n}}\n{1}"
CONFIGURE = (
    "#!/bin/sh\n# {}\ncat > config.run <<EOF\n#!/bin/sh\nexport LD_LIBRARY_PATH=/x\ncd \\$dir && exec $0 \\$args\nEOF\n"
)

PART = '{}cat > "$archive" <<EOF\n#!/bin/sh\nkeep="$KEEP"\nlib=\\$1 dir=\\$2\necho \\$KEEP \\$lib/libx.so\nEOF\n'

ONCE = '#!/bin/sh\nhere=$(dirname $(readlink -f $0))\n{}ln -s libx.so.1.2 $here/lib/libx.so.1{}\nexec $here/prog "$@"\n'
PACKS = "#!/bin/bash\n{}mkdir -p out\ncp build/libfoo.so.1 out/\ncp build/libbar.so.2 out/\ntar czf out.tgz out\n"

WRITTEN = "cat > run <<EOF\n#!/bin/bash\nLD_LIBRARY_PATH=\\$LD_LIBRARY_PATH:.:{} {} \\$@\nEOF\n"

BOARD = "#!/bin/bash\nsudo systemctl stop x\n{}sudo cp libSDL2-2.0.so.0 /usr/lib/aarch64-linux-gnu/libSDL2-2.0.so.0\n"
GROWS = (
    "#!/bin/sh\nset -eu\nH=${{0%/*}}\n{}for L in /a /b /c /d; do\n  for d in 1 2 3 4 5 6 7; do\n"
    '    if [ -e $H$L$d ]; then\n      export LD_LIBRARY_PATH="$H$L$d:${{LD_LIBRARY_PATH:-$H}}"\n    fi\n  done\ndone\n'
    'export LD_LIBRARY_PATH="$LD_LIBRARY_PATH:$H/x"\nexec $H/prog\n'
)

CALLER = (
    '#!/bin/bash\n{}\nwget -N https://x.org/linuxdeploy-"$ARCH".AppImage\nmkdir -p AppDir/usr/lib\n'
    "cp -r /usr/lib/x86_64-linux-gnu/nss AppDir/usr/lib/\n"
)
INSTALLS = (
    "#!/bin/bash\nset -e\nif [ $1 = install ]; then\n  sudo cp libx.so @INSTALL_PREFIX@/lib/libx.so.@VERSION@\n"
    "  sudo ln {} @INSTALL_PREFIX@/lib/libx.so.@VERSION@ @INSTALL_PREFIX@/lib/libx.so\nfi\n"
)
ASKS = (
    'R=/opt/x\nif [ -z "$LD_LIBRARY_PATH" ]; then\n  LD_LIBRARY_PATH=$R/lib\nelse\n'
    '  LD_LIBRARY_PATH=$R/lib:"$LD_LIBRARY_PATH"\nfi\n{}$R/bin/prog\n'
)
LINES = (
    'if [ -z "$(grep "{}" /etc/ld.so.conf)" ]; then\n  cat >> /etc/ld.so.conf <<EOF\n'
    "/opt/x/lib\n/opt/x/lib64\nEOF\nfi\n"
)
ENV = (
    'ENV="#!/bin/sh\nA=1\nB=2\nexport LD_LIBRARY_PATH=\\"$1/lib\\"\n"\necho "$ENV" > "$1/env"\n{}'
    'echo "# Do not edit." >> "$1/env"\n'
)
RESOLVED = 'for one in $(ldd bin/prog); do\n  real=$(readlink -f "$one")\n  {}done\n'

# By the rule and what the two differ in: wrong, right.
PAIRS = {
    "LP305 a branch for the first round": (
        LOOP.format("  LD_LIBRARY_PATH=$d\n"),
        LOOP.format(
            '  if [ -z "$LD_LIBRARY_PATH" ]; then\n    LD_LIBRARY_PATH=$d\n'
            "  else\n    LD_LIBRARY_PATH=$LD_LIBRARY_PATH:$d\n  fi\n"
        ),
    ),
    "LP313 a test in the loop": (
        PRELOADS.format("  all+=($one)\n"),
        PRELOADS.format("  if [ -f $one ]; then all+=($one); fi\n"),
    ),
    "LP309 a folder of the device below /home": (HOME.format("/home/jane/lib"), HOME.format("/home/lib")),
    "LP309 a device that has /home/app": (HOME.format("/home/jane/lib"), HOME.format("/home/jane/lib:/home/app/lib")),
    "LP125 a script that runs itself": (
        ITSELF.format("", "wget $URL/x\nURL=http://x.org/\n"),
        ITSELF.format("", "URL=http://x.org/\n"),
    ),
    "LP101 a list that ldd is asked about": (
        LISTED.format('cp "$lib" $D/'),
        LISTED.format('for dep in $(ldd "$lib" | cut -d" " -f3); do cp "$dep" $D/; done'),
    ),
    "LP138 a list that is made anew": (
        LOADERS.format("into=out/loaders.cache\n"),
        LOADERS.format("into=$(mktemp)\n"),
    ),
    "LP124 a table that says what is meant": (
        TABLE.format("", "cl").replace("libopencl.so", "libz.so"),
        TABLE.format("", "al"),
    ),
    "LP312 an end that is indented": (INDENTED.format("", "").replace("  cat", "cat"), INDENTED.format("  ", "EOF\n")),
    "LP312 what autoconf has made": (
        CONFIGURE.format("of ours"),
        CONFIGURE.format("Generated automatically using autoconf version 2.13"),
    ),
    "LP207 a link's folder with a slash": (
        "mkdir -p /srv/x/usr/lib\nln -sf usr/lib /srv/x/lib\n",
        "mkdir -p /srv/x/usr/lib\nln -sf usr/lib /srv/x/\n",
    ),
    "LP207 a failure that is reckoned with": (ONCE.format("", ""), ONCE.format("", " 2>/dev/null || true")),
    "LP206 a trap on ERR": (PACKS.format("trap 'echo x' ERR\n"), PACKS.format("trap 'exit 1' ERR\n")),
    "LP201 one name of the C library": (
        "mkdir -p $R/lib\ncp -p /b/usr/lib/libfoo*.so.* $R/lib\n",
        "mkdir -p $R/lib\ncp -p /b/usr/lib/libc.so.* /b/usr/lib/libresolv*.so.* $R/lib\n",
    ),
    "LP102 SONAMEs with all numbers": (
        "cp $P/lib/libfoo.so.25.1.0 out/lib/\n",
        "cp $P/lib/libprotobuf.so.25.1.0 $P/lib/libabsl_base.so.2308.0.0 $P/lib/libgrpc++.so.1.60 out/lib/\n",
    ),
    "LP104 a name for another size of time": (
        "if [ -f $L/libaio.so.2 ]; then cp $L/libaio.so.1 out/; fi\n",
        "if [ -f $L/libaio.so.1t64 ]; then ln -s $L/libaio.so.1t64 $L/libaio.so.1; fi\n",
    ),
    "LP203 a link where the file has been put": (
        "D=/srv/arm\nmkdir -p $D/lib\ncd /opt/z\nln -s libz.so.1.2.* $D/lib/libz.so.1\n",
        "D=/srv/arm\nmkdir -p $D/lib\ncd /z\ncp lib/libz.so.1.2.* $D/lib\ncd $D/lib\nln -s libz.so.1.2.* libz.so.1\n",
    ),
    "LP309 a launcher for what lies there": (
        WRITTEN.format("/opt/dbapp/", "dbapp"),
        WRITTEN.format("/opt/dbapp/", "/opt/dbapp/dbapp"),
    ),
    "LP001 an empty group in a pattern": (
        "if [[ $T == *[a( ]]; then\n  cp a/libx.so.1 b\nfi\n",
        "if [[ $T == *[%^\\&*()_+]* ]]; then\n  cp a/libx.so.1 b\nfi\n",
    ),
    "LP302 the current directory is asked for": (
        "#!/bin/sh\nexport LD_LIBRARY_PATH=$PWD/lib:$LD_LIBRARY_PATH\nexec prog\n",
        "#!/bin/sh\nexport LD_LIBRARY_PATH=$PWD:$LD_LIBRARY_PATH\nexec prog\n",
    ),
    "LP308 a folder that is called as a library": (
        "export LD_LIBRARY_PATH=/opt/x/lib/libgcc_s.so.1/lib:$LD_LIBRARY_PATH\n",
        "name=libgcc_s.so.1\nexport LD_LIBRARY_PATH=/opt/x/lib/$name/:$LD_LIBRARY_PATH\n",
    ),
    "LP107 the sysroot of a tool chain": (
        "mkdir -p $T/usr/lib\ncp $C/x86_64-linux/lib/libmvec.so.1 $T/usr/lib/\n",
        "mkdir -p $T/usr/lib\ncp $C/x86_64-linux/sysroot/lib/libmvec.so.1 $T/usr/lib/\n",
    ),
    "LP305 a function's own arguments": (
        '#!/bin/sh\nLD_PRELOAD=/lib/x/libwrap.so.1 "$@"\n',
        '#!/bin/sh\nwrap() { LD_PRELOAD=/lib/x/libwrap.so.1 "$@"; }\nwrap ping\n',
    ),
    "LP001 what another program reads": (
        '#!/bin/sh\ntclsh "$0" lib/x.so\nproc a {x} {\n puts "it\'s"\n }\n}\n',
        '#!/bin/sh\nX="$*" exec tclsh -x <"$0" lib/x.so\nproc a {x} {\n puts "it\'s"\n }\n}\n',
    ),
    "LP001 what perl reads": (
        "#!/bin/sh\neval 'perl -wSx \"$0\" lib/x.so'\n  if 0;\n(my $M = $0) =~ s|.*/||;\n",
        "#!/bin/sh\neval 'exec perl -wSx \"$0\" lib/x.so'\n  if 0;\n(my $M = $0) =~ s|.*/||;\n",
    ),
    "LP106 names that begin with lib": (
        'for one in libfoo libbar; do find $p/lib -name "lib$one.so*"; done\n',
        'for one in foo libbar; do find $p/lib -name "lib$one.so*"; done\n',
    ),
    "LP106 an array of such names": (
        'all=(\n  libfoo\n  libbar\n)\nfor one in "${all[@]}"; do cp "a/lib${one}.so" out/; done\n',
        'all=(\n  foo\n  bar\n)\nfor one in "${all[@]}"; do cp "a/lib${one}.so" out/; done\nother=libfoo\n',
    ),
    "LP129 wget has no destination": (
        "wget https://x.org/libfoo.so.1 /mnt/root/usr/lib/\n",
        "wget -P /mnt/root/usr/lib/ https://x.org/libfoo.so.1\n",
    ),
    "LP129 wget has no destination, by sudo": (
        "sudo wget -q https://x.org/libfoo.so.1 $ROOT/usr/lib\n",
        "sudo wget -qO $ROOT/usr/lib/libfoo.so.1 https://x.org/libfoo.so.1\n",
    ),
    "LP129 wget takes two addresses": (
        "wget https://x.org/libfoo.so.1 ../lib/\n",
        "wget https://x.org/libfoo.so.1 $MIRROR/libbar.so.1\n",
    ),
    "LP139 a line that is looked for": (
        "grep -q /opt/x/libs /etc/ld.so.conf || echo /opt/x/lib >> /etc/ld.so.conf\n",
        "grep -q /opt/x/lib /etc/ld.so.conf || echo /opt/x/lib >> /etc/ld.so.conf\n",
    ),
    "LP139 lines that are looked for": (
        LINES.format("/opt/x/lbi"),
        LINES.format("/opt/x/lib"),
    ),
    "LP139 another file": (
        LINES.format("/opt/x/libs"),
        LINES.format("/opt/x/libs").replace("/etc/ld.so.conf)", "/etc/x.conf)"),
    ),
    "LP115 a variable of the environment": (
        "export LD_LIBRARY_PATH=$PREFIX/lib:$(HOME)/lib\n",
        "export LD_LIBRARY_PATH=$PREFIX/lib:${HOME}/lib\n",
    ),
    "LP109 one file, wherever it is": (
        "cp /lib/libx.so.2 /lib64/libx.so.2 /lib/x86_64-linux-gnu/libx.so.2 out/\n",
        "cp /lib/libx.so.2 /lib64/libx.so.2 /lib/*-linux-gnu/libx.so.2 out/\n",
    ),
    "LP109 other files": (
        "pack out /lib64/libx*.so.2 /usr/lib/x86_64-linux-gnu/libx*.so.2\n",
        "pack out /lib64/libx*.so.2 /usr/lib/x86_64-linux-gnu/liby*.so.2\n",
    ),
    "LP132 an array without its brackets": (
        'libs=(libfoo.so.1 libbar.so.2)\nfor one in $libs; do cp "a/$one" out/; done\n',
        'libs=(libfoo.so.1 libbar.so.2)\nfor one in "${libs[@]}"; do cp "a/$one" out/; done\n',
    ),
    "LP132 an array that is copied": (
        "all=(\n  a/libfoo.so.1\n  a/libbar.so.2\n)\ncp -P ${all} out/\n",
        "all=(a/libfoo.so.1)\ncp -P ${all} out/\n",
    ),
    "LP132 a list that is none": (
        "all=(libfoo.so.1 libbar.so.2)\nwhile true; do cp $all out/; done\n",
        "all=(libfoo.so.1 libbar.so.2)\nall=libbaz.so.1\ncp $all out/\n",
    ),
    "LP129 a comma in a list": (
        'libs=(libfoo.so.1, libbar.so.2)\nfor one in "${libs[@]}"; do cp "a/$one" out/; done\n',
        'cp a/lib{foo.so.1,bar.so.2} out/\nlibs="libfoo.so.1,libbar.so.2"\n',
    ),
    "LP129 a comma in a loop": (
        'for one in libfoo.so.1, libbar.so.2; do cp "a/$one" out/; done\n',
        'for one in libfoo.so.1 libbar.so.2; do cp "a/$one" out/; done\necho "libfoo.so.1, libbar.so.2"\n',
    ),
    "LP129 a dash for a hyphen": ("cp \u2013a a/libfoo.so* out/\n", "cp -a a/libfoo.so* out/  # as \u2013a tree\n"),
    "LP129 a dash behind sudo": ("sudo ln \u2014s libfoo.so.1 libfoo.so\n", 'echo "libfoo.so \u2014 a library"\n'),
    "LP129 one sign of two": (
        "cd build & cp libfoo.so.1 ../out/\n",
        "cd build && cp libfoo.so.1 ../out/\n./serve & cp libfoo.so.1 ../out/\n",
    ),
    "LP312 one line that is written": (
        'echo "export LD_LIBRARY_PATH=$(dirname $0)/lib" >> dist/run.sh\n',
        'echo "export LD_LIBRARY_PATH=/opt/x/lib" >> $(dirname $0)/run.sh\n',
    ),
    "LP308 a folder and lib run together": (
        'here=$(cd "$(dirname "$0")" && pwd)\nexport LD_LIBRARY_PATH=${here}lib:$here/plugins\n$here/prog\n',
        'here=$(cd "$(dirname "$0")" && pwd)/\nexport LD_LIBRARY_PATH=${here}lib:${here}plugins\n${here}prog\n',
    ),
    "LP308 in quotes": (
        'here=`dirname $0`\nexport LD_LIBRARY_PATH="$here"lib64\n$here/prog\n',
        'export LD_LIBRARY_PATH="$here"lib64\n$here/prog\n',
    ),
    "LP104 releases of OpenSSL": (
        "[ -f $D/libssl.so.1.0.0 ] && cp $D/libssl.so.1.1 out/\n",
        "[ -f $D/libssl.so.1.1 ] && cp $D/libssl.so.1.1.1 out/\n",
    ),
    "LP135 the names that ldd prints": (
        "for one in $(ldd bin/prog | grep '=> /' | awk '{print $1}'); do\n  cp -L \"$one\" out/lib/\ndone\n",
        "for one in $(ldd bin/prog | grep '=> /' | awk '{print $3}'); do\n  cp -L \"$one\" out/lib/\ndone\n",
    ),
    "LP135 the names, and a folder": (
        "ldd bin/prog | awk '/=>/ { print $1 }' | xargs -I{} cp {} out/lib/\n",
        "for one in `ldd bin/prog | awk '/=>/ {print $1}'`; do cp $D/lib/$one out/lib/; done\n",
    ),
    "LP312 a file in the folder that it names": (
        "D=$HOME/.x\ncat > out/env.sh <<EOF\n#!/bin/sh\nexport LD_LIBRARY_PATH=$D/lib\nEOF\n",
        "D=$HOME/.x\ncat > $D/env.sh <<EOF\n#!/bin/sh\nexport LD_LIBRARY_PATH=$D/lib\nEOF\n",
    ),
    "LP312 what stands beside a text in a variable": (
        ENV.format('echo "exec prog $0" >> "$1/env"\n'),
        ENV.format("awk '{ print $0 }' list\n"),
    ),
    "LP312 commands in a substitution": (
        "cat > x.sh <<EOF\nexport LD_LIBRARY_PATH=\\$A:\\$B\nfor i in a; do\nD=$i\necho $D/lib\ndone\nEOF\n",
        "cat > x.sh <<EOF\nexport LD_LIBRARY_PATH=\\$A:\\$B\n$(for i in a; do\nD=$i\necho $D/lib\ndone)\nEOF\n",
    ),
    "LP143 a pattern with a sign of equality": (
        'version=$P/lib\nsed -i -e "s/\\(s.version = \\).*/\\1$version/" x\n',
        'version=$Y.$M\nsed -i -e "s/\\(version=\\).*/\\1$version/" \\\n  -e "s/\\(v = \\).*/\\1$version/" x\n',
    ),
    "LP109 a name for the same folder": (
        "ARCH=$(uname -m)-linux-gnu\ncp $R/usr/lib/x86_64-linux-gnu/libz.so.1 out\ncp $R/usr/lib/$ARCH/a.so out\n",
        "ARCH=x86_64-linux-gnu\ncp $R/usr/lib/x86_64-linux-gnu/libz.so.1 out\ncp $R/usr/lib/$ARCH/a.so out\n",
    ),
    "LP309 Homebrew's folder": (
        'cat > out/run.sh <<EOF\n#!/bin/sh\nexport LD_LIBRARY_PATH=/home/ci/brew/lib\nexec prog "\\$@"\nEOF\n',
        "cat > out/run.sh <<EOF\n#!/bin/sh\nexport LD_LIBRARY_PATH=/home/linuxbrew/.linuxbrew/lib\nexec x\nEOF\n",
    ),
    "LP107 a file system of its own": (
        "cp -a libc.so.6 $BASE/$T/lib\n",
        "mkfs.ext2 img\nmount -o loop img $T\ncp -a libc.so.6 $BASE/$T/lib\n",
    ),
    "LP138 Qt with the plug-in's library in itself": (
        "cp q/libQt5{Core,Gui,Widgets}.so.5 q/libicuuc.so.56 out\ncp -r q/plugins/{platforms,styles} out\n",
        "cp q/libQt5{Core,Gui,Widgets}.so.5 q/libicuuc.so.53 out\ncp -r q/plugins/{platforms,styles} out\n",
    ),
    "LP110 the C library's links": (
        "cp -a $P/lib/libfoo.so.? out/lib/\n",
        "cp -a $P/lib/libc.so.? out/lib/\n",
    ),
    "LP113 a command behind the value": (
        "export LD_LIBRARY_PATH=./Configure/lib\n./configure\n./configure --prefix=x\n",
        "LD_LIBRARY_PATH=$P/lib/ CC=gcc ./Configure shared\n./configure\n./configure --prefix=x\n",
    ),
    "LP202 a file that is put aside": (
        RESOLVED.format('cp -f "$real" out/\n'),
        RESOLVED.format('mv -f "$real" "$real.orig"\n'),
    ),
    "LP303 a program of the working directory": (
        "#!/bin/sh\nexport LD_LIBRARY_PATH=lib\n$HOME/bin/prog\n",
        "#!/bin/sh\nexport LD_LIBRARY_PATH=lib\nAPP=./build/prog\n$APP -x\n",
    ),
    "LP001 what stands behind the end": (
        "cp a/libx.so.1 out/\n DrumKit kit(*one.get());\n",
        "cp a/libx.so.1 out/\nexit 0\n DrumKit kit(*one.get());\n",
    ),
    "LP312 a part of another script": (
        "name=x\n" + PART.format("archive=$1\n"),
        PART.format(""),
    ),
    "LP101 a file that is put aside": (
        "cp /usr/lib/libfoo.so.1 $OUT/\nmv /usr/lib/libvart.so $OUT/\n",
        "cp /usr/lib/libfoo.so.1 $OUT/\nmv /usr/lib/libvart.so /usr/lib/libvart.so_orig\n",
    ),
    "LP109 a board's own update": (
        BOARD.format(""),
        BOARD.format("[ -f /boot/rk3326-linux.dtb ] && "),
    ),
    "LP124 a library of BSD": (
        "cp $D/lib/libc.so.8 out/lib/\n",
        "run -o ABI_FILE=/usr/lib32/libc.so.7 --rootdir $D\n",
    ),
    "LP129 a folder that a template fills in": (
        "cp libx.so.1 out/\ncd src make install\n",
        "cp libx.so.1 out/\ncd {{ source_subdir }}\n",
    ),
    "LP115 a variable of another machine": (
        "cp libx.so.1 $TO\ncp libx.so.1 '$TO/lib/'\n",
        "cp libx.so.1 $TO\nscp libx.so.1 \"$HOST:\"'$TO/lib/'\n",
    ),
    "LP115 a variable of AIX": ("unset LDL_PRELOAD\n", "unset LDR_PRELOAD\n"),
    "LP115 a variable that others may read": (
        "export TX8_DEP_ROOT=/opt/x\nexport LD_LIBRARY_PATH=$TX8_DEPS_ROOT/lib\n",
        "export TX8_BEP_ROOT=/opt/x\nexport LD_LIBRARY_PATH=$TX8_DEP_ROOT/lib\n",
    ),
    "LP143 a name in another command of sed's": (
        'VERSION=a/b\nsed -i -e "s/^x=.*/x=${VERSION}/" libx.pc\n',
        'V=$1\nsed -i -e "s/^export V=.*/export V=${V}/" a.spec\nsed -i -e "s/lib .*/lib ${V}/" libx.pc\n',
    ),
    "LP204 two folders of one kind": (
        "A=$(mktemp -d)\nln -s $A/libx.so.1 $A/libx.so.1\n",
        "A=$(mktemp -d)\nB=$(mktemp -d)\nln -s $A/libx.so.1 $B/libx.so.1\n",
    ),
    "LP109 a package for a machine that the caller names": (
        CALLER.format('[ -n "$ARCH" ] || exit 1'),
        CALLER.format("ARCH=x86_64"),
    ),
    "LP109 a folder that is there": (
        CALLER.format('if [ "$ARCH" == "" ]; then exit 1; fi'),
        CALLER.format('if [ "$ARCH" == "" ]; then exit 1; fi\n[ $ARCH = x86_64 ] &&'),
    ),
    "LP111 braces around one pattern": (
        'cp "$LIB"/{im*.so} out/\n',
        "cp \"$LIB\"/{im*,b}.so out/\nfind . -name '*.so' -exec cp {} out/ \\;\n",
    ),
    "LP207 a template's folder": (
        INSTALLS.format("-s"),
        INSTALLS.format("-sf"),
    ),
    "LP304 a program that is called test": (
        "LD_LIBRARY_PATH=/opt/x/lib\ntest -n $LD_LIBRARY_PATH && /opt/x/prog\n",
        "LD_LIBRARY_PATH=/opt/x/lib\n/opt/x/prog test $LD_LIBRARY_PATH\n",
    ),
    "LP304 a question is no reader": (
        ASKS.format(""),
        ASKS.format("export LD_LIBRARY_PATH\n"),
    ),
    "LP307 a list that a loop adds to": (
        GROWS.format(""),
        GROWS.format('export LD_LIBRARY_PATH="$H/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"\n'),
    ),
    "LP101 an option's value": (
        "pack_files cmake $P/lib/libssl.so ..\n",
        "pack_files cmake -DSSL=$P/lib/libssl.so ..\n",
    ),
}


EXPORTS = "#!/bin/sh\nLD_LIBRARY_PATH=/opt/x/lib\nPYTHONPATH=/opt/x/py\nMANPATH=/opt/x/man\nexport {}\n/opt/x/prog\n"


def test_an_export_that_leaves_the_path_out_is_where_it_is_told() -> None:
    """One that exports another variable alone says nothing of this one: then the assignment is told."""
    assert warned("LP304", EXPORTS.format("PYTHONPATH MANPATH")) == [(5, "export PYTHONPATH MANPATH")]
    assert warned("LP304", EXPORTS.format("MANPATH")) == [(2, "LD_LIBRARY_PATH=/opt/x/lib")]
    assert warned("LP304", EXPORTS.format("PYTHONPATH MANPATH LD_LIBRARY_PATH")) == []


def test_both_branches_are_one_fault() -> None:
    assert len(warned("LP304", ASKS.format(""))) == 1


TRACES = "#!/bin/sh\n{}LD_LIBRARY_PATH=$LD_LIBRARY_PATH:/opt/x/lib\nexport LD_LIBRARY_PATH\ncmd=$*\n$cmd\n"


@pytest.mark.parametrize(
    ("line", "builds"),
    [
        ("make -C src\n", True),
        ("cd src; make\n", True),
        ("# Found nothing; make\n", False),
        ('error() { exit 1; }\n[ -d /opt/x ] || error "no folder; make sure that it is there"\n', False),
    ],
)
def test_what_a_script_says_is_nothing_that_it_does(line: str, builds: bool) -> None:
    """LP302, LP322: of scripts that build."""
    assert bool(warned("LP302", TRACES.format(line))) == (not builds)


def test_an_empty_element_at_the_beginning_is_told_once() -> None:
    text = 'LD_LIBRARY_PATH=":$P/lib"\nLD_LIBRARY_PATH+=":$P/a"\nif [ -e x ]; then\n  LD_LIBRARY_PATH+=:$P/b\nfi\n'
    found = warned("LP302", f"{text}export LD_LIBRARY_PATH\n./prog\n")
    assert [line for line, _ in found] == [1]
    assert len(warned("LP302", f"{text}LD_LIBRARY_PATH+=::$P/c\nexport LD_LIBRARY_PATH\n./prog\n")) == 2


@pytest.mark.parametrize("name", PAIRS)
def test_only_the_wrong_one_is_told(name: str) -> None:
    wrong, right = PAIRS[name]
    assert warned(name[:5], wrong) != []
    assert warned(name[:5], right) == []
