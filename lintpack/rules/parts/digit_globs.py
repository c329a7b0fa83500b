"""Patterns for one digit behind `.so.`, and `*.so)` in a `case`: where they leave out names with more of a version. And
`*.so?`, which leaves out all names."""

from __future__ import annotations

import re

from lintpack.bash.tree import Case, CaseClause
from lintpack.bash.walk import each
from lintpack.record import Record
from lintpack.rules.shared.made_names import takes
from lintpack.rules.shared.suffix_evidence import meant_bare
from lintpack.rules.shared.wording import calls, find_name
from lintpack.script.plan import Transfer
from lintpack.script.values import Wildcard

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Label
    from lintpack.rules.context import Context
    from lintpack.script.plan import ReadScript
    from lintpack.source import Place

# A pattern for one character ends the name.
_ONE = r"\.so\.(\?|\[[^\]]+\])$"
# Projects whose libraries have SONAMEs of two digits, as scripts name them.
_TWO_DIGITS = (
    r"\b(?:icu4?c?|x26[45]|ffmpeg|libav\w*|(?:lib)?png|libjpeg\w*|jpeg-turbo|gdal|proj|protobuf|opencv|llvm|clang"
    r"|poppler|hdf5|netcdf|gsl|exiv2|boost|(?:one)?tbb|cuda\w*|libcudnn|geotiff|spatialite|libraw|vvenc|librdkafka\+\+)\b"
)
_CHANGES = r"\b(?:strip|patchelf|chrpath|cp|install|mv|rsync)\b"
# One character where a dot and a version stand: `lib*.so?`, `libfoo.so[0-9]*`.
_NO_DOT = r"(?:^|(?<=[\s\"'=(]))[\w$/{},.*?@%~+-]*[\w*?}][\"']?\.so(?P<one>\?|(?:\[\d-?\d?\])+\*?)(?=[\"'\s);|`]|$)"
# What takes files by such patterns, and what reads the like as regular expressions, or only speaks of it.
_TAKES = rf"{_CHANGES}|\b(?:ln|rm|ls|for|in|find|tar|zip|ldd|chmod|scp|docker|name|dracut_install|inst|rename)\b|\)"
_NO_PATTERN = r"=~|-i?regex\b|\b(?:e?grep|sed|awk|perl|expr|python3?|ruby|echo|printf|curl|wget)\b|https?:|\\\.so"


_C_LIBRARY = "libc libm libdl libpthread librt libcrypt libnsl libresolv libutil libthread_db libnss_files".split()


class Missed(Record):
    """A pattern that leaves out what is meant."""

    place: Place
    message: str
    label: str
    help: str
    related: tuple[Label, ...] = ()


def missed(context: Context) -> Iterator[Missed]:
    if context.speaks_of((".so.?", ".so.[")):
        yield from _digits(context)
    if context.speaks_of((".so?", ".so[")):
        for script in context.plan.scripts:
            yield from _without_dot(script)
    if context.speaks_of(("esac",)):
        for script in context.plan.scripts:
            if re.search(r"\.so[\"']?\s*[|)]", script.source.text):
                yield from _cases(script)


def _digits(context: Context) -> Iterator[Missed]:
    for transfer, source, _ in context.copies:
        found = re.search(_ONE, source)
        if found is None or not isinstance(transfer.source[-1], Wildcard):
            continue
        folder, _, pattern = source.rpartition("/")
        folder = folder or "."
        stem = pattern[: found.start() - len(source)]
        bare = stem.replace("*", "").replace("?", "")
        place = find_name(pattern, transfer.origin, context.plan)
        # The C library's links lead to `libc-2.31.so` or `libuClibc-1.0.so`, which another pattern takes.
        whole = transfer.links == "keep" and bare not in _C_LIBRARY
        if whole and not _taken(transfer, folder, _with(bare, "1.2.3"), context):
            yield Missed(
                place,
                f"copies `{pattern}` as links, but not the files `{stem}.so.N.N.N` that such links lead to",
                "a link each, most likely",
                f"copy `{stem}.so.*`, or follow the links (`cp -L`)",
                calls(transfer.origin, place),
            )
            continue
        known = _two_digits(stem, context)
        if known and not _taken(transfer, folder, _with(bare, "12"), context):
            yield Missed(
                place,
                f"copies `{pattern}`, which leaves out versions of two digits, such as {known}",
                "one character only",
                f"copy `{pattern}` and `{stem}.so{found[0][3:]}{found[1]}` (`.so.[0-9]` and `.so.[0-9][0-9]`)",
                calls(transfer.origin, place),
            )


def _without_dot(script: ReadScript) -> Iterator[Missed]:
    text = script.source.text
    for match in re.finditer(rf"(?m){_NO_DOT}", text):
        start = text.rfind("\n", 0, match.start()) + 1
        line = text[start:].partition("\n")[0]
        if (
            re.search(r"(?<!\w)#", text[start : match.start()])
            or re.search(_NO_PATTERN, line)
            or not re.search(_TAKES, line)
        ):
            continue
        name, one = match[0].rpartition("/")[2], match["one"]
        written = f"{name[: -len(one)]}.{one}"
        yield Missed(
            script.source.place(match.start(), match.end()),
            f"`{name}` matches no library: behind `.so` stands a dot, and then the version",
            "no dot",
            f"write `{written}`",
        )


def _with(stem: str, version: str) -> tuple[str, ...]:
    return f"{stem}.so.{version}", f"{stem}x.so.{version}"


def _taken(transfer: Transfer, folder: str, names: tuple[str, ...], context: Context) -> bool:
    """Whether another copy takes one of these names from the folder."""
    return any(other is not transfer and takes(other, folder, names) for other in context.each(Transfer))


def _two_digits(stem: str, context: Context) -> str:
    """A library that the pattern is meant for and does not match; "" where none is known."""
    if re.search(r"[*?\[]", stem):
        for script in context.plan.scripts:
            text = re.sub(r"(?m)(?:^|(?<=\s))#.*$", "", script.source.text)
            match = re.search(_TWO_DIGITS, text) if stem.startswith(("lib*", "*")) else None
            if match:
                return f"those of {match[0]}"
        return ""
    table = context.evidence.table
    names = table.soname_candidates(f"{stem}.so") if table is not None and "$" not in stem else ()
    return next((f"`{name}`" for name in names if re.search(r"\.so\.(?:\d\d|\d\.\d)", name)), "")


# --- `case` ---


def _cases(script: ReadScript) -> Iterator[Missed]:
    text = script.source.text
    bare = re.sub(r"(?m)(?:^|(?<=\s))#.*$", "", text)
    for node in each(script.tree, Case):
        span = text[node.start : node.end]
        if re.search(r"\.so[\"']?\.?[\"']?[*\[?]|\*\.so\.", span) or not re.search(_CHANGES, span):
            continue
        # Names with a version that the script knows of.
        versions = re.search(r"lib[\w${}+*-]+\.so\.[\"']?[\d$*\[{]", bare.replace(span, ""))
        if versions is None:
            continue
        for clause in node.clauses:
            word = next((word for word in clause.patterns if _of_libraries(word.raw)), None)
            if word is None or not re.search(_CHANGES, _body(clause, text)):
                continue
            yield Missed(
                script.source.place(word.start, word.end),
                f"`{word.raw}` does not match names with a version, such as `{versions[0]}…`, which are there, too",
                "names without a version only",
                f"write `{word.raw}|{word.raw}.*`",
            )
            return


def _of_libraries(pattern: str) -> bool:
    """`*.so`, `*/lib/lib*.so`; but no folder of plug-ins."""
    if not re.search(r"\*\.so$", pattern):
        return False
    folder = pattern.rpartition("/")[0]
    named = not folder or re.search(r"(?:^|/)(?:lib(?:64|32)?|\*|\*-linux-gnu)$", folder) is not None
    return named and not meant_bare("lib.so", "lib", folder)


def _body(clause: CaseClause, text: str) -> str:
    return text[clause.body[0].start : clause.body[-1].end] if clause.body else ""
