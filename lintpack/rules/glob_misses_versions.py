"""`*.so` where all libraries are meant: names with a version, which programs ask for, do not match."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase

from lintpack.findings import Label
from lintpack.rules.parts.digit_globs import missed
from lintpack.rules.rule import Rule
from lintpack.rules.shared.glob_siblings import Narrow, narrow
from lintpack.rules.shared.made_names import takes
from lintpack.rules.shared.packed import once
from lintpack.rules.shared.suffix_evidence import meant_bare, system_folder
from lintpack.rules.shared.wording import calls, find_name, listed, written_at
from lintpack.script import paths, texts
from lintpack.script.plan import Change, RunPath, Transfer
from lintpack.script.values import Wildcard

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.shared.packed import Packed
    from lintpack.script.plan import Origin
    from lintpack.script.values import Text

RULE = Rule(
    code="LP110",
    name="glob-misses-versions",
    summary="A pattern that ends in `.so`, or behind one digit, leaves out libraries with longer names.",
    level="warning",
    confidence="medium",
)

# How a pattern for a file that is called after its glibc begins.
GLIBC_PATTERNS = (
    "ld-*",
    "ld-musl",
    "ld-linux",
    "ld-2",
    "ld-[",
    "ld-?",
    "libc-",
    "libpthread-",
    "libdl-",
    "librt-",
    "libm-",
    "libresolv-",
)


def check(context: Context) -> Iterator[Finding]:
    told = list(once(_all(context)))
    if context.speaks_of(GLIBC_PATTERNS):
        lines = {(one.path, one.place.line) for one in told if one.place is not None}
        told += [one for one in once(_gone(context)) if one.place is None or (one.path, one.place.line) not in lines]
    yield from told
    for gap in missed(context):
        yield RULE.finding(gap.place, gap.message, label=gap.label, related=gap.related, help=gap.help)
    for one in narrow(context):
        place = one.place
        if not any(
            finding.place is not None and finding.place.path == place.path and finding.place.line == place.line
            for finding in told
        ):
            yield _narrow(one)


def _gone(context: Context) -> Iterator[Finding]:
    from lintpack.rules.parts.loader_globs import gone

    for one in gone(context, GLIBC_PATTERNS):
        yield RULE.finding(
            one.place,
            f"`{one.place.text}` matches no loader: {one.why}, as in `ld-musl-x86_64.so.1`"
            if one.why
            else f"`{one.place.text}` fits the file of a glibc before 2.34: since then it is called `{one.now}`",
            label="matches nothing there",
            help=f"write `{one.now}`",
        )


def _narrow(one: Narrow) -> Finding:
    if one.beside is None:
        message = f"asks for `{one.pattern}` twice, and for no name with a version"
        help_text = f"write `{one.pattern}.*` in the second place"
    else:
        subject = f"`{one.tool}` takes" if one.tool else "names"
        message = f"{subject} `{one.pattern}` here, but `{one.other}` in line {one.beside.line}"
        help_text = f"write `{one.pattern}{one.other.partition('.so')[2]}`"
    return RULE.finding(
        one.place,
        message,
        label="names without a version only",
        related=(Label(one.beside, "here with their versions"),) if one.beside is not None else (),
        help=help_text,
        confidence="high" if one.beside is None else "",
    )


def _all(context: Context) -> Iterator[Finding]:
    for effect in context.plan.effects:
        if isinstance(effect, Transfer):
            if _ends_bare(effect.source):
                yield from _copied(effect, context)
        elif isinstance(effect, RunPath) and effect.file is not None:
            if effect.tool in ("patchelf", "chrpath") and _ends_bare(effect.file):
                yield from _changed(effect.file, "RPATH", effect.origin, context)
        elif isinstance(effect, Change) and effect.kind in ("strip", "rpath-shrink") and _ends_bare(effect.path):
            what = "symbols" if effect.kind == "strip" else "RPATH"
            yield from _changed(effect.path, what, effect.origin, context)


def _ends_bare(text: Text) -> bool:
    """Whether the last component is a pattern that ends in `.so`."""
    if not text or not isinstance(text[-1], str) or not text[-1].endswith(".so"):
        return False
    return any(isinstance(piece, Wildcard) for piece in paths.components(text)[-1])


def _split(text: Text) -> tuple[str, str]:
    folder, _, pattern = texts.shown(text).rpartition("/")
    return folder or ".", pattern


def _copied(transfer: Transfer, context: Context) -> Iterator[Finding]:
    folder, pattern = _split(transfer.source)
    into = _split(transfer.destination)[0]
    # A pattern has no name to judge by, but its folders do.
    if meant_bare("lib.so", "lib", folder, into) or re.search(r"(?i)python|perl|ruby|php|lua|node", f"{folder}/{into}"):
        return
    if _others_taken(transfer, folder, pattern, context):
        return
    missed = _in_build_tree(transfer.source, context)
    if missed:
        says, note, level, confidence = (
            f"but {listed(missed, 3)} are there as well",
            "seen in the build tree",
            "error",
            "high",
        )
    elif system_folder(folder):
        says = f"where `{folder}` has libraries with a version, and `.so` only for the link editor"
        note, level, confidence = "development packages install the names without a version", "", ""
    elif (known := _known(pattern, context)) != "":
        says, note, level, confidence = (
            f"but programs ask for `{known}`",
            "the table of well-known libraries says so",
            "",
            "",
        )
    elif (beside := _beside(transfer, folder, pattern, context)) is not None:
        says, note, level, confidence = (
            f"but `{beside}*` from a folder beside it",
            "the two lines take the libraries of one installation",
            "",
            "",
        )
    else:
        return
    place = written_at(transfer.origin)
    yield RULE.finding(
        place,
        f"copies `{pattern}`, {says}",
        label="names without a version only",
        related=calls(transfer.origin, place),
        notes=(note,),
        help=f"copy `{pattern}*`, and keep links as links (`cp -d`)",
        level=level,
        confidence=confidence,
    )


def _others_taken(transfer: Transfer, folder: str, pattern: str, context: Context) -> bool:
    """Whether something else takes names with a version from the same folder: then that was thought of."""
    name = pattern.replace("*", "x") + ".1"
    return any(takes(other, folder, (name,)) for other in context.each(Transfer) if other is not transfer) or any(
        one.folder == folder and one.name.suffix and fnmatchcase(one.name.link_name, pattern) for one in context.packed
    )


def _beside(transfer: Transfer, folder: str, pattern: str, context: Context) -> str | None:
    """The same pattern that another copy goes on with a star, from `lib64` for `lib` or from a folder below: `cp
    $deps/lib64/*.so* out`."""
    root = folder.rpartition("/lib")[0]
    if not root:
        return None
    for other, source, _ in context.copies:
        there, _, name = source.rpartition("/")
        kin = there != folder and there.rpartition("/lib")[0] == root
        if other is not transfer and kin and name in (pattern + "*", pattern + ".*"):
            return pattern
    return None


def _in_build_tree(source: Text, context: Context) -> tuple[str, ...]:
    """Libraries with a version that lie there, and whose file the pattern does not take under any name."""
    if context.repository is None:
        return ()
    look = context.evidence.look(texts.normal((*source[:-1], str(source[-1]) + ".", Wildcard("*"))))
    if look is None or not look.sure:
        return ()
    from lintpack import libname

    found = [name for seen in look.seen if (name := libname.parse(seen.name)) is not None and name.suffix]
    return tuple(sorted({name.text for name in found}))


def _known(pattern: str, context: Context) -> str:
    """The SONAME of a well-known library that the pattern is for: `libavcodec*.so`."""
    # `libvulkan_*.so` are drivers, not libvulkan.
    stem = pattern[:-3].rstrip("*-")
    if "*" in stem or "?" in stem or "[" in stem or not stem.startswith("lib") or len(stem) < 5:
        return ""
    table = context.evidence.table
    if table is None or not table.is_dev_only(stem + ".so"):
        return ""
    return next(iter(table.soname_candidates(stem + ".so")), "")


def _changed(file: Text, what: str, origin: Origin, context: Context) -> Iterator[Finding]:
    """patchelf or strip over `*.so`, in a folder that the plan puts libraries with a version into."""
    folder, pattern = _split(file)
    missed: list[Packed] = []
    for one in context.packed:
        name = one.placed or one.name
        inside = one.into == folder or (folder.endswith("/**") and f"{one.into}/".startswith(folder[:-2]))
        if (
            inside
            and fnmatchcase(name.link_name, pattern)
            and name.suffix
            and name.exact
            and texts.consistent(one.when, origin.when)
        ):
            missed.append(one)
    names = list(dict.fromkeys((one.placed or one.name).text for one in missed))
    if not names and pattern in ("*.so", "lib*.so") and context.speaks_of(("ldd",)):
        yield from _of_ldd(file, folder, what, origin, context)
    if not names or any(
        fnmatchcase(name, texts.shown(other)) for name in names for other in _others(file, what, context)
    ):
        return
    place = written_at(origin)
    first = find_name(missed[0].name.text, missed[0].origin, context.plan)
    yield RULE.finding(
        place,
        f"changes the {what} of `{pattern}`, but {listed(names, 2)} lie in the same folder",
        label="names without a version only",
        related=(*calls(origin, place), Label(first, "put there under this name")),
        help=f"take `{pattern}*`, but for links (`find … -type f`)",
    )


def _of_ldd(file: Text, folder: str, what: str, origin: Origin, context: Context) -> Iterator[Finding]:
    """The folder has what ldd lists, which are names with a version but for few."""
    from lintpack.rules.shared.packed_elsewhere import listed_by_ldd

    before = [one for one in listed_by_ldd(context.plan) if one.into == folder and one.origin.number < origin.number]
    if not before or any(".so" in texts.shown(other) for other in _others(file, what, context)):
        return
    place = written_at(origin)
    yield RULE.finding(
        place,
        f"changes the {what} of `{_split(file)[1]}`, but what `ldd` lists lies there, most of it as `libfoo.so.1`",
        label="names without a version only",
        related=(*calls(origin, place), Label(written_at(before[0].origin), "copied under the names that ldd lists")),
        help=f"take `{_split(file)[1]}*`",
    )


def _others(file: Text, what: str, context: Context) -> Iterator[Text]:
    """The names that other commands of the same kind take in the same folder."""
    folder = _split(file)[0]
    for effect in context.plan.effects:
        if isinstance(effect, RunPath) and what == "RPATH" and effect.file is not None:
            other = effect.file
        elif isinstance(effect, Change) and (effect.kind == "strip") == (what == "symbols"):
            other = effect.path
        else:
            continue
        if other != file and _split(other)[0] == folder:
            yield paths.components(other)[-1]
