"""Old values that the lines beside show to matter: of lists, of the loader's own file, of what kept them."""

from __future__ import annotations

import pytest

from tests.rules.reporting import warned

_LIB = "export LD_LIBRARY_PATH=$top/lib\n"
_BIN = "export PATH=$top/bin:$PATH\n"
_PKG = "export PKG_CONFIG_PATH=$top/lib/pkgconfig:$PKG_CONFIG_PATH\n"
_MAN = 'export MANPATH="$top/man${MANPATH:+:$MANPATH}"\n'
_HERE = 'here=$(cd "$(dirname "$0")" && pwd)\n'
_RUN = 'exec "$here/bin/prog" "$@"\n'
_SET = "LD_LIBRARY_PATH=$top/lib"
_CONF = "/etc/ld.so.conf"
_GOES_ON = "LD_LIBRARY_PATH=$top/lib:$LD_LIBRARY_PATH"

WRONG = {
    "LP305 in a build": (f"top=$1\n{_BIN}{_LIB}{_PKG}make\n", _SET),
    "LP305 blank lines and a comment": (f"top=$1\n{_LIB}\n# for the build\n{_PKG}{_MAN}make\n", _SET),
    "LP305 in a function": (f"use() {{\n  local top=$1\n  {_PKG}  {_MAN}  {_LIB}}}\nuse /opt/x\nmake\n", _SET),
    "LP305 in one line": (
        "export CPATH=$1:$CPATH MANPATH=$1:$MANPATH LD_LIBRARY_PATH=$1/lib\nmake\n",
        "LD_LIBRARY_PATH=$1/lib",
    ),
    "LP305 for a command": (
        "CPATH=$1:$CPATH MANPATH=$1:$MANPATH LD_LIBRARY_PATH=$1/lib make\n",
        "LD_LIBRARY_PATH=$1/lib",
    ),
    "LP305 by a function that adds": (
        f'top=$1\nprepend_path MANPATH "$top/man"\nprepend_path PERL5LIB "$top/perl"\n{_LIB}make\n',
        _SET,
    ),
    "LP305 in each round": (
        f"for top in $1; do\n{_PKG}{_MAN}{_LIB}make -C $top\ndone\n",
        _SET,
    ),
    "LP305 for GitHub": (
        'echo "LD_LIBRARY_PATH=$1/lib" >> $GITHUB_ENV\necho "MATLABPATH=$MATLABPATH:$1/m" >> $GITHUB_ENV\n'
        'echo "PATH=$1/bin:$PATH" >> $GITHUB_ENV\n',
        "LD_LIBRARY_PATH=$1/lib",
    ),
    "LP305 a text for GitHub": (
        "cat >> $GITHUB_ENV <<E\nMATLABPATH=$MATLABPATH:$1/m\nMANPATH=$MANPATH:$1/m\nLD_LIBRARY_PATH=$1/lib\nE\n",
        "LD_LIBRARY_PATH=$1/lib",
    ),
    "LP305 a text for a shell": (
        "cat > /etc/profile.d/x.sh <<'E'\nexport LD_LIBRARY_PATH=/opt/x/lib\nexport CPATH=/opt/x:$CPATH\n"
        "export MANPATH=/opt/x/man:$MANPATH\nE\n",
        "LD_LIBRARY_PATH=/opt/x/lib",
    ),
    "LP305 Python's beside it": (
        f"{_HERE}export PYTHONPATH=$here/py:$PYTHONPATH\nexport LD_LIBRARY_PATH=$here/lib\n{_RUN}",
        "LD_LIBRARY_PATH=$here/lib",
    ),
    "LP305 conf by tee": (f'echo "/usr/local/lib" | sudo tee {_CONF}\nsudo ldconfig\n', f"sudo tee {_CONF}"),
    "LP305 conf by echo": (f"echo $1/lib > {_CONF} && ldconfig\n", f"echo $1/lib > {_CONF}"),
    "LP305 conf by a function": (
        f'conf={_CONF}\nadd() {{\n  echo "$1" > "$conf"\n}}\nadd /opt/x/lib\n',
        'echo "$1" > "$conf"',
    ),
    "LP305 conf in a loop": (
        f"for d in x y; do\n  printf '%s\\n' /opt/$d/lib > {_CONF}\ndone\n",
        f"printf '%s\\n' /opt/$d/lib > {_CONF}",
    ),
    "LP305 conf by another shell": (f"sudo sh -c 'echo /opt/x/lib > {_CONF}'\n", f"echo /opt/x/lib > {_CONF}"),
    "LP305 conf and more": (f"cat > {_CONF} <<E\n/opt/x/lib\nE\necho /opt/y >> {_CONF}\n", f"cat > {_CONF} <<E"),
    "LP305 conf asked before": (
        f"grep -q local {_CONF} || echo /usr/local/lib > {_CONF}\ncat {_CONF}\n",
        f"echo /usr/local/lib > {_CONF}",
    ),
    "LP305 put back elsewhere": (
        'old_ld=\nif [ -n "$LD_LIBRARY_PATH" ]; then old_ld=$LD_LIBRARY_PATH; unset LD_LIBRARY_PATH; fi\nold=$PATH\n'
        '/opt/x/prog\n[[ -n "$old" ]] && PATH=$old\n[[ -n "$old_ld" ]] && PATH=$old_ld\n',
        "PATH=$old_ld",
    ),
    "LP305 put back by a function": (
        'keep() {\n  saved_path="${PATH}"\n  export LD_LIBRARY_PATH=/x:$LD_LIBRARY_PATH\n}\n'
        'back() {\n  export LD_LIBRARY_PATH="${saved_path}"\n}\nkeep; make; back\n',
        'LD_LIBRARY_PATH="${saved_path}"',
    ),
    "LP305 put back for a command": (
        "ORIG=${LD_LIBRARY_PATH:-}\nexport LD_LIBRARY_PATH=/x:$ORIG2\nfor p in a b; do\n  PYTHONPATH=$ORIG $p\ndone\n",
        "PYTHONPATH=$ORIG",
    ),
    "LP317 a default": (
        f'{_HERE}export LD_LIBRARY_PATH="${{LD_LIBRARY_PATH:=$here/lib:$here/x}}"\n{_RUN}',
        'export LD_LIBRARY_PATH="${LD_LIBRARY_PATH:=$here/lib:$here/x}"',
    ),
    "LP317 in a function": (
        f"{_HERE}set_up() {{\n  : ${{LD_LIBRARY_PATH:=$here/lib}}\n  export LD_LIBRARY_PATH\n}}\nset_up\n{_RUN}",
        ": ${LD_LIBRARY_PATH:=$here/lib}",
    ),
    "LP317 by way of a variable": (
        f"{_HERE}r=${{here%/bin}}\nLD_LIBRARY_PATH=${{LD_LIBRARY_PATH:-${{r}}/lib}}\nexport LD_LIBRARY_PATH\n{_RUN}",
        "LD_LIBRARY_PATH=${LD_LIBRARY_PATH:-${r}/lib}",
    ),
    "LP317 for one command": (
        f'{_HERE}LD_LIBRARY_PATH=${{LD_LIBRARY_PATH:-$here/lib}} "$here/bin/prog" "$@"\n',
        "LD_LIBRARY_PATH=${LD_LIBRARY_PATH:-$here/lib}",
    ),
    "LP317 the folder of the program": (
        'TOP=/opt/x\nexport LD_LIBRARY_PATH=${LD_LIBRARY_PATH-$TOP/lib}\nexec $TOP/bin/prog "$@"\n',
        "export LD_LIBRARY_PATH=${LD_LIBRARY_PATH-$TOP/lib}",
    ),
    "LP317 in a launcher that is written": (
        f"cat > $1/bin/prog <<'E'\n#!/bin/sh\n{_HERE}export LD_LIBRARY_PATH=${{LD_LIBRARY_PATH:-$here/lib}}\n{_RUN}E\n",
        "export LD_LIBRARY_PATH=${LD_LIBRARY_PATH:-$here/lib}",
    ),
    "LP312 for csh": ("top=$1\ncat > env.csh <<E\nsetenv LD_LIBRARY_PATH $top/lib:$LD_LIBRARY_PATH\nE\n", ""),
    "LP312 for csh in a loop": (
        'for d in x; do echo "setenv LD_LIBRARY_PATH $d:$LD_LIBRARY_PATH" > $d/env.csh; done\n',
        "",
    ),
    "LP312 kept in a variable": (f'top=$1\nline="export {_GOES_ON}"\necho "$line" > env.sh\n', ""),
    "LP312 kept in a function": (
        f'put() {{\n  local l="export {_GOES_ON}"\n  printf \'%s\\n\' "$l" >> "$1/setup_env"\n}}\ntop=/x\nput out\n',
        "",
    ),
}
RIGHT = [
    f"LP305 top=$1\n{_BIN}{_LIB}make\n",
    f"LP305 top=$1\n{_BIN}{_LIB}export PKG_CONFIG_PATH=$top/lib/pkgconfig\n{_MAN}make\n",
    f"LP305 top=$1\n# a clean environment, without what the caller has\n{_PKG}{_MAN}{_LIB}make\n",
    f"LP305 top=$1\nunset LD_LIBRARY_PATH\n{_PKG}{_MAN}{_LIB}make\n",
    f"LP305 top=$1\nkept=$LD_LIBRARY_PATH\n{_PKG}{_MAN}{_LIB}make\nLD_LIBRARY_PATH=$kept\n",
    f"LP305 top=$1\n{_LIB}make\n{_PKG}{_MAN}make\n",
    f"LP305 top=$1\nif [ -d $top/lib ]; then\n  {_LIB}else\n  {_PKG}  {_MAN}fi\nmake\n",
    f"LP305 top=$1\ncase $2 in\na)\n  {_LIB}  ;;\nb)\n  {_PKG}  {_MAN}  ;;\nesac\nmake\n",
    f'LP305 top=$1\n{_PKG}{_MAN}if [ -z "$LD_LIBRARY_PATH" ]; then\n  {_LIB}else\n  export {_GOES_ON}\nfi\nmake\n',
    "LP305 export CUDA_PATH=${CUDA_PATH:-/c}\nexport PATH=/c/bin:$PATH\nexport LD_LIBRARY_PATH=/c/lib\nmake\n",
    'LP305 echo "LD_LIBRARY_PATH=$1/lib" >> $GITHUB_ENV\necho "$1/bin" >> $GITHUB_PATH\n',
    'LP305 echo "LD_LIBRARY_PATH=$1/lib" >> $GITHUB_ENV\necho "PATH=$1/bin:$PATH" >> $GITHUB_ENV\n',
    f"LP305 {_HERE}export PATH=$here/bin:$PATH\nexport LD_LIBRARY_PATH=$here/lib\n{_RUN}",
    f"LP305 {_HERE}export PATH=$here/bin:$PATH\nexport LD_LIBRARY_PATH=$here/lib\n"
    f"export XDG_DATA_DIRS=$here/share:$XDG_DATA_DIRS\n{_RUN}",
    f"LP305 echo 'include {_CONF}.d/*.conf /usr/local/lib' | sudo tee {_CONF}\n",
    f"LP305 cat > {_CONF} <<E\n/opt/lib\nE\ncat >> {_CONF} <<E\ninclude {_CONF}.d/*.conf\nE\n",
    f"LP305 echo /opt/x > {_CONF}.d/x.conf\necho /x | tee -a {_CONF}\necho /x >> {_CONF}\n",
    f"LP305 echo /opt/x > $ROOT{_CONF}\nROOT=\necho /opt/x > $ROOT{_CONF}\n",
    f"LP305 cp {_CONF} /tmp/conf\necho /opt/x > {_CONF}\nldconfig\nmake\ncp /tmp/conf {_CONF}\n",
    f'LP305 echo "$(cat {_CONF})\n/opt/x" > {_CONF}\n',
    f"LP305 [ -f {_CONF} ] || echo /opt/x > {_CONF}\n",
    f"LP305 cat > /etc/passwd <<E\nroot:x:0:0::/:/bin/sh\nE\necho /opt/lib > {_CONF}\n",
    f"LP305 docker run image sh -c 'echo /opt/x > {_CONF}'\n",
    f"LP305 touch {_CONF}\necho /opt/lib > {_CONF}\n",
    f'LP305 echo "$LIBS" > {_CONF}\necho /usr/lib > {_CONF}\n',
    "LP305 OLD_PATH=$LD_LIBRARY_PATH\nexport LD_LIBRARY_PATH=/x:$OLD_PATH\nmake\nLD_LIBRARY_PATH=$OLD_PATH\n",
    "LP305 old=$LD_LIBRARY_PATH\nexport LD_LIBRARY_PATH=/x:$old\nDYLD_LIBRARY_PATH=$old\nLIBRARY_PATH=$old make\n",
    "LP305 old=$LD_LIBRARY_PATH\nexport LD_LIBRARY_PATH=/x:$old\nPATH=$old make\nLD_LIBRARY_PATH=$old\n",
    "LP305 old=$LD_LIBRARY_PATH\nexport LD_LIBRARY_PATH=/x:$old\nmake\nold=$PATH\nPATH=/x\nmake\nPATH=$old\n",
    'LP317 export LD_LIBRARY_PATH=${LD_LIBRARY_PATH:-/usr/local/lib}\nexec prog "$@"\n',
    f"LP317 {_HERE}# unless the user has one\nexport LD_LIBRARY_PATH=${{LD_LIBRARY_PATH:-$here/lib}}\n{_RUN}",
    f"LP317 {_HERE}export LD_LIBRARY_PATH=${{LD_LIBRARY_PATH:-}}\nLD_LIBRARY_PATH=$here/lib:$LD_LIBRARY_PATH\n{_RUN}",
    f"LP317 {_HERE}unset LD_LIBRARY_PATH\nexport LD_LIBRARY_PATH=${{LD_LIBRARY_PATH:-$here/lib}}\n{_RUN}",
    f"LP317 {_HERE}: ${{LD_LIBRARY_PATH:=$here/lib}}\nexport LD_LIBRARY_PATH\nmake check\n",
    f'LP317 {_HERE}new=$here/lib\ncase ":${{LD_LIBRARY_PATH:=$new}}:" in\n*:$new:*) ;;\n'
    f"*) LD_LIBRARY_PATH=$new:$LD_LIBRARY_PATH ;;\nesac\nexport LD_LIBRARY_PATH\n{_RUN}",
    "LP312 cat > env.csh <<E\nsetenv LD_LIBRARY_PATH $1/lib:\\$LD_LIBRARY_PATH\nE\n",
    "LP312 cat > env.csh <<E\nsetenv LD_LIBRARY_PATH $LD_LIBRARY_PATH\nE\n",
    f'LP312 top=$1\nline="export {_GOES_ON}"\necho "$line"\n$line > env.log\n',
    'LP312 line="export LD_LIBRARY_PATH=$1:\\$LD_LIBRARY_PATH"\necho "$line" > env.sh\n',
]


@pytest.mark.parametrize("name", WRONG)
def test_a_value_that_is_lost_is_seen(name: str) -> None:
    script, underlined = WRONG[name]
    found = [text for _, text in warned(name[:5], f"#!/bin/bash\n{script}")]
    assert len(found) == 1
    assert found == [underlined] or (not underlined and found[0].endswith("$LD_LIBRARY_PATH"))


@pytest.mark.parametrize("line", RIGHT)
def test_a_value_that_nobody_misses_is_passed_over(line: str) -> None:
    code, _, script = line.partition(" ")
    assert warned(code, f"#!/bin/bash\n{script}") == []
