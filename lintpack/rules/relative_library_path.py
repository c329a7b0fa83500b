"""A library path with an element that is relative to whatever directory the program is started in."""

from __future__ import annotations

import re

from lintpack.rules.rule import Rule
from lintpack.rules.shared.loader import FOLDERS, LIBRARIES, run_paths, settings
from lintpack.rules.shared.run_path_words import odd_elements
from lintpack.rules.shared.wording import calls
from lintpack.script import texts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.shared.loader_settings import Setting
    from lintpack.rules.shared.run_paths import WrittenRunPath
    from lintpack.script.plan import Origin
    from lintpack.source import Place

# How a script says where it was started, and where it lies.
_STARTED = r"\$\(pwd\b|`pwd\b|\$\{?PWD\b"
_OWN = r"(?:dirname|readlink|realpath)\b[^\n]*\$\{?0\b|BASH_SOURCE|\$\{0%/\*\}"
# What may follow an element without a colon of its own.
_OWN_COLON = r"\$\{\w+:?\+[\"']?:"

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
        finding = _of(setting, context)
        if finding is not None and finding.place not in seen:
            seen.add(finding.place)
            yield finding
    told: set[tuple[str, int]] = set()
    for one in run_paths(context):
        finding = _run_path(one)
        if finding is not None:
            if finding.place is not None:
                told.update((finding.path, line) for line in range(finding.place.line, finding.place.last_line + 1))
            yield finding
    for odd in odd_elements(context, "relative"):
        if (odd.place.path, odd.place.line) not in told:
            yield RULE.finding(
                odd.place,
                f"`{odd.text}` in an RPATH is relative to the directory that the program is started in",
                label="where others have `$ORIGIN`",
                help="begin it with `$ORIGIN`",
            )


def _of(setting: Setting, context: Context) -> Finding | None:
    element = _relative(setting)
    finding = None
    if element:
        place = written(element, setting.export.origin, setting.place)
        if place is None and setting.name in FOLDERS:
            from lintpack.rules.parts.left_behind import in_list

            place = in_list(element, setting)
        place = place or _in_variable(element, setting)
        finding = _setting(setting, element, place, context) if place is not None else None
    if setting.name not in FOLDERS or (finding is not None and finding.level == "warning"):
        return finding
    from lintpack.rules.parts.left_behind import callers_folder, left_behind

    behind = left_behind(setting)
    if behind:
        return RULE.finding(
            setting.place,
            f"`{behind}` in `{setting.name}` is relative to where the script is started, but its programs are started"
            " after a `cd`",
            label="names another folder by then",
            related=calls(setting.export.origin, setting.place),
            help="make it absolute before: `$(cd DIR && pwd)` or `$(realpath DIR)`",
            confidence="medium",
            level="note" if _called_by_path(context) else "",
        )
    from lintpack.rules.parts.own_folder_twice import twice

    name = twice(setting)
    if name:
        return RULE.finding(
            setting.place,
            f"`{name}` comes out relative to where the script is started, and the script has gone there before: with "
            f"`app/run`, `{setting.name}` names `app` in `app`",
            label="the folder twice",
            related=calls(setting.export.origin, setting.place),
            help='make it absolute, and before the `cd`: `$(cd "$(dirname "$0")" && pwd)`',
        )
    if not element and (callers_folder(setting) or _before_it_goes_home(setting)):
        return _too_early(setting)
    return finding


def _called_by_path(context: Context) -> bool:
    """Whether a script beside it calls the script by a path that is most likely absolute, `"$ROOT"/app/run.sh`: then
    its own folder, as it is called, is no relative one."""
    name = re.escape(context.plan.path.rpartition("/")[2])
    call = rf"(?m)(?:^|[;&|({{])[ \t]*(?:exec[ \t]+)?[\"']?(?:\$\{{?\w+\}}?[\"']?)?/(?:[^\s;|&\"'$]*/)?{name}(?![\w.-])"
    return any(re.search(call, source.text) for source in context.neighbours)


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
            if element.kind == "unknown" and setting.name in FOLDERS:
                # A loop's variable, say, which has one value at a time.
                whole = texts.opened(element.text)
                if whole != element.text and re.match(r"[\w.]", texts.head(whole)):
                    return texts.shown(whole)
    return ""


def _in_variable(element: str, setting: Setting) -> Place | None:
    """Where a variable of the value gets `element` as a whole, the only value that the script has for it."""
    source, end = setting.place.source, setting.place.start
    if setting.program.written or "$" in element:
        return None
    for name in re.findall(r"\$\{?(\w+)", setting.raw):
        given = list(re.finditer(rf"(?<![\w$]){name}=([\"']?)([^\s\"';&|]*)\1", source.text[:end]))
        if len(given) == 1 and given[0][2] == element:
            return source.place(given[0].start(), given[0].end())
    return None


def _before_it_goes_home(setting: Setting) -> bool:
    """Whether `$(pwd)` in the value is the caller's directory, in a script that goes to its own only later on."""
    text, place = setting.place.source.text, setting.place
    if setting.program.written:
        return _apart_from_its_program(setting)
    if not re.search(_STARTED, setting.raw) or not re.search(_OWN, text):
        return False
    from lintpack.rules.shared.launchers import purpose

    if purpose(setting.program) == "build" or re.search(r"(?m)^[^#\n]*\b(?:cd|pushd)[ \t]", text[: place.start]):
        return False
    names = re.findall(rf"(?m)\b(\w+)=[^\n]*(?:{_OWN})", text)
    own = "|".join([_OWN, *(rf"\$\{{?{name}\b" for name in names)])
    if re.search(rf"(?m)^[ \t]*(?:cd|pushd)[ \t][^\n]*(?:{own})", text[place.end :]):
        return True
    # It never goes there, but starts its program from there.
    starts = rf"(?m)^[ \t]*(?:exec[ \t]+)?[\"']?(?:{own})[^\n=]*/"
    return re.search(starts, text[place.end :]) is not None and re.search(r"(?m)^[^#\n]*\bcd[ \t]", text) is None


def _apart_from_its_program(setting: Setting) -> bool:
    """Whether a launcher that is written has libraries below `$(pwd)`, goes nowhere, and starts its program from a
    folder that it knows: its own, or that of the AppImage."""
    text = setting.program.text
    if not re.search(rf"\b{setting.name}=[^\s;]*(?:{_STARTED})", text) or re.search(
        r"(?m)^[^#\n]*\b(?:cd|pushd)[ \t]", text
    ):
        return False
    names = re.findall(rf"(?m)\b(\w+)=[^\n]*(?:{_OWN})", text)
    own = "|".join([_OWN, r"\$\{?APPDIR\b", "/(?:usr|opt)/", *(rf"\$\{{?{name}\b" for name in names)])
    return re.search(rf"(?m)(?:^|[ \t;])[\"']?(?:{own})[^\n=:]*", text) is not None


def _too_early(setting: Setting) -> Finding:
    return RULE.finding(
        setting.place,
        f"`{setting.name}` starts from the directory that the caller is in, not from the script's own",
        label="the caller's directory",
        related=calls(setting.export.origin, setting.place),
        help='set it behind the `cd`, or start from `$(cd "$(dirname "$0")" && pwd)`',
    )


def written(element: str, origin: Origin, place: Place) -> Place | None:
    """Where `element` is written as such: in the value, or in a call that hands it over. None where it is put
    together, from `$(dirname "$0")` say, which is another matter."""
    for where in (place, *(frame.place for frame in reversed(origin.calls))):
        at = where.text.find(element)
        while at >= 0:
            before = where.text[at - 1 : at] if at else ""
            after = where.text[at + len(element) : at + len(element) + 1]
            if not (before.isalnum() or before in ("/", "_", "-", ".", "}", ")", "@")) and not (
                after.isalnum()
                or after in ("/", "_", "-", ".")
                or (after == "$" and not re.match(_OWN_COLON, where.text[at + len(element) :]))
            ):
                if where is place:
                    return place
                return where.source.place(where.start + at, where.start + at + len(element))
            at = where.text.find(element, at + 1)
    return None


def _setting(setting: Setting, element: str, place: Place, context: Context) -> Finding | None:
    if setting.export.cwd:
        # After a `cd` it is known what the element is relative to.
        return None
    from lintpack.rules.shared.launchers import only_for_builds, purpose
    from lintpack.rules.shared.starts import started

    kinds = started(setting)
    if kinds == {"relative"}:
        # The program itself is found from that directory only.
        return None
    use = purpose(setting.program)
    sure = "path" in kinds or kinds == {"given"} or (use == "environment" and not kinds)
    if use == "build" and not (sure and setting.export.program is None and kinds == {"path"}):
        sure = False
    if sure and use == "environment" and (_of_a_build(element, setting) or only_for_builds(setting.program, context)):
        sure = False
    return RULE.finding(
        place,
        f"`{element}` in `{setting.name}` is relative to the directory that the caller is in"
        + (", but the program is found from anywhere" if "path" in kinds else "")
        + (", but the program may be any that the caller names" if kinds == {"given"} else ""),
        label="found from one directory only",
        related=calls(setting.export.origin, place),
        help='start from the launcher\'s own directory: `$(cd "$(dirname "$0")" && pwd)`',
        level="warning" if sure else "note",
        confidence="high" if sure else "medium",
    )


def _of_a_build(element: str, setting: Setting) -> bool:
    """Whether a file that is only there to be sourced speaks of a build below the folder that somebody works in."""
    return re.match(r"(?:\./)?build(?:/|$)", element) is not None and not setting.program.text.startswith("#!")


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
