"""patchelf takes the word after `--set-rpath` whatever it is, an option too, and what it does not know for a file."""

from __future__ import annotations

from lintpack.rules.rule import Rule
from lintpack.rules.shared.loader import run_paths
from lintpack.rules.shared.packed import once
from lintpack.rules.shared.wording import calls
from lintpack.script import texts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context

RULE = Rule(
    code="LP311",
    name="patchelf-arguments",
    summary="patchelf or chrpath gets arguments that it takes for something else, or none for the file.",
    level="error",
    confidence="high",
)


def check(context: Context) -> Iterator[Finding]:
    yield from once(_all(context))
    if context.speaks_of(("patchelf", "PATCHELF")):
        from lintpack.rules.parts.patchelf_words import refused

        for place, why, advice in refused(context):
            yield RULE.finding(place, f"{why}, and ends with an error", label="not understood", help=advice)


def _all(context: Context) -> Iterator[Finding]:
    for one in run_paths(context):
        if one.tool not in {"patchelf", "chrpath"}:
            continue
        value, file = texts.head(one.value), texts.head(one.file) if one.file is not None else ""
        if value.startswith("--"):
            message = (
                f"`{texts.shown(one.value)}` becomes the RPATH: {one.tool} takes the word after its option as it is"
            )
            advice = "put the directory right behind `--set-rpath`, and other options before it"
        elif file.startswith(("$ORIGIN", "${ORIGIN}")):
            message = f"{one.tool} takes `{texts.shown(one.value)}` for the RPATH, and `{file}` for a file"
            advice = "the directory comes right behind the option, the file last"
        else:
            continue
        related = calls(one.origin, one.place)
        yield RULE.finding(one.place, message, label="taken for the RPATH", related=related, help=advice)
