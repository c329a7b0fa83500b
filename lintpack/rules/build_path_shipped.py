"""A launcher or an RPATH names a directory of the machine that built the package."""

from __future__ import annotations

import re

from lintpack.findings import Label
from lintpack.rules.rule import Rule
from lintpack.rules.shared.loader import FOLDERS, LIBRARIES, run_paths, settings
from lintpack.rules.shared.run_path_words import odd_elements
from lintpack.rules.shared.wording import calls
from lintpack.script import texts
from lintpack.script.plan import Archive, Transfer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.shared.loader_settings import Setting
    from lintpack.rules.shared.run_path_words import Element
    from lintpack.rules.shared.run_paths import WrittenRunPath
    from lintpack.script.values import Text
    from lintpack.source import Place

RULE = Rule(
    code="LP309",
    name="build-path-shipped",
    summary="A launcher or an RPATH names a directory that is there on the build machine only.",
    level="warning",
    confidence="medium",
)
# Where programs are linked to be run in place, and where they may be.
_TESTED = r"tests?|testing|bench\w*|examples?|samples?|demos?"
_TESTS = rf"(?i)(?:^|/)(?:\.?ci|\.github|\.?travis|jenkins|{_TESTED})(?:[-_.]\w+)*(?:/|$)"

# What is odd in an RPATH beside others that begin with `$ORIGIN`.
_ODD = {
    "started": "the directory that the build was started in",
    "staged": "the folder that the package is put together in",
    "built": "a folder of the build",
    "absolute": "a folder of one machine",
}


def check(context: Context) -> Iterator[Finding]:
    written = {(one.place.path, one.place.line): one for one in odd_elements(context, *_ODD)}
    # A loop gives one place several values.
    told: dict[Place, Finding] = {}
    for one in run_paths(context):
        if one.place in told and told[one.place].level != "note":
            continue
        finding = _run_path(one, context)
        if finding is not None and (one.place not in told or finding.level != "note"):
            told[one.place] = finding
    for place, finding in told.items():
        # A note gives way to what the other lines say.
        if finding.level != "note":
            written.pop((finding.path, place.line), None)
        elif (finding.path, place.line) in written:
            continue
        yield finding
    for odd in written.values():
        # Tests of RPATHs run where they are made.
        if not re.search(_TESTS, odd.place.path):
            yield _odd(odd)
    for setting in settings(context):
        if setting.name == "LD_RUN_PATH":
            yield from _linked(setting, context)
        if setting.name in FOLDERS | LIBRARIES and setting.name != "LIBRARY_PATH":
            finding = _setting(setting, context)
            if finding is not None:
                yield finding


def _run_path(one: WrittenRunPath, context: Context) -> Finding | None:
    from lintpack.rules.parts.left_folders import left
    from lintpack.rules.shared.build_folder import build_folder, foreign, staging

    if "BUILD_RPATH" in one.place.text:
        return None
    written = one.tool in {"patchelf", "chrpath"}
    for element in one.elements:
        why = build_folder(element)
        gone = left(element, bool(why), one, context)
        if not why and not gone:
            continue
        if why and not gone and _stays(element, one, context):
            continue
        # What is built for another machine is never run on this one.
        sure = written or staging(element) or any(foreign(other) for other in one.elements)
        if not sure and why and one.tool != "cmake":
            sure = any(foreign(text) for other in run_paths(context) for text in other.elements)
        path = one.program.plan.path
        tests = re.search(rf"(?i)(?:^|/)(?:{_TESTED})(?:[-_.]\w+)*(?:/|$)", path)
        if re.search(_TESTS, path) and (tests or not (written and _packs(one.program.text, context))):
            sure = False
        if gone and not tests:
            sure = True
        return RULE.finding(
            one.place,
            f"the RPATH names `{texts.shown(element)}`, "
            + (f"{why}, but the package will lie elsewhere" if why else "but the libraries are packed elsewhere"),
            label="not there where the package is installed",
            related=(*calls(one.origin, one.place), *((Label(gone, "from there"),) if gone and not why else ())),
            help="name it from the object's own directory: `'$ORIGIN/../lib'`",
            level="warning" if sure else "note",
        )
    return None


def _packs(text: str, context: Context) -> bool:
    """Whether a script puts a package together, as many do that CI runs."""
    return "appimagetool" in text or "linuxdeploy" in text or any(True for _ in context.each(Archive))


def _stays(element: Text, one: WrittenRunPath, context: Context) -> bool:
    """Whether the object is made below the very folder that its RPATH names a part of, and nothing is taken out of it:
    what a test makes for itself, or what is built to be used where it is made."""
    from lintpack.rules.shared.build_folder import staging

    if one.file is None or one.program.written:
        return False
    root = _temporary(element)
    if not root:
        root = _opened(element).rstrip("/").rpartition("/")[0]
        if "/" not in root.strip("/") or staging(element):
            return False
    if not _below(_opened(one.file), root):
        return False
    taken: list[tuple[Text, Text]] = [(one.source, one.destination) for one in context.each(Transfer)]
    taken += [(member, ()) for archive in context.each(Archive) for member in (archive.base, *archive.members)]
    for text, into in taken:
        source = _opened(text)
        if (_below(source, root) or _below(root, source)) and not _below(_opened(into), root):
            return False
    return True


def _opened(path: Text) -> str:
    return _temporary(path) or texts.shown(texts.opened(path))


def _below(path: str, folder: str) -> bool:
    return bool(folder) and (path == folder or path.startswith(folder + "/"))


def _temporary(path: Text) -> str:
    """The call of mktemp that a path begins with."""
    opened = texts.opened(path)
    first = opened[0] if opened else ""
    shown = "" if isinstance(first, str) else getattr(first, "shown", "")
    return shown if "mktemp" in shown else ""


def _linked(setting: Setting, context: Context) -> Iterator[Finding]:
    """LD_RUN_PATH, which ld(1) takes for the RPATH where no option gives one."""
    if setting.value is None or not setting.whole:
        return
    from lintpack.rules.shared.run_paths import WrittenRunPath

    one = WrittenRunPath(setting.value, "flags", setting.place, setting.export.origin, setting.program)
    finding = _run_path(one, context)
    if finding is not None and finding.level != "note":
        yield finding


def _odd(element: Element) -> Finding:
    return RULE.finding(
        element.place,
        f"an RPATH has `{element.text}`, {_ODD[element.kind]}, where others of this script begin with `$ORIGIN`",
        label="not there where the package is installed",
        help="name it from the object's own directory: `'$ORIGIN/../lib'`",
    )


def _of_builder(element: Text, setting: Setting, context: Context) -> str:
    """An absolute folder that a script writes into a launcher which names others relative to where it lies or runs."""
    known = texts.known(element) or ""
    if not setting.program.written or not known.startswith("/") or known not in setting.raw:
        return ""
    from lintpack.rules.shared.own_folder import below_own_folder, raw_elements
    from lintpack.rules.shared.suffix_evidence import system_folder

    # `/app` is where Flatpak and Heroku put what they start.
    if system_folder(known.rstrip("/")) or known.startswith("/app/"):
        return ""
    # What the launcher starts lies there as well.
    below = known.rstrip("/") + "/"
    if setting.program.text.count(below) > setting.raw.count(below):
        return ""
    for other in settings(context):
        if other.program is setting.program and (
            any(below_own_folder(raw, other) for raw in raw_elements(other.raw))
            or any(one.kind == "relative" for way in other.lists for one in way.elements)
        ):
            return "of the machine that builds, while others are relative to the launcher"
    return ""


def _somebodys_home(setting: Setting) -> Finding | None:
    """`/home/jenkins/build/lib` in a script that others run as well."""
    from lintpack.rules.shared.build_folder import nobodys

    for way in setting.lists:
        for element in way.elements:
            known = texts.head(element.text)
            match = re.match(r"/(?:home|Users)/(?!root/|linuxbrew/)[\w.-]+/", known)
            if match is None or known not in setting.raw or len(way.elements) < 2:
                continue
            # An image, a runner or the rest of the script may have that home.
            text = setting.program.text
            if text.count(match[0]) > setting.raw.count(match[0]) or nobodys(text):
                continue
            return RULE.finding(
                setting.place,
                f"`{setting.name}` names `{texts.shown(element.text)}`, a home directory that nothing else speaks of",
                label="not there on other machines",
                related=calls(setting.export.origin, setting.place),
                help="start from the script's own directory, or from a variable",
            )
    return None


def _setting(setting: Setting, context: Context) -> Finding | None:
    """A launcher that is shipped as it is, or written, with a home or a temporary directory in it."""
    from lintpack.rules.shared.launchers import purpose

    shipped = bool(setting.program.written) or purpose(setting.program) == "launcher"
    if not shipped or re.search(_TESTS, setting.program.plan.path):
        return _somebodys_home(setting)
    from lintpack.rules.shared.build_folder import build_folder, nobodys

    for way in setting.lists if not nobodys(setting.program.text) else ():
        for element in way.elements:
            known = texts.head(element.text)
            # Variables of a launcher get their values where it runs; only what is written out is of the build machine.
            why = build_folder((known,)) if element.kind == "absolute" and known else ""
            why = why or _of_builder(element.text, setting, context)
            if why and texts.head(element.text) in setting.raw:
                return RULE.finding(
                    setting.place,
                    f"`{setting.name}` of a launcher names `{texts.shown(element.text)}`, {why}",
                    label="not there on other machines",
                    related=calls(setting.export.origin, setting.place),
                    help="start from the launcher's own directory",
                )
    return None
