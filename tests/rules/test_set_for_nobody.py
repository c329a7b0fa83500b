"""Variables that nobody gets, commands that are none, and what a shell puts in for a text that another one reads."""

from __future__ import annotations

import pytest

from tests.rules.reporting import warned

_END = '\nexec /opt/x/bin/prog "$@"\n'
_SET = "set_env() {\n  LD_LIBRARY_PATH=$X_HOME/lib\n  export LD_LIBRARY_PATH\n}\n"
_BUILT = "[ -f ../build/lib/libx.so ] || make -C ../build\n"
_LOOP = "RUN for dir in lib lib64; do echo /opt/x/{}; done > /etc/ld.so.conf.d/x.conf"

WRONG = {
    "LP308 env alone": ("if a; then\n  env LD_PRELOAD=/x/libx.so.1\nfi" + _END, "env LD_PRELOAD=/x/libx.so.1"),
    "LP308 env behind a test": ("[ -d /x ] && env LD_LIBRARY_PATH=/x/lib" + _END, "env LD_LIBRARY_PATH=/x/lib"),
    "LP308 sudo alone": ("sudo env LD_LIBRARY_PATH=/x/lib" + _END, "sudo env LD_LIBRARY_PATH=/x/lib"),
    "LP308 env in exec": ("exec env A=b LD_PRELOAD=libx.so" + _END, "exec env A=b LD_PRELOAD=libx.so"),
    "LP308 for cd": ("LD_LIBRARY_PATH=/x/lib cd /x && ./prog\n", "LD_LIBRARY_PATH=/x/lib cd"),
    "LP308 for true": ("LD_LIBRARY_PATH=/x/lib true" + _END, "LD_LIBRARY_PATH=/x/lib true"),
    "LP308 behind nohup": ("nohup LD_LIBRARY_PATH=/x/lib ./prog &\n", "nohup LD_LIBRARY_PATH=/x/lib"),
    "LP308 behind exec": ("exec LD_PRELOAD=/x/libx.so ./prog\n", "exec LD_PRELOAD=/x/libx.so"),
    "LP308 behind nice with its number": ("nice -n 5 LD_PRELOAD=/x/y.so ./prog\n", "nice -n 5 LD_PRELOAD=/x/y.so"),
    "LP308 as other shells set": ("set -x LD_LIBRARY_PATH /x/lib" + _END, "set -x LD_LIBRARY_PATH /x/lib"),
    "LP317 in the background": ("export LD_LIBRARY_PATH=/x/lib & ./prog\n", "LD_LIBRARY_PATH=/x/lib"),
    "LP317 a group there": ("{ export LD_LIBRARY_PATH=/x/lib; } &\n./prog\n", "LD_LIBRARY_PATH=/x/lib"),
    "LP115 operators": ('if [ -n "$${LIBX%libx.so}" ]; then ls; fi\n', "$${LIBX%libx.so}"),
    "LP115 a default": ("export LD_PRELOAD=$${LIBX:-/x/libx.so}\n", "$${LIBX:-/x/libx.so}"),
    "LP115 a star in it": ("[[ -d $${LIBX%/*}/lib ]] || exit\n", "$${LIBX%/*}"),
    "LP115 in a here-document": ("cat > run <<E\nexport LD_PRELOAD=$${LIBX##*/}\nE\n", "$${LIBX##*/}"),
    "LP310 in a variable": ("RPATH=\"-Wl,-rpath,'$$ORIGIN/../lib/x'\"\n", "$$ORIGIN"),
    "LP310 bare": ("LIBDIRS=$$ORIGIN/../lib\n", "$$ORIGIN"),
    "LP310 for sed": ('sed -i "s|@RPATH@|$${ORIGIN}/lib|" x.cfg\n', "$${ORIGIN}"),
    "LP310 where the rest is m4's": (
        "AC_INIT([x],[1.0],[x@x.org)\nAC_PREREQ([2.63])\nif a; then\n  RPATH=\"-rpath,'$$ORIGIN/lib'\"\nfi\n",
        "$$ORIGIN",
    ),
    "LP312 printed": (f'f() {{\n  echo "{_LOOP.format("$dir")}"\n}}\nf > Dockerfile\n', "$dir"),
    "LP312 line by line": ('echo "for l in /x/*.so; do"\necho "  ln -sf ${l} /usr/lib"\necho "done"\n', "${l}"),
    "LP312 for a function": ('in_root "for l in /x/*.so; do ln -sf $l /usr/lib; done"\n', "$l"),
    "LP312 in a variable": ('C="ls /x/*.so | while read -r f; do cp $f /usr/lib; done"\n', "$f"),
    "LP312 in a Dockerfile": (f"cat > Dockerfile <<E\n{_LOOP.format('$dir')}\nE\n", "$dir"),
    "LP129 behind cd": ("d=$(cd / find /usr/lib -name 'libx*')\n", "find /usr/lib -name 'libx*'"),
    "LP129 a link behind cd": ("cd lib ln -sf libx.so.1 libx.so\n", "ln -sf libx.so.1 libx.so"),
    "LP129 behind pushd": ("pushd /libx make\n", "make"),
    "LP129 configure": ('cd "$top/libx" ./configure --prefix=/usr\n', "./configure --prefix=/usr"),
    "LP129 behind mkdir": ("mkdir -p a/lib cp x.txt a/lib/\n", "cp x.txt a/lib/"),
    "LP317 a function sets it": (
        _SET + 'set_env\nsu - app -c "$X_HOME/bin/prog -S"\n',
        'su - app -c "$X_HOME/bin/prog -S"',
    ),
    "LP317 exported further down": (
        "LD_LIBRARY_PATH=/opt/x/lib\nexport LD_LIBRARY_PATH\nsudo -i -u app /opt/x/bin/prog\n",
        "sudo -i -u app /opt/x/bin/prog",
    ),
    "LP317 two functions": (
        _SET + 'run() {\n  runuser -l app -c "$X_HOME/bin/prog"\n}\nset_env\nrun\n',
        'runuser -l app -c "$X_HOME/bin/prog"',
    ),
    "LP113 a level is lost": (
        f"{_BUILT}export LD_LIBRARY_PATH=$PWD/build/lib:/x\njava -Djava.library.path=../build/lib -jar x.jar\n",
        "$PWD/build/lib",
    ),
    "LP113 behind another folder": (
        f"{_BUILT}LD_LIBRARY_PATH=/x:./build/lib ./prog -L ../build/lib\n",
        "./build/lib",
    ),
}
RIGHT = [
    f"LP317 {_SET}set_env\nsu - app -c '. /x/env; /x/prog'; su - app -c \". $X_HOME/env; $X_HOME/bin/prog\"\n",
    'LP317 LD_LIBRARY_PATH=$X_HOME/lib\nsu - app -c "$X_HOME/bin/prog"\n',
    f"LP113 {_BUILT}cd ..\nexport LD_LIBRARY_PATH=$PWD/build/lib\nls ../build/lib\n",
    f"LP113 {_BUILT}mkdir -p build/lib\nexport LD_LIBRARY_PATH=$PWD/build/lib\nls ../build/lib\n",
    f"LP113 {_BUILT}export LD_LIBRARY_PATH=$PWD/../build/lib\nls ../build/lib\n",
    "LP308 env LD_PRELOAD=/x.so prog; x=$(env LD_PRELOAD=/x.so); env LD_PRELOAD=x | sort; env LD_PRELOAD=a > f\n",
    "LP308 sudo LD_LIBRARY_PATH=/x/lib prog; time LD_LIBRARY_PATH=/x/lib prog; exec env LD_PRELOAD=/x.so prog\n",
    "LP308 sudo -u x LD_LIBRARY_PATH=/x/lib ./prog; nohup env LD_PRELOAD=/x.so prog & command -v LD_PRELOAD\n",
    "LP308 LD_LIBRARY_PATH= cd /x\n./prog; LD_PRELOAD=/x.so . ./x.sh; set -- LD_PRELOAD x\n",
    "LP308 nice() { :; }; nice LD_PRELOAD=/x.so prog; with=(env LD_PRELOAD=/x.so); LD_PRELOAD=/x.so cd /x\n",
    "LP317 { export LD_LIBRARY_PATH=/x/lib; ./prog; } & (LD_LIBRARY_PATH=/x/lib; export LD_LIBRARY_PATH; ./prog) &\n",
    "LP115 t=/tmp/lib$$; u=/tmp/lib-$${x}; awk '{ print $${LIB%x} }'; cat > Makefile <<'E'\na: ; cp $${LIB%x} lib\nE\n",
    "LP310 A='$$ORIGIN/lib'; B=\"\\$\\$ORIGIN/lib\"; cat > m.mk <<'E'\nL=\"-Wl,-rpath,$$ORIGIN\"\nE\n",
    f'LP312 echo "{_LOOP.format(chr(92) + "$dir")}"; x="$(for l in *.so; do echo $l; done)"\n',
    f'LP312 dir=lib; echo "{_LOOP.format("$dir")}"; echo "look for lib in $d; do it, $lib" /x/libx.so\n',
    'LP312 for dir in a b; do\n  echo "for x in *.so; do cp \\$x $dir; done"\ndone\n',
    'LP129 cd libx && make; cd "$1" 2>/dev/null; cd -P /x || exit; mkdir -p out/lib; cp x.so out/lib; cd $a $b\n',
    "LP129 mkdir -p usr/bin lib/cp; rm -f lib/x cp mv ln; mkdir cp; cd libx # make it\n",
]


@pytest.mark.parametrize("name", WRONG)
def test_what_reaches_nobody_is_seen(name: str) -> None:
    script, underlined = WRONG[name]
    shell = "" if "AC_INIT" in script else "#!/bin/bash\n"
    assert [text for _, text in warned(name[:5], shell + script)] == [underlined]


@pytest.mark.parametrize("line", RIGHT)
def test_what_is_meant_is_passed_over(line: str) -> None:
    code, _, script = line.partition(" ")
    assert warned(code, f"#!/bin/bash\n{script}") == []
