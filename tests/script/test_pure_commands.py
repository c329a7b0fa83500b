"""Models of pure programs, held against the programs themselves on known input."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from lintpack.script import texts
from lintpack.script.values import Alternative, Hole, Wildcard
from lintpack.script.variables import Variable
from tests.script.small_shell import SmallShell

if TYPE_CHECKING:
    from pathlib import Path

    from lintpack.script.values import Text

INPUT = r"""linux-vdso.so.1 (0x00007ffd)
	libz.so.1 => /lib/x86_64-linux-gnu/libz.so.1 (0x00007f)
	libfoo.so.4 => not found

VERSION="1.2.3"
NAME=Debian GNU/Linux
a:b:c::d
10 apples
9 pears
100 plums
a  b	c
aaa bbb aaa
x-1.10.0 x-1.9.2 x-1.9.10
"""

COMMANDS = r"""
cat
cat -
head -2
head -n 3
head -n -4
head -c 10
head -1
tail -2
tail -n 3
tail -n +3
tail -n+12
tail -c 5
sort
sort -r
sort -u
sort -n
sort -rn
sort -V
sort -f
uniq
sort | uniq -c
sort | uniq -d
wc
wc -l
wc -w
wc -c
wc -lw
tac
rev
cut -d: -f2
cut -d: -f2-
cut -d: -f1,3 -s
cut -d '"' -f 2
cut -d' ' -f1
cut -c1-5
cut -c 2-
cut -f1
cut -d= -f2 --complement
cut -d: -f1-2,4 --output-delimiter=/
tr a-z A-Z
tr -d '\n'
tr -d 0-9
tr -s ' '
tr -s a
tr ':' '\n'
tr -cd '0-9\n'
tr '[:lower:]' '[:upper:]'
tr -c 'a-z' '_'
tr ab xy
tr abc x
tr -d '[:space:]'
tr '\t' ' '
grep so
grep -v so
grep -c so
grep -o 'lib[a-z]*'
grep -o '[0-9]\+'
grep -E 'libz|libfoo'
grep -Eo '[0-9]+\.[0-9]+(\.[0-9]+)?$'
grep -E '^(a|x)'
grep -i version
grep -w aaa
grep -x 'a:b:c::d'
grep -F 'a:b'
grep -F '1.2'
grep 'lib.*\.so\.[0-9]'
grep -q libz
grep -q nothing
grep nothing
grep '^$'
grep -m1 so
grep -m 2 -o a
grep -e libz -e NAME
grep '[[:digit:]]\{2,\}'
grep 'a\|b'
egrep 'VERSION="?1'
fgrep 'x-1.10.0'
grep -vE '^$|so'
grep '=>' | awk '{print $3}'
sed 's/lib/LIB/'
sed 's/a/X/g'
sed 's/a/X/2'
sed 's/a/X/2g'
sed -e 's/ /_/g' -e 's/_/+/'
sed 's|/lib|/usr&|'
sed 's/\(lib[a-z]*\)\.so/<\1>/'
sed -E 's/(lib[a-z]+)\.so\.([0-9]+)/\2-\1/'
sed -r 's/^.*=> ?//'
sed -n '/so/p'
sed -n '2p'
sed -n '$p'
sed -n '2,4p'
sed -n '/libz/,/VERSION/p'
sed '1d'
sed '$d'
sed '/^$/d'
sed '2,$d'
sed '/so/!d'
sed 's/.*"\(.*\)".*/\1/'
sed -n 's/^VERSION="\(.*\)"/\1/p'
sed 's/[^:]*://'
sed 's/[][]/x/g'
sed 's/$/ end/'
sed 's/^/> /'
sed 's/x*/-/g'
sed '3q'
sed 3q
sed -n 2q
sed '1~3d'
sed '2,+1d'
sed 'y/abc/xyz/'
sed '2a\
new line'
sed '2i new line'
sed '/libz/c changed'
sed '2,3c changed'
sed -n '/so/{s/so/SO/;p}'
sed -n '$='
sed '/libz/s/so/SO/'
sed 's/LIB/x/I'
sed 's/a\|b/X/g'
sed 's/\t/TAB/'
sed 's/b\+/B/g; s/a\?/A/'
sed 's/\./\n/'
sed 's,a,\,,'
awk '{print $1}'
awk '{print $NF}'
awk 'NF > 1 {print $(NF-1)}'
awk -F: '{print $2}'
awk -F'"' '{print $2}'
awk -F= '/VERSION/ {print $2}'
awk -F '[:=]' '{print $1 "|" $2}'
awk 'NR==2'
awk 'NR==2 {print $1}'
awk 'NR>1 && NF'
awk '/so/ {print $1; next} {print "no"}'
awk '!/so/'
awk '$1 ~ /^lib/ {print $3}'
awk '$2 == "=>" {print $1 " is " $3}'
awk '$1 > 9'
awk '{print length($0)}'
awk '{print toupper($1), substr($1, 2, 3), index($1, "b")}'
awk '{gsub(/a/, "X"); print}'
awk '{sub(/lib/, "<&>"); print $1}'
awk '{ n += NF } END { print n, NR }'
awk 'END {print NR}'
awk 'BEGIN {print 1+2*3, 7%4, 2^3, 10/4}'
awk 'BEGIN { x = "a"; x = x "b"; print x; print 1==1, "a" < "b" }'
awk -v OFS=- '{print $1, $2}'
awk -v name=libz '$0 ~ name'
awk '{ if ($1 == "10") print "ten"; else if (NF == 0) print "none" }'
awk '{printf "%s:%d\n", $1, NF}'
awk '{printf("%5s|%-5s|\n", $1, NF)}'
awk '{$1=""; print}'
awk '{print NR ": " $0}'
awk 'NR==1{exit} {print}'
awk '/libz/{print $3; exit}'
awk '{print ($1 == "9") ? "nine" : $1}'
awk '{ c++ } c == 3 { print c }'
tr -d '"' | awk -F= '/^VERSION/{print $2}'
grep VERSION | cut -d '"' -f2
grep libz | awk '{print $3}' | sed 's/\.so.*//'
"""

PROGRAMS = r"""
echo a b
echo -n a
echo -e 'a\tb\\n\x41\0101'
echo -E 'a\tb'
echo -ne 'a\n'
echo -nx
echo - a
echo -e 'a\cb' c
echo '*' "a  b"
printf 'a'
printf '%s\n' a b c
printf '%s-%s\n' a b c
printf '%d %i %05d %+d\n' 7 010 42 5
printf '%x %X %o %#x %u\n' 255 255 8 255 3
printf '%c%c\n' abc d
printf '%5s|%-5s|%.2s|%5.1s|\n' a b cde fgh
printf '%*s|%-*s|\n' 4 a 3 b
printf '%b\n' 'a\tb' 'x\0101'
printf '%q %q %q\n' 'a b' "it's" '$x'
printf '%q\n' ''
printf '%%|%s\n' x
printf '\x41\t\101\n'
printf '%s\n'
printf '%d\n' "'a"
printf '%05.1f %e %g\n' 3.14159 1.5 0.0001
printf -- '-%s\n' x
printf '%s %s\n' only
printf '%d\n' -5
dirname /a/b/c
dirname /a
dirname a
dirname a/
dirname /
dirname //a//b//
dirname a/b c/d
dirname ''
basename /a/b/c.so
basename /a/b/c.so .so
basename c.so c.so
basename -s .so a/b.so c.so
basename -a a/b c/d
basename /
basename a/b/
basename ''
seq 3
seq 2 4
seq 1 2 7
seq 5 -2 1
seq -w 8 11
seq -s , 4
seq 3 1
expr 1 + 2
expr 7 / 2
expr -7 % 3
expr 2 \* 3
expr \( 1 + 2 \) \* 3
expr length hello
expr substr hello 2 3
expr index hello lo
expr libz.so.1 : 'lib\(.*\)\.so'
expr abc : 'a.'
expr abc : x
expr a = a
expr a \< b
expr 10 \< 9
expr '' \| x
expr 1 \& 0
"""


def real(command: str, stdin: str, folder: Path) -> tuple[str, int]:
    done = subprocess.run(
        ["bash", "-c", command],
        input=stdin.encode(),
        capture_output=True,
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"},
        check=False,
    )
    return done.stdout.decode(), done.returncode


def ours(command: str, stdin: str) -> tuple[str | None, int]:
    shell = SmallShell()
    shell.stdin = texts.literal(stdin)
    shell.script(command)
    return texts.known(texts.concat(*shell.output)), shell.status


def split_commands(block: str) -> list[str]:
    """One command a line; a line that ends in a backslash goes on."""
    return [line.replace("\0", "\\\n") for line in block.strip().replace("\\\n", "\0").split("\n")]


needs_programs = pytest.mark.skipif(shutil.which("gawk") is None and shutil.which("mawk") is None, reason="asks awk")


@needs_programs
@pytest.mark.parametrize("command", split_commands(COMMANDS))
def test_filters_print_what_the_programs_print(command: str, tmp_path: Path) -> None:
    for stdin in (INPUT, "one\n", "", "no newline\nat the end"):
        assert ours(command, stdin) == real(command, stdin, tmp_path)


@pytest.mark.parametrize("command", split_commands(PROGRAMS))
def test_programs_print_what_they_print(command: str, tmp_path: Path) -> None:
    assert ours(command, "") == real(command, "", tmp_path)


def output(command: str, **variables: Text) -> str:
    shell = SmallShell()
    for name, text in variables.items():
        shell.variables.set(name, Variable((Alternative(text),)))
    shell.script(command)
    return texts.shown(texts.opened(texts.concat(*shell.output)))


def test_what_is_known_of_a_path_survives() -> None:
    unknown = (Hole("${ROOT}"), "/lib/libz.so.1")
    assert output('dirname "$x"', x=unknown) == "${ROOT}/lib\n"
    assert output('basename "$x"', x=unknown) == "libz.so.1\n"
    assert output('basename "$x" .1', x=unknown) == "libz.so\n"
    assert output('basename "$x"', x=("d/", Wildcard("*"), ".jar")) == "*.jar\n"
    assert output("echo $x; printf '%s\\n' \"$x\"", x=unknown) == "${ROOT}/lib/libz.so.1\n${ROOT}/lib/libz.so.1\n"
    assert output('basename "$x"', x=(Hole("${FILE}"),)) == "$(basename ${FILE})\n"


def test_unknown_input_gives_unknown_output() -> None:
    for command in ("awk '{print $1}'", "sed s/a/b/", "grep x", "cut -c1", "tr a b", "sort", "wc -l"):
        shell = SmallShell()
        shell.stdin = ("a\n", Hole("$(ldd x)"))
        with pytest.raises(AssertionError):  # the small shell insists on output
            shell.script(command)


def test_a_hostile_expression_ends_soon() -> None:
    shell = SmallShell()
    shell.stdin = ("a" * 5_000,)
    with pytest.raises(AssertionError):
        shell.script("sed -E 's/(a+)+b/x/'")
