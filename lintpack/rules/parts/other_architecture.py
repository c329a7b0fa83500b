"""Names of one architecture where another one is meant: in a branch for that one, or beside a variable for it."""

from __future__ import annotations

import re

from lintpack.bash.tree import Case, If
from lintpack.bash.walk import around
from lintpack.record import Record
from lintpack.rules.shared.wording import find_name, line_before, line_of
from lintpack.script import texts
from lintpack.script.plan import Export, Link, Transfer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.script.plan import Guard, ReadScript
    from lintpack.source import Place

# What names and folders of libraries have of an architecture. Of what runs on one machine together, `i386` on
# `x86_64` and 32 on 64 bits of Arm, one stands for all.
_IN_PATHS = {
    "x86": r"ld-linux-x86-64\.so|(?:x86_64|i[3-6]86)-linux-gnu",
    "arm": r"ld-linux-(?:aarch64|armhf)\.so|(?:aarch64|arm)-linux-gnu\w*",
    "power": r"ld64\.so\.2|powerpc64le-linux-gnu",
    "s390": r"s390x-linux-gnu",
    "riscv": r"ld-linux-riscv64\S*\.so|riscv64-linux-gnu",
}
_IN_TESTS = {
    "x86": r"x86_64|x86-64|amd64|i[3-6]86|x64\b",
    "arm": r"aarch64|arm64|armhf|armv[5-8]",
    "power": r"ppc64(?:le|el)|powerpc64le",
    "s390": r"s390x",
    "riscv": r"riscv64",
}
_SPOKEN = {"x86": "x86", "arm": "Arm", "power": "POWER", "s390": "s390", "riscv": "RISC-V"}
TRIPLET = r"(?:x86_64|i[3-6]86|aarch64|arm|powerpc64le|s390x|riscv64)-linux-gnu\w*"
# Where a system has such folders, and what a condition that asks for the machine speaks of.
_SYSTEM = r"/(?:usr/)?(?:local/)?lib/"
_ASKED = r"(?i)arch|machine|uname|triplet|platform|x86|amd64|arm64"
# And of Java up to 8.
_FOLDER = rf"{TRIPLET}|(?<=jre/lib/)(?:amd64|i386|aarch64|ppc64le)"
# Images for several machines: docker buildx, podman.
_PLATFORMS = r"--platforms?[= ][\"']?(linux/[\w/]+(?:,linux/[\w/]+)+)"
# What brings such a folder's name into a variable.
_ASKS = r"dpkg-architecture[^\n]*MULTIARCH|-print-multiarch|-dumpmachine"
_SETS = rf"(?m)^[^#\n]*?\b(\w+)=[\"']?(?:{TRIPLET}[\"']?(?=[\s;]|$)|[$`][^\n]*(?:{_ASKS}))"


class OfAnother(Record):
    """`name`, at `place`, is of one architecture. `told` says of which it ought to be, and `other` where that is."""

    name: str
    place: Place
    told: str
    other: Place


def against_the_branch(context: Context) -> Iterator[OfAnother]:
    """Copies and links of one architecture under a condition that holds on another one only."""
    for effect in context.plan.effects:
        if not isinstance(effect, (Transfer, Link)) or not effect.origin.guards:
            continue
        shown = texts.shown(effect.source if isinstance(effect, Transfer) else effect.target)
        families = {name: found[0] for name, words in _IN_PATHS.items() if (found := re.search(words, shown))}
        if len(families) != 1:
            continue
        (family, name), *_ = families.items()
        for guard in effect.origin.guards:
            asked = _asked(guard)
            if asked and asked != family:
                place = find_name(name, effect.origin, context.plan)
                yield OfAnother(name, place, f"this branch is for {_SPOKEN[asked]}", guard.place)
                break


def _asked(guard: Guard) -> str:
    """The one architecture that a condition says the machine, or the target, is; "" where it says no such thing."""
    shown = guard.shown
    if not guard.holds or "!" in shown or "||" in shown or re.search(r"(?i)\b(?:host|build)_?(?:arch|machine)", shown):
        return ""
    found = [name for name, words in _IN_TESTS.items() if re.search(words, shown)]
    if len(found) != 1 or not re.search(r"=|\bcase\b|\bin\b", shown):
        return ""
    return found[0]


def beside_a_variable(context: Context) -> Iterator[OfAnother]:
    """Where a folder of one architecture is written out, `$ROOT/lib/x86_64-linux-gnu`, and the script has a variable
    for it in the same folder: `$ROOT/lib/$ARCH`, `$ROOT/lib/${ARCH}-linux-gnu`. Once, or less often than the variable
    stands there."""
    for script in context.plan.scripts:
        source = script.source
        text = source.text
        variables = {*re.findall(_SETS, text), *re.findall(r"(?i)(?<=[/\"]\$)\{?(\w*(?:arch|triplet)\w*)", text)}
        folder = rf"(?<![\w$}}/.-])(\"?\$\{{?\w+\}}?\"?(?:/[\w.-]+)*/|{_SYSTEM})({_FOLDER})(?=/)"
        written = [
            match
            for match in re.finditer(folder, text)
            if not re.match(r"\s*(?:#|(?:echo|printf)\b[^\n>]*$)", line_before(text, match.start()))
            and not (match[1].startswith("/") and _asked_for(match.start(), script))
        ]
        if len({(match[1], match[2]) for match in written}) != 1 or not variables:
            # Several are listed, or treated apart, on purpose.
            continue
        # `MULTIARCH=x86_64-linux-gnu`: the same folder by another name.
        variables = {name for name in variables if not _is_constant(name, written[0][2], text)}
        if not variables:
            continue
        spelt = "|".join(map(re.escape, sorted(variables)))
        uses = list(re.finditer(rf"{re.escape(written[0][1])}\"?\$\{{?(?:{spelt})\b", text))
        many = len(written) > 1
        if not uses or (many and (len(uses) <= len(written) or any(_apart(match) for match in written))):
            continue
        for match in written:
            yield OfAnother(
                match[2],
                source.place(match.start(2), match.end(2)),
                "elsewhere a variable stands for it",
                source.place(uses[0].start(), uses[0].end()),
            )


def _is_constant(name: str, folder: str, text: str) -> bool:
    """Whether a variable is only ever set to the very folder."""
    values = re.findall(rf"(?m)^[^#\n]*?\b{name}=([^\s;]*)", text)
    return bool(values) and all(value.strip("\"'") == folder for value in values)


def _asked_for(at: int, script: ReadScript) -> bool:
    """Whether what is at `at` stands in a branch that asks for the machine."""
    text = script.source.text
    for node in around(script.tree, at):
        if isinstance(node, Case) and re.search(_ASKED, node.word.raw):
            return True
        if isinstance(node, If):
            conditions = [one.condition for one in node.branches]
            if any(re.search(_ASKED, text[each[0].start : each[-1].end]) for each in conditions if each):
                return True
    return False


def _apart(match: re.Match[str]) -> bool:
    """Whether the line lists several folders, or asks for one."""
    text = match.string
    line = line_of(text, match.start(), match.end())
    return re.search(r"\bfor\b|\bif\b|\[ |&&|\|\|", line) is not None


def for_platforms(context: Context) -> Iterator[OfAnother]:
    """What an image's start script preloads, where a script beside it builds the image for several machines."""
    for export in context.each(Export):
        if export.name not in ("LD_PRELOAD", "LD_LIBRARY_PATH") or export.value is None:
            continue
        shown = " ".join(texts.shown(text) for text, _ in texts.alternatives(export.value, export.origin.when))
        folder = re.search(rf"(?<=/){TRIPLET}(?=/)", shown)
        if folder is None or any(re.search(r"(?i)arch|uname|machine|platform", g.shown) for g in export.origin.guards):
            continue
        family = next((name for name, words in _IN_PATHS.items() if re.match(words, folder[0])), "")
        if any(re.search(words, shown) for name, words in _IN_PATHS.items() if name != family):
            continue
        for source in (*[script.source for script in context.plan.scripts], *context.neighbours):
            for match in re.finditer(_PLATFORMS, source.text) if "linux/" in source.text else ():
                others = [name for name, words in _IN_TESTS.items() if name != family and re.search(words, match[1])]
                if family and others and re.search(_IN_TESTS[family], match[1]):
                    place = find_name(folder[0], export.origin, context.plan)
                    told = f"the image is built for {_SPOKEN[others[0]]} too"
                    yield OfAnother(folder[0], place, told, source.place(match.start(1), match.end(1)))
                    return
        if family in ("x86", "arm"):
            for told, there in _built_for(family, context):
                yield OfAnother(folder[0], find_name(folder[0], export.origin, context.plan), told, there)
                return


def _built_for(family: str, context: Context) -> Iterator[tuple[str, Place]]:
    """What a workflow says, or a Dockerfile beside the script: `platforms: linux/amd64,linux/arm64`, `$TARGETARCH`."""
    repository = context.repository
    folder, _, name = context.plan.path.rpartition("/")
    if repository is None:
        return
    other = "linux/arm64" if family == "x86" else "linux/amd64"
    for path in (*repository.files(".github/workflows/*.yml"), *repository.files(".github/workflows/*.yaml")):
        text = repository.glance(path)
        # Of several images, the one in whose folder the script lies.
        of_it = folder.rpartition("/")[2] in ("", "docker") or folder in text
        found = re.search(rf"(?m)^[^#\n]*?(?<![\w/])({other})\b", text) if of_it and "linux/amd64" in text else None
        source = repository.read(path) if found is not None else None
        if found is not None and source is not None:
            yield f"the image is built for {other} too", source.place(found.start(1), found.end(1))
    for path in repository.files(f"{folder}/Dockerfile*".lstrip("/")):
        text = repository.glance(path)
        asks = re.search(r"(?m)^[ \t]*(?!#)[^#\n]*(\$\{?TARGETARCH\b|\buname -m\b|--print-architecture)", text)
        source = repository.read(path) if asks is not None and name in text else None
        if asks is not None and source is not None:
            yield "the image is built for whatever machine it is built on", source.place(asks.start(1), asks.end(1))


def from_the_host(context: Context) -> Iterator[OfAnother]:
    """Libraries of the building machine in what is packed for another: `$TARGET-gcc` is asked for the rest."""
    for script in context.plan.scripts:
        cross = re.search(r"(?m)^[^#\n]*?(\$\{?\w+\}?-)g(?:cc|\+\+)\b", script.source.text)
        if cross is None or not re.search(r"-print-(?:file-name|sysroot)|--sysroot", script.source.text):
            continue
        for one in context.packed:
            folder = re.match(rf"/usr/lib/(?:gcc/)?({TRIPLET})(?=/|$)", one.folder)
            if folder is not None and not one.origin.guards:
                place = find_name(folder[1], one.origin, context.plan)
                told = "this is packed for the machine of the cross compiler"
                yield OfAnother(folder[1], place, told, script.source.place(cross.start(1), cross.end()))
