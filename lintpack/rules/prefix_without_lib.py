"""A library path names the prefix that something was installed into, and not the `lib` in it."""

from __future__ import annotations

import re

from lintpack.findings import Label
from lintpack.rules.rule import Rule
from lintpack.rules.shared.loader import FOLDERS, settings
from lintpack.rules.shared.wording import calls
from lintpack.script import texts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.shared.loader_settings import Setting
    from lintpack.source import Place, Source

RULE = Rule(
    code="LP315",
    name="prefix-without-lib",
    summary="A library path names an installation's prefix, which holds `lib` but no library.",
    level="warning",
    confidence="medium",
)
# Where a build is told its prefix.
_PREFIX = r"(?:--prefix[= ]|-DCMAKE_INSTALL_PREFIX(?::PATH)?=|-DCMAKE_INSTALL_PREFIX(?::PATH)? )[\"']?"
# Libraries are put into the prefix itself.
_FLAT = r"(?:--libdir[= ]|INSTALL_LIBDIR=|LIBRARY_OUTPUT_DIRECTORY)"


def check(context: Context) -> Iterator[Finding]:
    yield from _run_paths(context)
    seen: set[object] = set()
    for setting in settings(context):
        if setting.name not in FOLDERS or setting.name == "LD_RUN_PATH" or setting.place in seen:
            continue
        for word in _elements(setting):
            told = _told(word, context)
            if told is not None:
                seen.add(setting.place)
                yield _finding(setting, word, told)
                break


def _run_paths(context: Context) -> Iterator[Finding]:
    """The same in an RPATH, where another element of it has the prefix with its `lib`."""
    if not context.speaks_of(("rpath",)):
        return
    from lintpack.rules.shared.run_path_words import prefixes

    for one, other in prefixes(context):
        yield RULE.finding(
            one.place,
            f"`{one.text}` in an RPATH is a prefix of an installation: its libraries lie in a folder below it",
            label="no library lies here",
            related=(Label(other.place, "as this one says"),),
            help=f"write `{one.text}/{other.text.rstrip('/').rpartition('/')[2]}`",
        )


def _elements(setting: Setting) -> list[str]:
    """The elements that are one variable or path without a `lib` in it: `${PREFIX}`, `/opt/x`."""
    found = [texts.shown(element.text).rstrip("/") for way in setting.lists for element in way.elements]
    # What is known of a variable does not say by which name the build was given it.
    whole = r"(?<=[=:\"'])\$(?:\{(\w+)\}|(\w+))(?=[:\"'/]?(?:[:\s]|$))"
    found += [f"${{{one or other}}}" for one, other in re.findall(whole, setting.raw)]
    shape = re.compile(r"\$\{\w+\}(?:/[\w.-]+)*|(?:/[\w.-]+){2,}")
    return [word for word in dict.fromkeys(found) if shape.fullmatch(word) and not re.search(r"(?i)lib|LD_", word)]


def _told(word: str, context: Context) -> Place | None:
    """Where a build is told that this is its prefix, if nothing else is said of where its libraries go."""
    name = re.sub(r"\\\$\\\{(\w+)\\\}", r"\\\\?\\$\\{?\1\\}?", re.escape(word))
    pattern = re.compile(rf"{_PREFIX}{name}/?[\"']?(?=[\s;)\\\"]|$)", re.MULTILINE)
    for source in _sources(word, context):
        match = pattern.search(source.text)
        if match is not None:
            return None if re.search(_FLAT, source.text) else source.place(match.start(), match.end())
    return None


def _sources(word: str, context: Context) -> Iterator[Source]:
    for script in context.plan.scripts:
        yield script.source
    # A path that is written out, or a variable with a name of its own, means the same in the scripts beside it.
    if not re.fullmatch(r"\$\{\w{1,7}\}", word):
        yield from context.neighbours


def _finding(setting: Setting, word: str, told: Place) -> Finding:
    folder = word.rstrip("/")
    return RULE.finding(
        setting.place,
        f"`{folder}` in `{setting.name}` is a prefix of an installation: its libraries go to `{folder}/lib`",
        label="no library lies here",
        related=(*calls(setting.export.origin, setting.place), Label(told, "installed with this prefix")),
        help=f"write `{folder}/lib`",
    )
