"""Folders of one machine where a script writes them for a build, a launcher or the loader's settings, and other
machines are dealt with: see hard_coded_architecture.

case $(uname -m) in aarch64) …; esac; cmake .. -DFOO_LIBRARY=/usr/lib/x86_64-linux-gnu/libfoo.so
# hard-coded for now: ask dpkg-architecture
cp /usr/lib/x86_64-linux-gnu/libfoo.so.1 out/           and deploy.sh has lib/aarch64-linux-gnu/libfoo.so.1
"""

from __future__ import annotations

import re

from lintpack.bash.tree import Case, If
from lintpack.bash.walk import around
from lintpack.rules.parts.other_architecture import OfAnother
from lintpack.rules.parts.spoken_machines import IN_PATH, WORD, code_of, family, speaks_of_another
from lintpack.rules.shared.wording import lines_with

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.script.plan import ReadScript
    from lintpack.source import Place

TRIPLET = r"(?:x86_64|i[3-6]86|aarch64|arm|powerpc64le|s390x|riscv64|mips64el)-linux-gnu\w*"
_LIB = rf"lib/(?:gcc/)?(?P<folder>{TRIPLET})(?![\w-])"
_VALUE = r"[^\s;&|]*?"
# What a build is told: `-DFOO_LIBRARY=/usr/lib/…`, `-L…`, `--libdir=…`.
OPTIONS = rf"(?<![\w-])-(?:D[\w.]+(?::\w+)?=|L|Wl,-rpath[=,]|-(?!sysroot|prefix|host|build)[\w-]+[= ]){_VALUE}{_LIB}"
# What the loader, or pkg-config, is told.
_SETTINGS = (
    rf"(?<!\w)(?:LD_LIBRARY_PATH|LD_PRELOAD|LD_RUN_PATH|PKG_CONFIG_PATH|LIBRARY_PATH)=[\"']?{_VALUE}{_LIB}"
    rf"|--(?:set|add)-rpath[= ][^;&|\n]*?{_LIB.replace('folder', 'rpath')}"
    rf"|\becho\b[^\n;&|>]*?{_LIB.replace('folder', 'conf')}[^\n;&|>]*>[^\n]*ld\.so\.(?:conf|preload)"
)
# Where a library is put: the last operand.
_PUT = (
    r"(?:^|[ \t;(])(?:cp|mv|ln|install|rsync)[ \t][^\n;&|]*[ \t][\"']?"
    rf"/(?:usr/)?(?:local/)?{_LIB}[^\s;&|]*(?=[ \t]*(?:$|[;&|]))"
)
# Python's own, which its build calls so.
CONFIG = rf"/config-[\w${{}}.]*[\d}}][a-z]*-(?P<folder>{TRIPLET})(?![\w.-])"
_LOADER = r"--set-interpreter[= ][\"']?(?:/[\w./]*)?/(?P<folder>ld-linux-(?:x86-64\.so\.2|aarch64\.so\.1|armhf\.so\.3))"
# Products of x86 only.
OF_X86 = r"(?i:\bsgx|\bintel\b|vaapi|\biHD|\bmkl\b|steam|\bwine|rocm)"
# What is for another machine than the one at hand, or asks for the folder somewhere.
_CROSS = (
    r"--(?:host|target|cross-file)[= ]|(?i:cross[_-]?(?:compil|build)|host_?build)|TOOLCHAIN_FILE|CHOST|schroot"
    r"|debootstrap"
)
_ABOUT = r"(?i)arch|machine|uname|triplet|platform|multilib|bits?\b|x86|amd64|arm64|-[efdrsL] "
_ELSEWHERE = r"(?i)osx|darwin|macos|android|\bios\b|windows|mingw"
# A comment that says so itself.
_CONFESSES = r"(?i)#[^\n]*(?:\bhard-?[ ]?cod(?:ed?|ing|es)\b|\b(?:fixme|todo|xxx)\b)[^\n]*"
_OF_MACHINES = r"(?i)\barch(?:itecture)?s?\b|multiarch|triplet|aarch64|arm64|\barm\b|x86|amd64"


def spelt(context: Context) -> Iterator[OfAnother]:
    """In options, settings and copies, where the script itself deals with another machine."""
    if re.search(IN_PATH, context.plan.path):
        return
    sources = [script.source for script in context.plan.scripts]
    for script in context.plan.scripts:
        text = script.source.text
        code = code_of(text)
        if len(set(re.findall(rf"lib/(?:gcc/)?({TRIPLET})", code))) > 1 or re.search(rf"{_CROSS}|{OF_X86}", code):
            continue
        for word, patterns in (("-linux-gnu", (OPTIONS, _SETTINGS, _PUT, CONFIG)), ("--set-interpreter", (_LOADER,))):
            for start, line in lines_with(word, text):
                for pattern in patterns:
                    found = None if line.lstrip()[:1] == "#" else re.search(pattern, line)
                    if found is None or re.search(r"\[ |\btest\b|\|\|", line) or branches(start, script):
                        continue
                    if own_folder(found, code):
                        continue
                    name, (at, end) = next((found[key], found.span(key)) for key in found.groupdict() if found[key])
                    beside = context.neighbours if pattern is CONFIG and context.repository is not None else ()
                    other = speaks_of_another(name, (*sources, *beside))
                    if other is not None and not _of_other_systems(other[1], other[0].text):
                        source, where, said = other
                        yield OfAnother(
                            name,
                            script.source.place(start + at, start + end),
                            f"{'this script' if source in sources else f'`{source.path}`'} also deals with `{said}`",
                            source.place(where, where + len(said)),
                        )
                        break


def confessed(context: Context) -> Iterator[OfAnother]:
    """Beside a comment that calls it hard-coded."""
    for script in context.plan.scripts:
        text = script.source.text
        for match in re.finditer(_CONFESSES, text) if "ode" in text or "TODO" in text or "FIXME" in text else ():
            if not re.search(_OF_MACHINES, match[0]):
                continue
            # The comment's own line, and the first below it that is no comment.
            below = re.compile(r"(?:\n[ \t]*(?:#[^\n]*)?(?=\n))*\n([^\n]*)").match(text, match.end())
            own = text.rfind("\n", 0, match.start()) + 1
            spans = [(own, match.start())]
            if below is not None and not text[own : match.start()].strip():
                spans = [below.span(1)]
            for start, end in spans:
                found = re.search(rf"{_LIB}", text[start:end])
                if found is not None and not branches(start, script):
                    at = start + found.start("folder")
                    yield OfAnother(
                        found["folder"],
                        script.source.place(at, start + found.end("folder")),
                        "a comment calls it a makeshift",
                        script.source.place(match.start(), match.end()),
                    )


def own_folder(found: re.Match[str], code: str) -> bool:
    """Whether what is built goes into a folder of this name, and the loader, or the rest of the script, is told so."""
    folder = re.split(r"[=:\"'\s]", found[0])[-1]
    options = re.findall(rf"(?i)libdir[=:\w]*=[\"']?{re.escape(folder)}", code)
    return 0 < len(options) < code.count(folder)


def branches(at: int, script: ReadScript) -> bool:
    """Whether what is at `at` stands in a branch that asks for the machine, or for a file."""
    text = script.source.text
    for node in around(script.tree, at + len(text[at:]) - len(text[at:].lstrip())):
        if isinstance(node, Case) and re.search(_ABOUT, node.word.raw):
            return True
        if isinstance(node, Case) and any(re.search(WORD, word.raw) for one in node.clauses for word in one.patterns):
            return True
        if isinstance(node, If):
            for one in node.branches:
                if one.condition and re.search(_ABOUT, text[one.condition[0].start : one.condition[-1].end]):
                    return True
    return False


def _of_other_systems(at: int, text: str) -> bool:
    """Whether the line speaks of another system, which has machines of its own."""
    return re.search(_ELSEWHERE, text[text.rfind("\n", 0, at) + 1 :].partition("\n")[0]) is not None


def elsewhere_of_others(context: Context) -> Iterator[OfAnother]:
    """Where another script of the repository has the same library of another machine, or of any."""
    if context.repository is None or re.search(IN_PATH, context.plan.path):
        return
    from lintpack.rules.shared.other_scripts import naming

    asked: dict[str, tuple[str, Place] | None] = {}
    for script in context.plan.scripts:
        text = script.source.text
        code = code_of(text)
        if len(set(re.findall(rf"/({TRIPLET})", code))) != 1 or re.search(rf"{_CROSS}|\*-linux-gnu|\}}-linux", code):
            continue
        # A script that speaks of its own machine is for that one.
        if re.search(rf"(?<![A-Za-z0-9]){WORD}(?!-linux-gnu|[A-Za-z0-9])|\buname +-[a-z]*m|\barch\b\)", code):
            continue
        for start, line in lines_with("-linux-gnu/", text):
            if line.lstrip()[:1] == "#" or re.search(r"\[ |\btest\b|\|\|", line):
                continue
            for found in re.finditer(rf"/{_LIB}(?P<tail>/(?:[\w.+-]+/)*lib[\w+-]+\.so)", line):
                tail = found["tail"]
                if tail not in asked:
                    asked[tail] = None
                    for path, other in naming(context, tail):
                        of = rf"(?m)^[^#\n]*?({_of_others(found['folder'])}){re.escape(tail)}\b"
                        match = None if re.search(IN_PATH, path) else re.search(of, other)
                        source = context.repository.read(path) if match is not None else None
                        if match is not None and source is not None:
                            asked[tail] = match[1], source.place(match.start(1), match.end(1))
                            break
                known = asked[tail]
                if known is not None and not branches(start, script):
                    place = script.source.place(start + found.start("folder"), start + found.end("folder"))
                    told = f"`{known[1].source.path}` takes `{tail[1:]}` from `{known[0]}`"
                    yield OfAnother(found["folder"], place, told, known[1])


def _of_others(folder: str) -> str:
    own = family(folder)
    machines = [name for name in ("x86_64", "aarch64", "arm", "powerpc64le") if family(name) != own]
    asked = r"\$\([^)\n]*(?:uname|arch|multiarch)[^)\n]*\)|\$\{?\w*(?i:arch|triplet|machine)\w*\}?"
    return rf"(?:{'|'.join(machines)})-linux-gnu\w*|(?:{asked})(?:-linux-gnu\w*)?"
