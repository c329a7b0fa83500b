"""A library's name that cannot be one: `libfoo.so.`, `libfoo.so.so`."""

from __future__ import annotations

from lintpack import libname
from lintpack.findings import Label
from lintpack.rules.rule import Rule
from lintpack.rules.shared.name_suspects import COUNTED, may_run_together, paths_with_more
from lintpack.rules.shared.packed import once
from lintpack.rules.shared.wording import calls, find_name, line_before
from lintpack.script import paths, texts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.libname import LibraryName
    from lintpack.rules.context import Context
    from lintpack.script.plan import Origin, ReadScript
    from lintpack.script.values import Text

RULE = Rule(
    code="LP106",
    name="malformed-library-name",
    summary="A library's name ends in a dot, repeats `.so`, or lacks its slash: nothing asks for such a file.",
    level="warning",
    confidence="high",
)


# A variable and a library's name with nothing between them; and the same with a slash, which tells of a folder.
_RUN_TOGETHER = r"\$(?:\{(?P<braced>\w+)\}|(?P<plain>\w+)(?=[\"']))[\"']?(?P<name>lib[\w+-]+\.so[\w.]*)"
_SLASH = r"\$\{?NAME\}?[\"']?/[\"']?(?:lib[\w+*?-]+\.so|\*\.so)"


def check(context: Context) -> Iterator[Finding]:
    found = list(once(_all(context)))
    yield from found
    mangled = list(_mangled(context, _lines(found)))
    yield from mangled
    yield from once(_torn(context, _lines([*found, *mangled])))
    for script in context.plan.scripts:
        yield from _run_together(script)
        yield from once(_bare(script))
    if context.speaks_of(COUNTED):
        yield from _counted(context)
    yield from once(_doubled(context))


def _doubled(context: Context) -> Iterator[Finding]:
    """`lib$NAME.so` where NAME begins with `lib`."""
    from lintpack.rules.gates.sign_subjects import prefixed

    for script in context.plan.scripts:
        if prefixed(script.source.text):
            from lintpack.rules.parts.doubled_prefixes import doubled

            for one in doubled(script):
                yield RULE.finding(
                    one.place,
                    f"`{one.place.text}` comes to `{one.name}`: the names of the list begin with `lib` already",
                    label="`lib` twice",
                    related=(Label(one.listed, "the names"),),
                    help=f"leave `lib` out here: `{one.place.text[3:]}`",
                )


def _lines(found: list[Finding]) -> set[tuple[str, int]]:
    return {(one.place.source.path, one.place.line) for one in found if one.place is not None}


def _torn(context: Context, named: set[tuple[str, int]]) -> Iterator[Finding]:
    """Names that no copy shows, but for those in lines that were named before."""
    from lintpack.rules.parts.torn_endings import torn_endings

    for torn in torn_endings(context):
        if (torn.place.source.path, torn.place.line) not in named:
            yield RULE.finding(
                torn.place,
                f"`{torn.place.text}` is no name of a library: {torn.what}",
                label="no such file",
                help=f"the name is `{torn.meant}`",
            )


def _counted(context: Context) -> Iterator[Finding]:
    from lintpack.rules.parts.counted_names import counted_names

    for one in counted_names(context):
        yield RULE.finding(
            one.place,
            f"`{one.name}` has more of a version in its name than this library ever has",
            label="no such file",
            related=calls(one.origin, one.place),
            notes=("the rest of the release is in no file's name",),
            help=f"the name is `{one.right}`",
        )


def _bare(script: ReadScript) -> Iterator[Finding]:
    """`lib=/x/libfoo`, of which `$lib.so` is preloaded, and `[ -f "$lib" ]`."""
    import re

    from lintpack.rules.shared.name_suspects import bare_names

    text = script.source.text
    for name, at in bare_names(text):
        values = re.findall(rf"(?m)(?<![\w$]){name}\+?=([^\n;]*)", text)
        libraries = [value for value in values if re.search(r"(?:^|[/\"'])lib[\w+-]+[\"']?\s*$", value)]
        if not values or len(libraries) < len(values):
            continue
        end = text.find(name, at) + len(name)
        place = script.source.place(at, end + len(text[end:]) - len(text[end:].lstrip('}"')))
        yield RULE.finding(
            place,
            f"looks for a file `${name}`, but the library is `${{{name}}}.so`, as the script has it elsewhere",
            label="never there",
            help=f"write `${{{name}}}.so` here too, or put the ending into the variable",
        )


def _mangled(context: Context, lines: set[tuple[str, int]]) -> Iterator[Finding]:
    """Names that no copy shows, but for those in `lines`, which were named before."""
    from lintpack.rules.parts.mangled_names import mangled_pairs, mangled_words, of_macos

    for script in context.plan.scripts:
        for at, name, rest in mangled_words(script):
            place = script.source.place(at, at + len(name))
            if (place.source.path, place.line) not in lines:
                yield RULE.finding(
                    place,
                    f"`{name}` is no name of a library: `{rest}` is no version"
                    if rest
                    else f"`{name}` has two dots before `so`, and is no name of a library",
                    label="no such file",
                    help=f"the name is `{name.partition('.so')[0].rstrip('.')}.so`, or has a version",
                )
        for at, name, right in of_macos(script, context):
            yield RULE.finding(
                script.source.place(at, at + len(name)),
                f"`{name}` is named as on macOS: on Linux, the number stands behind `.so`",
                label="no such file",
                help=f"write `{right}`",
            )
    yield from once(
        RULE.finding(
            find_name(name, origin, context.plan),
            f"gives `{library}` the name `{name}`, which is no name of a library",
            label="no `.so` as it has to be",
            related=calls(origin, find_name(name, origin, context.plan)),
            help=f"the name begins with `{library.partition('.so')[0]}.so`",
        )
        for name, library, origin in mangled_pairs(context)
    )


def _run_together(script: ReadScript) -> Iterator[Finding]:
    """`ln -s "$dir"/libfoo.so "$dir"libfoo.so.1`: a slash is missing."""
    text = script.source.text
    if not may_run_together(text):
        return
    import re

    for match in re.finditer(_RUN_TOGETHER, text):
        name = match["braced"] or match["plain"]
        if "#" in line_before(text, match.start()):
            continue
        # A folder that is kept with its slash, or a prefix such as `lib`.
        ends = rf"(?m)\b{name}=[\"']?(?:[^\s\"']*/)[\"']?(?:[\s;]|$)"
        if not re.search(_SLASH.replace("NAME", name), text) or re.search(ends, text):
            continue
        together = [one for one in re.finditer(_RUN_TOGETHER, text) if (one["braced"] or one["plain"]) == name]
        if len(together) > 2:
            continue
        yield RULE.finding(
            script.source.place(match.start(), match.end()),
            f"no `/` stands between the folder `${name}` and `{match['name']}`",
            label="a slash is missing",
            notes=(f"in other places of the script `${name}` is followed by one",),
            help=f"write `${{{name}}}/{match['name']}`",
        )


def _all(context: Context) -> Iterator[Finding]:
    for text, origin in paths_with_more(context):
        for case, _ in texts.alternatives((*paths.split(text)[1],), origin.when):
            name = libname.parse_text(case)
            if name is not None and name.malformed and not _unfinished(case) and not _to_be_filled(name, origin):
                yield _finding(name, origin, context)


def _unfinished(text: Text) -> bool:
    """Whether what ends the name is not known: `libfoo.so.${VERSION}`."""
    return not text or not isinstance(text[-1], str)


def _to_be_filled(name: LibraryName, origin: Origin) -> bool:
    """Whether a variable ends the name, `libfoo.so.$pkgver`, which comes out empty in a roundabout way: by the default
    of a configuration perhaps, which whoever builds gives a value. `version=` in the same script is another matter."""
    if not name.text.endswith(".so."):
        return False
    import re

    for place in (origin.command, *(frame.place for frame in origin.calls)):
        variable = re.search(r"\.so\.[\"']{0,2}\$\{?(\w+)", place.text)
        if variable is not None:
            return re.search(rf"(?m)^[ \t]*{variable[1]}=(?:\"\"|'')?[ \t]*$", place.source.text) is None
    return False


def _finding(name: LibraryName, origin: Origin, context: Context) -> Finding:
    place = find_name(name.text, origin, context.plan)
    return RULE.finding(
        place,
        f"`{name.text}` is no name of a library: {name.malformed}",
        label="no such file",
        related=calls(origin, place),
        help=f"the name is `{name.link_name}`, or has a version: `{name.link_name}.1`",
    )
