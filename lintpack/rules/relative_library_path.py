"""A library path with an element that is relative to whatever directory the program is started in."""

from __future__ import annotations

from lintpack.rules.loader import FOLDERS, LIBRARIES, run_paths, settings
from lintpack.rules.rule import Rule
from lintpack.rules.wording import calls
from lintpack.script import texts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.loader_settings import Setting
    from lintpack.rules.run_paths import WrittenRunPath
    from lintpack.script.plan import Origin
    from lintpack.source import Place

RULE = Rule(
    code="LP303",
    name="relative-library-path",
    summary="A library path is relative to the directory that the program happens to be started in.",
    level="warning",
    confidence="high",
)


def check(context: Context) -> Iterator[Finding]:
    seen: set[object] = set()
    for setting in settings(context):
        element = _relative(setting)
        if element:
            place = written(element, setting.export.origin, setting.place)
            if place is not None and place not in seen:
                seen.add(place)
                yield from _setting(setting, element, place)
    for one in run_paths(context):
        finding = _run_path(one)
        if finding is not None:
            yield finding


def _relative(setting: Setting) -> str:
    """The first element that is relative; "" where there is none."""
    if setting.name not in FOLDERS | LIBRARIES or setting.name == "LIBRARY_PATH":
        return ""
    for way in setting.lists:
        for element in way.elements:
            shown = texts.shown(element.text)
            # A library without a slash is searched for, not relative.
            if element.kind == "relative" and (setting.name in FOLDERS or "/" in shown):
                return shown
    return ""


def written(element: str, origin: Origin, place: Place) -> Place | None:
    """Where `element` is written as such: in the value, or in a call that hands it over. None where it is put
    together, from `$(dirname "$0")` say, which is another matter."""
    for where in (place, *(frame.place for frame in reversed(origin.calls))):
        at = where.text.find(element)
        while at >= 0:
            before = where.text[at - 1 : at] if at else ""
            after = where.text[at + len(element) : at + len(element) + 1]
            if not (before.isalnum() or before in ("/", "_", "-", ".", "}", ")", "@")) and not (
                after.isalnum() or after in ("/", "_", "-", ".", "$")
            ):
                if where is place:
                    return place
                return where.source.place(where.start + at, where.start + at + len(element))
            at = where.text.find(element, at + 1)
    return None


def _setting(setting: Setting, element: str, place: Place) -> Iterator[Finding]:
    if setting.export.cwd:
        # After a `cd` it is known what the element is relative to.
        return
    from lintpack.rules.launchers import purpose
    from lintpack.rules.starts import started

    kinds = started(setting)
    if kinds == {"relative"}:
        # The program itself is found from that directory only.
        return
    use = purpose(setting.program)
    sure = "path" in kinds or (use == "environment" and not kinds)
    if use == "build" and not (sure and setting.export.program is None and kinds == {"path"}):
        sure = False
    yield RULE.finding(
        place,
        f"`{element}` in `{setting.name}` is relative to the directory that the caller is in"
        + (", but the program is found from anywhere" if "path" in kinds else ""),
        label="found from one directory only",
        related=calls(setting.export.origin, place),
        help='start from the launcher\'s own directory: `$(cd "$(dirname "$0")" && pwd)`',
        level="warning" if sure else "note",
        confidence="high" if sure else "medium",
    )


def _run_path(one: WrittenRunPath) -> Finding | None:
    for element in one.elements:
        shown = texts.shown(element)
        if shown.startswith(("./", "../", "lib")) or shown in (".", ".."):
            known = texts.known(element)
            if known is None or written(shown, one.origin, one.place) is None:
                continue
            return RULE.finding(
                one.place,
                f"`{known}` in an RPATH is relative to the directory that the program is started in, not to its file",
                label="found from one directory only",
                related=calls(one.origin, one.place),
                help="write it with the loader's own token: `'$ORIGIN/…'`, kept from the shell by quotes",
            )
    return None
