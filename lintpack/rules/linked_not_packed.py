"""What is packed was linked with a library of the build, and that library is not packed."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase

from lintpack.findings import Label
from lintpack.rules.rule import Rule
from lintpack.rules.shared.packed import once
from lintpack.rules.shared.suffix_evidence import system_folder
from lintpack.rules.shared.wording import calls, find_piece, listed, written_at
from lintpack.script import paths, texts
from lintpack.script.plan import Export, Transfer, Unresolved

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.script.plan import Origin
    from lintpack.source import Source

RULE = Rule(
    code="LP122",
    name="linked-not-packed",
    summary="The script links with a library of its own build, packs the program, and not the library.",
    level="warning",
    confidence="medium",
)

# A compiler that links a program with a library by its path: `$CXX x.cc -o $OUT/x ./src/.libs/libfoo.so`.
_COMPILER = (
    r"(?m)^[ \t]*(?:\$\{?(?:CXX|CC|LD)\}?|(?:[\w.-]+-)?(?:g\+\+|gcc|clang(?:\+\+)?|c\+\+|cc)(?:-\d+)?)[ \t]+[^\n]*"
)
_OUTPUT = r"[ \t]-o[ \t]*[\"']?([^\s\"']+)/[^\s/\"']+"
_LIBRARY = r"(?<=[\s\"'])([^\s\"'=]*/)(lib[\w+-]+)\.so(?:\.[\d.]+)?(?=[\s\"']|$)"
_SYSROOT = r"(?i)(?:^|[/_{.-])sys_?root\b"
# Flags that are set for a build; in them `-lfoo` with `-Lfolder`, or headers of a library's own folder.
_FLAGS = frozenset(("LDFLAGS", "LIBS", "CPPFLAGS", "CFLAGS", "CXXFLAGS"))
# So many libraries that are packed from one prefix make a set that is meant to be whole.
_SET = 3


def check(context: Context) -> Iterator[Finding]:
    yield from once((*_by_path(context), *_by_flags(context), *_of_the_build(context)))


def _of_the_build(context: Context) -> Iterator[Finding]:
    from lintpack.rules.parts.built_not_packed import missing

    for one in missing(context):
        if _packed(one.name.removesuffix(".so"), None, context):
            continue
        last = one.last
        place = find_piece(last.name.text, last.origin, context.plan)
        yield RULE.finding(
            place,
            f"packs `{last.name.text}`, but not `{one.name}`, which is {one.told}",
            label="the last of the set",
            related=(*calls(last.origin, place), Label(one.there, f"`{one.name}` is meant here")),
            help="pack it as well, or say with an ignore comment why it is not needed",
        )


def _by_path(context: Context) -> Iterator[Finding]:
    into = {_plain(texts.shown(paths.dirname(t.destination)).rstrip("/")) for t in context.each(Transfer)}
    for script in context.plan.scripts:
        # A line that goes on is one, and offsets stay what they are.
        text = script.source.text.replace("\\\n", "  ")
        for command in re.finditer(_COMPILER, text):
            output = re.search(_OUTPUT, command[0])
            # An RPATH leads to where the library is.
            if output is None or _plain(output[1]) not in into or "-rpath" in command[0]:
                continue
            missing = [
                found
                for found in re.finditer(_LIBRARY, command[0])
                if not system_folder(found[1].rstrip("/"))
                # A copy of the system that the program is to run on.
                and not re.search(_SYSROOT, found[1])
                and not _packed(found[2], None, context)
                # Where the library already lies beside the program.
                and _plain(found[1]) != _plain(output[1] + "/")
            ]
            if missing:
                yield _linked(script.source, command.start(), missing, output[1])


def _plain(path: str) -> str:
    return path.replace("{", "").replace("}", "")


def _linked(source: Source, start: int, missing: list[re.Match[str]], output: str) -> Finding:
    names = [f"{found[2]}.so" for found in missing]
    return RULE.finding(
        source.place(start + missing[0].start(), start + missing[0].end()),
        f"links a program in `{output}` with {listed(list(dict.fromkeys(names)))}, which nothing packs",
        label="needed where the program runs",
        help="pack the library under its SONAME and give the program an RPATH, or link statically",
    )


def _by_flags(context: Context) -> Iterator[Finding]:
    """A function that sets flags for a build, and packs some libraries from the prefix that they name."""
    flags: dict[tuple[str, ...], list[Export]] = {}
    for export in context.each(Export):
        if export.name in _FLAGS and export.value is not None:
            flags.setdefault(_function(export.origin), []).append(export)
    for function, exports in flags.items():
        transfers = [t for t in context.each(Transfer) if _inside(t.origin, function)]
        for export in exports:
            value = texts.shown(export.value or ())
            for prefix, name in _asked_for(value):
                taken = [t for t in transfers if _from(t, prefix)]
                if len({texts.shown(paths.basename(t.source)) for t in taken}) < _SET or "static" in value:
                    continue
                if not _packed(name, function, context):
                    last = written_at(taken[-1].origin)
                    yield RULE.finding(
                        last,
                        f"packs libraries from `{prefix}`, but not `{name}.so`, which is in `{export.name}`",
                        label="the last of the set",
                        related=(*calls(taken[-1].origin, last), Label(export.origin.place, f"`{name}` is used here")),
                        help="pack it as well, or say with an ignore comment why it is not needed",
                    )


def _function(origin: Origin) -> tuple[str, ...]:
    return tuple([frame.name for frame in origin.calls if frame.kind in ("function", "definition")])


def _inside(origin: Origin, function: tuple[str, ...] | None) -> bool:
    """Whether it is done in the function, or in one that it calls."""
    return function is None or _function(origin)[: len(function)] == function


def _asked_for(value: str) -> Iterator[tuple[str, str]]:
    """Prefixes and the libraries that a build is told to take from them."""
    words = value.split()
    prefixes = [m[1] for word in words if (m := re.fullmatch(r"-L(/[^/\s]\S*|\$\S+)/lib(?:32|64)?/?", word))]
    for word in words:
        header = re.fullmatch(r"-I(/[^/\s]\S*|\$\S+)/include/(lib[\w+-]+)/?", word)
        if header is not None and not re.fullmatch(r"/usr(?:/local)?", header[1]):
            yield header[1], header[2]
        library = re.fullmatch(r"-l([\w+-]+)", word)
        if library is not None:
            yield from ((prefix, f"lib{library[1]}") for prefix in prefixes if prefix not in ("/usr", "/usr/local"))


def _from(transfer: Transfer, prefix: str) -> bool:
    source = texts.shown(transfer.source)
    return source.startswith(prefix + "/lib") and source.rpartition("/")[2].startswith("lib")


def _packed(name: str, function: tuple[str, ...] | None, context: Context) -> bool:
    """Whether a copy takes the library, or may: with its folder, by a pattern, or unseen. `function`: only copies of
    this one."""
    for transfer in context.each(Transfer):
        if not _inside(transfer.origin, function):
            continue
        last = texts.shown(paths.basename(transfer.source))
        if transfer.recursive and "*" not in last and not last.startswith("lib"):
            if re.search(r"(?:^|/)(?:lib(?:32|64)?|\.libs|\.)/?$", texts.shown(transfer.source)):
                return True
        elif last.startswith(name + ".") or fnmatchcase(f"{name}.so.1", last) or fnmatchcase(f"{name}.so", last):
            return True
    return any(copy.may_be(name) for copy in context.each(Unresolved) if _inside(copy.origin, function))
