"""Lists of folders for several distributions, in which Debian's is there for x86 only: see hard_coded_architecture.

for d in /usr/lib64 /usr/lib/x86_64-linux-gnu /usr/lib; do [ -e $d/libfoo.so.1 ] && …
if [ -d /usr/lib64 ]; then libs=/usr/lib64; else libs=/usr/lib/x86_64-linux-gnu; fi
if [ $(getconf LONG_BIT) = 64 ]; then arch=x86_64; else arch=i386; fi; cp libx.so /usr/lib/$arch-linux-gnu/
"""

from __future__ import annotations

import re

from lintpack.bash.tree import For, If, SimpleCommand, Word
from lintpack.bash.walk import each
from lintpack.rules.parts.native_builds import MACHINES
from lintpack.rules.parts.searched_triplets import TRIPLET, Listed
from lintpack.rules.parts.spoken_machines import code_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.bash.tree import Statement
    from lintpack.rules.context import Context
    from lintpack.script.plan import ReadScript

_X86 = r"(?:x86_64|i[3-6]86)-linux-gnu"
# What systems of other kinds have, whatever the machine.
_ANY = r"[\"']?(?:[\w${}\"'./-]*/)?lib64/?[\"']?"
_ASKED = r"-linux-gnu\*|\*-linux-gnu|[}\w)]\*?-linux-gnu|MULTIARCH|multiarch"
# Who runs on what it was built for, or on one machine only.
_OF_ONE = (
    r"(?i)AppRun|AppDir|appimage|\bsnap\b|steam|wine|\bsgx|rocm|x86|amd64|arm|docker|container|[/_.-]ci[/_.-]|travis"
)
_TESTS = r"(?:\[|\btest)[ \t]+-[defrsLh][ \t]"
_LOOKS = r"\b(?:find|ls)[ \t]"


def x86_only(context: Context) -> Iterator[Listed]:
    """The folder of x86 among those of other systems, in scripts that speak of no machine."""
    if re.search(_OF_ONE, context.plan.path):
        return
    for script in context.plan.scripts:
        code = code_of(script.source.text)
        known = re.sub(rf"(?<![\w-]){TRIPLET}(?![\w-])", "", code)
        if set(re.findall(TRIPLET, code)) - {"x86_64-linux-gnu", "i386-linux-gnu", "i686-linux-gnu"}:
            continue
        if "aarch64" not in known and "arm64" not in known:
            yield from _of_two(script)
        if not re.search(_ASKED, known) and not re.search(MACHINES, known):
            yield from _in_loops(script)
            yield from _in_chains(script)
            yield from _in_commands(script)


def _in_commands(script: ReadScript) -> Iterator[Listed]:
    """`cp /lib/libx.so.* /lib64/libx.so.* /lib/x86_64-linux-gnu/libx.so.* out/`: one file, wherever it is."""
    text = script.source.text
    for node in each(script.tree, SimpleCommand):
        if "-linux-gnu/" not in text[node.start : node.end] or "lib64/" not in text[node.start : node.end]:
            continue
        words = [(word.raw, word.start) for word in node.words if isinstance(word, Word)]
        for word, at in words:
            folder, _, name = word.rpartition("/")
            if re.search(r"/x86_64-linux-gnu$", folder) and ".so" in name:
                same = [(one.rpartition("/")[0], start) for one, start in words if one.endswith(f"/{name}")]
                yield from _among([(folder, at), *same], script)
                break


def _in_loops(script: ReadScript) -> Iterator[Listed]:
    text = script.source.text
    for loop in each(script.tree, For):
        body = text[loop.body[0].start : loop.body[-1].end] if loop.body else ""
        if not re.search(rf"\$\{{?{loop.name}\b", body) or not re.search(rf"{_TESTS}|{_LOOKS}|\.so\b", body):
            continue
        words = [(word.raw, word.start) for word in loop.words or ()]
        if len(words) == 1:
            words = _elements(words[0][0], text)
        yield from _among(words, script)
    for match in re.finditer(r"(?m)^[^#\n]*?\bfind((?:[ \t]+[\"']?(?!-)[\w${}./-]+[\"']?){2,})[ \t]+-", text):
        words = [(one[0], match.start(1) + one.start()) for one in re.finditer(r"\S+", match[1])]
        yield from _among(words, script)


def _elements(word: str, text: str) -> list[tuple[str, int]]:
    """The elements of the list that a loop goes over by its name."""
    name = re.fullmatch(r"[\"']?\$\{?(\w+)(?:\[[@*]\])?\}?[\"']?", word)
    if name is None:
        return []
    given = list(re.finditer(rf"(?m)^[ \t]*(?:local |export )?{name[1]}=(?:\(([^)]*)\)|\"([^\"]*)\"|'([^']*)')", text))
    if len(given) != 1:
        return []
    inside = next(number for number in (1, 2, 3) if given[0][number] is not None)
    words = re.finditer(r"[^\s#]\S*", given[0][inside])
    return [(one[0], given[0].start(inside) + one.start()) for one in words]


def _among(words: list[tuple[str, int]], script: ReadScript) -> Iterator[Listed]:
    ones = [(word, at) for word, at in words if re.search(r"/x86_64-linux-gnu(?:/|[\"']|$)", word)]
    others = [word for word, _ in words if re.fullmatch(_ANY, word) and "$" not in word.rpartition("/")[2]]
    if ones and others:
        word, at = ones[0]
        start = at + (1 if word[0] in "\"'" else 0)
        place = script.source.place(start, at + len(word.rstrip("\"'")))
        yield Listed(place, place.text, _says(place.text, others[0].strip("\"'")), _HELP)


_HELP = "add `/usr/lib/*-linux-gnu`, or ask `ldconfig -p` or `gcc -print-multiarch`"


def _says(folder: str, other: str) -> str:
    return (
        f"`{folder}`, of one machine, is searched beside `{other}`, which any has: on Debian and Ubuntu for other"
        " machines nothing is found"
    )


def _in_chains(script: ReadScript) -> Iterator[Listed]:
    """`if [ -e /lib64/libx.so.1 ] … elif [ -e /lib/x86_64-linux-gnu/libx.so.1 ]`, and what is left where neither is."""
    text = script.source.text
    for chain in each(script.tree, If):
        asked = [
            text[one.condition[0].start : one.condition[-1].end] if one.condition else "" for one in chain.branches
        ]
        if not all(re.search(_TESTS, one) for one in asked):
            continue
        here = [re.search(r"(?:/usr)?/lib(?:64)?(?:/[\w.+-]*\.so[\w.]*)?(?=[\"'\s\]]|$)", one) for one in asked]
        first = next((one[0] for one in here if one is not None and "lib64" in one[0]), "")
        tail = re.sub(r"^(?:/usr)?/lib(?:64)?", "", first)
        found = None
        for branch in chain.branches[1:]:
            span = text[branch.start : branch.body[-1].end] if branch.body else ""
            found = found or _first(span, branch.start, tail)
        if found is None and chain.otherwise:
            start, end = chain.otherwise[0].start, chain.otherwise[-1].end
            found = _first(text[start:end], start, tail)
        if first and found is not None:
            place = script.source.place(*found)
            yield Listed(place, place.text, _says(place.text, first), _HELP)


def _first(text: str, at: int, tail: str) -> tuple[int, int] | None:
    match = re.search(rf"/(?:usr/)?lib/x86_64-linux-gnu{re.escape(tail)}(?![\w.-])", text)
    return None if match is None else (at + match.start(), at + match.end())


def _of_two(script: ReadScript) -> Iterator[Listed]:
    """x86 of 64 bits or of 32 bits, and no other, by the word size or by `uname`, for a folder's name."""
    text = script.source.text
    for choice in each(script.tree, If):
        if len(choice.branches) != 1 or not choice.otherwise or not choice.branches[0].condition:
            continue
        condition = choice.branches[0].condition
        asked = text[condition[0].start : condition[-1].end]
        if not _asks(asked, text):
            continue
        wide, narrow = _given(choice.branches[0].body, text), _given(choice.otherwise, text)
        for name in wide.keys() & narrow.keys():
            machines = {re.sub(r"i[3-6]86", "i386", one[0]) for one in (wide[name], narrow[name])}
            folder = all("-linux-gnu" in one[0] for one in (wide[name], narrow[name]))
            of = {machine.partition("-")[0].rpartition("/")[2] for machine in machines}
            used = folder or re.search(rf"\$(?:{name}\b|\{{{name}\}})-linux-gnu", text)
            if of == {"x86_64", "i386"} and used:
                _, start, end = wide[name]
                place = script.source.place(start, end)
                yield Listed(
                    place,
                    place.text,
                    f"`{place.text}` or `{narrow[name][0]}`: other machines, of 64 bits as well, get a folder of x86",
                    "ask `dpkg-architecture -qDEB_HOST_MULTIARCH` or `gcc -print-multiarch`",
                )


def _asks(condition: str, text: str) -> bool:
    """Whether a condition asks for the machine at hand, or its word size."""
    asks = r"LONG_BIT|\buname\b|\$\(arch\)|`arch`"
    names = re.findall(r"\$\{?(\w+)", condition)
    return re.search(asks, condition) is not None or any(
        re.search(rf"(?m)(?:^|[\s;]){name}=[^\n]*(?:{asks})", text) for name in names
    )


def _given(body: tuple[Statement, ...], text: str) -> dict[str, tuple[str, int, int]]:
    start, end = body[0].start, body[-1].end
    found = {}
    for match in re.finditer(
        r"(?:^|[\s;])(\w+)=[\"']?([\w/]*?(?:x86_64|i[3-6]86)(?:-linux-gnu[\w/]*)?)[\"']?(?=[\s;]|$)", text[start:end]
    ):
        found[match[1]] = match[2], start + match.start(2), start + match.end(2)
    return found
