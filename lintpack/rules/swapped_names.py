"""patchelf gets the names of libraries in the wrong order: the new one for the old, the file for the name."""

from __future__ import annotations

from lintpack import libname
from lintpack.rules.rule import Rule
from lintpack.rules.shared.packed import once
from lintpack.rules.shared.wording import calls, written_at
from lintpack.script import paths, texts
from lintpack.script.plan import Change, Transfer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context

RULE = Rule(
    code="LP316",
    name="swapped-names",
    summary="patchelf gets names in the wrong order: the new name of a library for the old, a file for a name.",
    level="error",
    confidence="high",
)


def check(context: Context) -> Iterator[Finding]:
    yield from once(_all(context))


def _all(context: Context) -> Iterator[Finding]:
    for change in context.each(Change):
        slip = _slip(change, context)
        if slip is not None:
            place = written_at(change.origin)
            message, label, advice = slip
            yield RULE.finding(place, message, label=label, related=calls(change.origin, place), help=advice)


def _slip(change: Change, context: Context) -> tuple[str, str, str] | None:
    value = texts.shown(change.value or ())
    file = texts.shown(change.path)
    if change.kind == "needed" and " => " in value:
        old, new = value.split(" => ", 1)
        given = _given(context)
        # `libx.so` by `$(readlink -f libx.so)`: the same library, by its path.
        same = "/" in new and old in new
        if old in given and new not in given and given[old] in ("", new) and old != new and not same:
            return (
                f"`--replace-needed` is told to look for `{old}`, the name that the script gives, and to put `{new}`",
                "swapped",
                "the old name comes first, then the new one",
            )
    elif change.kind == "soname" and _is_path(value) and "/" not in file and libname.parse_text(change.path):
        return (
            f"`--set-soname` takes `{value}` for the name, and `{file}` for the file",
            "swapped",
            "the name comes right behind the option, the file last",
        )
    elif change.kind == "interpreter" and _is_loader(file) and value and not _is_loader(value):
        if not any(isinstance(piece, str) for piece in (change.value or ())[-1:]):
            return None
        return (
            f"`--set-interpreter` takes `{value}` for the loader, and `{file}` for the program",
            "swapped",
            "the loader comes right behind the option, the program last",
        )
    return None


def _is_path(value: str) -> bool:
    return "/" in value and ".so" in value.rpartition("/")[2]


def _is_loader(path: str) -> bool:
    name = path.rpartition("/")[2]
    return name.startswith(("ld-linux", "ld-musl", "ld64.so", "ld.so")) and ".so" in name


def _given(context: Context) -> dict[str, str]:
    """The names that the script gives to libraries, each with the one that it had before, as far as that is known."""
    found: dict[str, str] = {}
    for effect in context.plan.effects:
        if isinstance(effect, Transfer):
            before, after = (texts.shown(paths.basename(text)) for text in (effect.source, effect.destination))
            if before != after and ".so" in before and ".so" in after:
                found[after] = before
        elif isinstance(effect, Change) and effect.kind == "soname" and effect.value:
            found.setdefault(texts.shown(effect.value), "")
    return found
