"""LP308 for what the loader is given when it is run by its name: `ld-linux-x86-64.so.2 --libary-path DIR prog`.

glibc's loader knows the options of elf/rtld.c, apart from their values and before the program; since 2.33 it refuses
another one, and before it took that for the program. musl's takes `--library-path=DIR` as well (ldso/dynlink.c).
"""

from __future__ import annotations

import re

from lintpack.rules.shared.wording import line_before, lines_with
from lintpack.slips import slip_kind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.rule import Rule

    # From where to where, what is wrong, what was meant.
    _Fault = tuple[int, int, str, str]

# With a value each, and without.
_VALUED = ("library-path", "inhibit-rpath", "preload", "argv0", "audit", "glibc-hwcaps-prepend", "glibc-hwcaps-mask")
_PLAIN = ("list", "verify", "inhibit-cache", "list-tunables", "list-diagnostics", "help", "version")
# These belong to no other program.
_OWN = ("library-path", "inhibit-rpath", "inhibit-cache", "glibc-hwcaps-prepend", "glibc-hwcaps-mask")

_FILE = r"(?:ld-linux[\w.*?$\{}@-]*|ld-musl-[\w$\{}]+\.so\.1|ld64\.so\.\d|ld\.so(?:\.\d)?)"
_WORD = r"(?:\"(?:\\.|[^\"\\])*\"|'[^'\n]*'|\\.|[^\s\"'\\;&|()`])+"
# The loader as the whole of a word, or a variable that is called after it.
_BY_NAME = rf"(?:^|(?<=[\s\"'`(/\\]))(?P<file>{_FILE})(?=[\\]?[\"']?[\s\\])"
_BY_VARIABLE = r"\\?\$\{?\w*(?:ld_?so|loader|linker|ld_?linux|interp|rtld)\w*\}?(?=[\\]?[\"']?\s)"


# What is a part of each of these.
_NAMES = ("ld-linux", "ld-musl", "ld64.so", "ld.so")
_VARIABLES = ("ldso", "ld_so", "loader", "linker", "ldlinux", "ld_linux", "interp", "rtld")


def check(context: Context, rule: Rule) -> Iterator[Finding]:
    for script in context.plan.scripts:
        text = script.source.text
        for start, end, what, meant in _faults(text):
            yield rule.finding(
                script.source.place(start, end),
                what,
                label=f"`{meant}`?" if meant else "behind the program",
                help=f"write `{meant}`" if meant else "put the loader's options before the program",
            )


def _faults(text: str) -> Iterator[_Fault]:
    # Few texts have any of these words, and to look for one is cheaper than to try a pattern everywhere.
    lower = text.lower()
    for pattern, named, words in ((_BY_NAME, True, _NAMES), (rf"(?i){_BY_VARIABLE}", False, _VARIABLES)):
        lines = dict(line for word in words for line in lines_with(word, lower)) if "-" in text else {}
        for start, line in sorted(lines.items()):
            for match in re.compile(pattern).finditer(text, start, start + len(line) + 1):
                if "#" not in line_before(text, match.start()):
                    yield from _command(match.end(), text, named, "musl" in (match[0] if named else text))


def _command(at: int, text: str, named: bool, musl: bool) -> Iterator[_Fault]:
    """What is wrong with the words behind the loader's own, up to the program."""
    words = list(_words(at, text))
    at = known = 0
    while at < len(words):
        start, word = words[at]
        if word[:1] != "-":
            break
        option, equals, _ = word.lstrip("-").partition("=")
        two = word.startswith("--")
        end = start + len(word) - len(word.lstrip("-")) + len(option)
        if two and option in _PLAIN and not equals:
            at, known = at + 1, known + 1
        elif two and option in _VALUED and not equals:
            at, known = at + 2, known + 1
        elif two and option in _VALUED:
            if not musl and (named or (option in _OWN and _runs(words))):
                what = f"glibc's loader takes no `=` behind `--{option}`: the value is a word of its own"
                yield start, end + 1, what, f"--{option} …"
            return
        else:
            meant = _meant(option)
            if meant and (named or known or _runs(words)):
                dashes = word[: len(word) - len(word.lstrip("-"))]
                yield start, end, f"the loader has no option `{dashes}{option}`", f"--{meant}"
            return
    if named and not musl:
        yield from _behind(words[at + 1 :], words[at : at + 1])


def _behind(rest: list[tuple[int, str]], program: list[tuple[int, str]]) -> Iterator[_Fault]:
    """`ld-linux.so.2 ./prog --library-path lib`: that is the program's."""
    if program and not re.search(r"ld-|ld\.so|\bld\b|[<>]", program[0][1]):
        for start, word in rest:
            if word.lstrip("-") in _OWN and word.startswith("--"):
                what = f"`{word}` stands behind the program, which gets it: the loader does not"
                yield start, start + len(word), what, ""
                return


def _runs(words: list[tuple[int, str]]) -> bool:
    """Whether what runs goes on to a program with the caller's arguments, as no link editor does."""
    return any(re.fullmatch(r"\\?\"?\\?\$[@*]\\?\"?", word) for _, word in words)


def _words(at: int, text: str) -> Iterator[tuple[int, str]]:
    """The words from the end of the loader's own on, to the end of the command; where each begins."""
    quote = re.compile(r"\\?[\"']?").match(text, at)
    at = quote.end() if quote is not None else at
    space, word = re.compile(r"(?:[ \t]|\\\n)+"), re.compile(_WORD)
    while True:
        gap = space.match(text, at)
        found = word.match(text, gap.end()) if gap is not None else None
        if found is None:
            return
        yield found.start(), found[0]
        at = found.end()


def _meant(option: str) -> str:
    """The loader's option that `option` is a slip for, or is but for its dashes."""
    plain = option.replace("_", "-").lower()
    for name in (*_OWN, "preload", "list-tunables", "list-diagnostics"):
        if plain in (name, name.replace("-", "")):
            return name
        if len(name) > 7 and (slip_kind(plain, name) or slip_kind(plain.replace("-", ""), name.replace("-", ""))):
            return name
        if name in _OWN and len(plain) > 8 and _two_off(plain, name):
            return name
    return ""


def _two_off(word: str, name: str) -> bool:
    """`inhinit-rpath`, `libray-paht`: the halves before and behind the dash are each at most one slip off."""
    one, dash, two = word.partition("-")
    first, _, second = name.partition("-")
    near = [part == other or slip_kind(part, other) for part, other in ((one, first), (two, second))]
    return bool(dash) and all(near)
