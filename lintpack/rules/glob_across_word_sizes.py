"""`/usr/lib*/libfoo.so.5`: the pattern takes the library from `lib` and from `lib64`, and both go to one place."""

from __future__ import annotations

import re

from lintpack.rules.rule import Rule
from lintpack.rules.shared.packed import once
from lintpack.rules.shared.wording import calls, written_at
from lintpack.script import paths, texts
from lintpack.script.plan import Transfer
from lintpack.script.values import Wildcard

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.script.values import Text

RULE = Rule(
    code="LP117",
    name="glob-across-word-sizes",
    summary="A pattern such as `/usr/lib*/` takes one library of two word sizes or builds; the last one wins.",
    level="warning",
    confidence="medium",
)


# Builds that are for tests only, by the name of their folder.
_FOR_TESTS = r"(?i)(?:[atum]|ub)?san(?:itize\w*)?|asan\w*|debug|dbg|cov(?:erage)?|profil\w*|tests?"


def check(context: Context) -> Iterator[Finding]:
    yield from once((*_all(context), *_builds(context)))


def _builds(context: Context) -> Iterator[Finding]:
    """`find build -name 'lib*.so*'`, where `build/asan` and `build/release` are two builds of the same."""
    for transfer, source, _ in context.copies:
        found = re.match(r"(.*?[^/*]+)/\*\*?/(?:[^/]+/)?[^/]*\.so[^/]*$", source)
        if found is None or found[1].startswith("/usr") or _apart(transfer):
            continue
        folder = found[1].rpartition("/")[2]
        names: set[str] = set()
        for script in context.plan.scripts:
            text = re.sub(r"(?m)(?:^|(?<=\s))#.*$", "", script.source.text)
            names.update(re.findall(rf"(?:^|[\s\"'/}}]){re.escape(folder)}/([A-Za-z][\w-]*)(?=[/\"'\s])", text))
        tests = sorted(name for name in names if re.fullmatch(_FOR_TESTS, name))
        # The one that the rest is packed from.
        shipped = next(
            (
                name
                for name in sorted(names.difference(tests))
                if any(other.startswith(f"{found[1]}/{name}/") for _, other, _ in context.copies)
            ),
            "",
        )
        if not (tests and shipped):
            continue
        place = written_at(transfer.origin)
        yield RULE.finding(
            place,
            f"takes libraries from all of `{found[1]}`, which holds the builds `{tests[0]}` and `{shipped}`",
            label="the last one of each name wins",
            related=calls(transfer.origin, place),
            notes=("a library of the same name is in both, and find's order is that of the file system",),
            help=f"search `{found[1]}/{shipped}`",
        )


def _all(context: Context) -> Iterator[Finding]:
    for transfer in context.each(Transfer):
        if transfer.recursive or transfer.parents:
            continue
        parts = paths.components(transfer.source)
        at = next((rank for rank, part in enumerate(parts[:-1]) if _both(part)), None)
        name = texts.shown(parts[-1])
        if at is None or ".so" not in name or not _of_a_system(parts[:at]) or _apart(transfer):
            continue
        place = written_at(transfer.origin)
        folder = texts.shown(paths.from_components(parts[: at + 1]))
        yield RULE.finding(
            place,
            f"`{folder}` is `lib` and `lib64` where both are there, and the two `{name}` go to one place",
            label="the last one wins",
            related=calls(transfer.origin, place),
            notes=("with 32-bit libraries installed, one of the two is of the wrong architecture",),
            help="ask for the architecture, and name one folder",
        )


def _both(part: Text) -> bool:
    """`lib*`, `lib{,64}` is two words already."""
    return len(part) == 2 and part[0] == "lib" and isinstance(part[1], Wildcard) and part[1].text in ("*", "?(64)")


def _of_a_system(parts: list[Text]) -> bool:
    """`/`, `/usr`, or a tree like it: a project's own `lib*` has mostly one of them."""
    return texts.shown(paths.from_components(parts)) in ("", "/", "/usr", "/usr/local")


def _apart(transfer: Transfer) -> bool:
    """Whether the destinations keep the two apart."""
    return any(isinstance(piece, Wildcard) for part in paths.components(transfer.destination)[:-1] for piece in part)
