"""LD_PRELOAD names a file of the system by a fixed path, and nothing looks whether it is there."""

from __future__ import annotations

import re

from lintpack.rules.rule import Rule
from lintpack.rules.shared.loader import settings
from lintpack.rules.shared.packed import once
from lintpack.rules.shared.wording import calls
from lintpack.script import texts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.shared.loader_settings import Setting
    from lintpack.script.plan import Origin

RULE = Rule(
    code="LP313",
    name="preload-path",
    summary="LD_PRELOAD names a fixed path of the system's that is not checked: ld.so only warns.",
    level="warning",
    confidence="medium",
)
_SYSTEM = r"/(?:usr/(?:local/)?)?lib(?:32|64)?/\S+\.so[\w.]*"
# Tests for a file: `[ -f x ]`, `test -e x`, `ls x`, and searches that give what they find.
_CHECKS = r"(?:\[|\btest\b)[^\n;]*-[efrsx]\b|\bldconfig\b|\bls\b|\bfind\b|\bcommand -v\b"


def check(context: Context) -> Iterator[Finding]:
    yield from once(_all(context))


def _all(context: Context) -> Iterator[Finding]:
    for setting in settings(context):
        if setting.name != "LD_PRELOAD":
            continue
        path = _unchecked(setting)
        if not path or _installed(path, setting, context):
            continue
        from lintpack.rules.shared.launchers import of_an_image, purpose

        image = _of_an_image(setting.program.text) or of_an_image(setting.program.plan.path)
        yield RULE.finding(
            setting.place,
            f"preloads `{path}`, but nothing looks whether it is there, and ld.so only warns where it is not",
            label="may be missing or elsewhere",
            related=calls(setting.export.origin, setting.place),
            notes=("distributions differ: /lib, /usr/lib or /usr/lib64, with the architecture or without",),
            help="pack the library and name it from the launcher's own folder, or stop where it is missing",
            level="note" if image or purpose(setting.program) == "build" else "",
        )


def _installed(path: str, setting: Setting, context: Context) -> bool:
    """Whether the script has just installed the package of that library, and stops where that fails."""
    from lintpack import libname

    name = libname.parse(path.rpartition("/")[2])
    stem = name.stem.removeprefix("lib") if name is not None else ""
    source = setting.place.source
    before = source.text[: setting.place.start]
    if not stem or ("install" not in before and "add" not in before):
        return False
    logical = before.replace("\\\n", " ")
    found = re.search(
        r"(?m)^[^#\n]*\b(?:apt(?:-get)?|apk|(?:micro)?dnf|yum|zypper)[ \t][^\n;&|]*?\b(?:install|add|in)\b[^\n;&|]*?"
        rf"[ \t](?:lib)?{re.escape(stem)}(?:[\d.]*(?:t64)?(?:-[\w.]+)?)(?=[\s\"'=])[^\n;&|]*(?P<then>&&)?",
        logical + "\n",
    )
    stops = found is not None and (found["then"] or re.search(r"(?m)^[ \t]*set[ \t]+-\w*e|^#!.*[ \t]-\w*e", before))
    return bool(stops)


def _of_an_image(text: str) -> bool:
    """Whether a script says that it starts a container, whose image has what it has: nss_wrapper gives a name to a user
    that only a container has."""
    return re.search(r"docker-entrypoint|\bcontainers?\b|\bNSS_WRAPPER_", text) is not None


def _unchecked(setting: Setting) -> str:
    for way in setting.lists:
        for element in way.elements:
            path = texts.known(element.text) or ""
            if not re.fullmatch(_SYSTEM, path):
                continue
            if not (_dev_name(path) or looked_for(path, setting.export.origin, setting.raw, setting.program.text)):
                return path
    return ""


def _dev_name(path: str) -> bool:
    """Whether LP101 speaks of it: `/usr/lib/libfoo.so`."""
    from lintpack import libname
    from lintpack.rules.shared.suffix_evidence import meant_bare, system_folder

    folder, _, last = path.rpartition("/")
    name = libname.parse(last)
    return name is not None and name.bare and system_folder(folder) and not meant_bare(last, name.stem, folder)


def looked_for(path: str, origin: Origin, raw: str, text: str) -> bool:
    """Whether a condition, or a test on some line of the script's `text`, asks for the file: by its own name, or by
    that of a variable which the value is written with (`raw`, from the variable's name on)."""
    if any(re.search(_CHECKS, guard.shown) for guard in origin.guards):
        return True
    variables = re.findall(r"\$\{?(\w+)", raw.partition("=")[2])
    last = re.escape(path.rpartition("/")[2])
    variables += re.findall(rf"\bfor[ \t]+(\w+)[ \t]+in\b[^\n;]*{last}", text)
    named = re.compile("|".join([last, *(rf"\$\{{?{name}\b" for name in variables)]))
    return any(named.search(line) and re.search(_CHECKS, line) for line in text.split("\n"))
