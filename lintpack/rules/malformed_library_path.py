"""A library path that the loader reads otherwise than it was meant: its separators, its `~`, the spaces around `=`."""

from __future__ import annotations

import re
from itertools import chain

from lintpack.findings import Label
from lintpack.rules.parts import list_slips
from lintpack.rules.rule import Rule
from lintpack.rules.shared import dollar_slips, set_names
from lintpack.rules.shared.loader import FOLDERS, NAMES, settings
from lintpack.rules.shared.no_shell import unexpanded
from lintpack.rules.shared.packed import once
from lintpack.rules.shared.wording import calls
from lintpack.script import texts
from lintpack.script.values import Hole, Reference

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.shared.loader_settings import Setting
    from lintpack.script.values import Piece, Text

RULE = Rule(
    code="LP308",
    name="malformed-library-path",
    summary="A library path has a wrong or missing separator, a quoted `~`, or spaces around `=`.",
    level="warning",
    confidence="high",
)


def check(context: Context) -> Iterator[Finding]:
    from lintpack.rules.parts import loader_options, loader_statements, spaced_assignments, template_slips

    found = chain(
        _settings(context),
        spaced_assignments.check(context, RULE),
        loader_statements.check(context, RULE),
        template_slips.check(context, RULE),
        loader_options.check(context, RULE),
    )
    seen = set()
    for finding in once(found):
        # One slip may look wrong in several ways.
        line = finding.place and (finding.place.path, finding.place.line)
        if line not in seen:
            seen.add(line)
            yield finding


def _settings(context: Context) -> Iterator[Finding]:
    for setting in settings(context):
        if setting.name not in NAMES:
            continue
        found = _fault(setting, context)
        if found is not None:
            message, label, advice, level = found
            place = setting.place
            if setting.program.written and list_slips.of_commands(setting) == (message, label, advice):
                # What a launcher is given has its value before.
                place = list_slips.made_at(setting)
            related = calls(setting.export.origin, setting.place)
            if place != setting.place:
                related = (Label(setting.place, "becomes the list here"), *related)
            yield RULE.finding(
                place,
                message,
                label=label,
                related=related,
                help=advice,
                level=level,
            )


def _fault(setting: Setting, context: Context) -> tuple[str, str, str, str] | None:
    """Message, label, help and level of the first fault."""
    name = setting.name
    if shown := unexpanded(setting):
        message = f"nothing expands `{shown}` in `{setting.program.plan.path}`, which no shell reads"
        return message, "becomes a folder's name", "write the folders themselves", "warning"
    slip = dollar_slips.of_setting(setting, set_names.assigned(context)) or _without_slash(setting)
    if slip is None and name in FOLDERS:
        slip = list_slips.of_commands(setting) or _elsewhere(setting)
    elif slip is None and name == "LD_PRELOAD":
        slip = list_slips.of_preload(setting)
    if slip is not None:
        return *slip, "warning"
    for way in setting.lists:
        for element in way.elements:
            fault = None if _adds_colon(setting) else _joined(element.text, name, setting.program.text)
            if fault is not None:
                return fault
            if name not in FOLDERS:
                continue
            slip = list_slips.of_element(element.text, setting)
            if slip is not None:
                return *slip, "warning"
            head = texts.head(element.text)
            if head.startswith("~") and element.text[0] == head and head[1:2] in ("", "/"):
                message = f"`~` is quoted in `{name}`, so the shell leaves it, and the loader looks for a directory `~`"
                return message, "not expanded", 'write `"$HOME/…"`', "warning"
            if len(element.text) == 1 and not isinstance(element.text[0], str):
                shown = getattr(element.text[0], "shown", "").strip("${}")
                if shown == "PATH" and re.search(r"\$\{?PATH\b", setting.raw):
                    message = f"`{name}` gets `$PATH`, which holds programs, where its own old value was probably meant"
                    return message, "another variable", f"write `${{{name}:+:${name}}}`", "warning"
                if len(way.elements) > 1 and (_other_path(shown, setting) or _of_the_linker(shown, setting)):
                    message = f"`{name}` gets the value of `{shown}`, and its own old value is lost"
                    return message, "another variable", f"write `${{{name}:+:${name}}}`", "warning"
            fault = _run_together(element.text, setting)
            if fault is not None:
                return fault
            separator = _separator(element.text)
            if separator:
                message = f"`{name}` is split at `:`, but here {separator} stands between two directories"
                return message, "not a separator", "put `:` between directories", "warning"
    return None


def _elsewhere(setting: Setting) -> tuple[str, str, str] | None:
    if "/.." not in setting.raw and "/tmp/" not in setting.raw:
        return None
    from lintpack.rules.parts import lost_roots

    return lost_roots.of_setting(setting)


def _without_slash(setting: Setting) -> tuple[str, str, str] | None:
    """`$(pwd)./lib`, `$PWD../lib`: the dots become part of the folder's name. `${DIR}lib` where DIR has no slash at its
    end, as in all other places."""
    pattern = r"[=:\"']\$(?:\{(?P<name>\w+)\}|(?P<quoted>\w+)(?=\"))\"?(?P<rest>lib(?:32|64)?)(?=[/:\"']|$)"
    for glued in re.finditer(pattern, setting.raw):
        variable, text = glued["name"] or glued["quoted"], setting.program.text
        given = re.findall(rf"(?m)(?<![\w$]){variable}=[\"']?(.*)", text)
        made = r"\$\((?:dirname|pwd|readlink|realpath|cd)\b|`(?:dirname|pwd|readlink|realpath|cd)\b|\$\{?PWD"
        if given and all(re.match(made, one) and not re.search(r"/[\"']?$", one) for one in given):
            message = f"no `/` stands between `${variable}` and `{glued['rest']}` in `{setting.name}`"
            return message, "no such folder", f"write `${{{variable}}}/{glued['rest']}`"
    if "./" not in setting.raw:
        return None
    found = re.search(r"(?:\$\(pwd\)|`pwd`|\$\{?PWD\}?|\$\(dirname [^)]*\))\"?(\.{1,2}/)", setting.raw)
    if found is None:
        return None
    message = f"no `/` stands before `{found[1]}` in `{setting.name}`: the dots become part of the folder's name"
    return message, "no such folder", f"write `/{found[1]}`"


def _other_path(shown: str, setting: Setting) -> bool:
    """`DYLD_LIBRARY_PATH=$x/lib:$LD_LIBRARY_PATH`, where the other variable is given its own old value beside it."""
    name = setting.name
    if {shown, name} not in ({"LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"}, {"LD_LIBRARY_PATH", "LD_RUN_PATH"}):
        return False
    if re.search(rf"\$\{{?{name}\b", setting.raw) or not re.search(rf"\$\{{?{shown}\b", setting.raw):
        return False
    return re.search(rf"(?m)\b{shown}=\S+\$\{{?{shown}\b", setting.program.text) is not None


def _of_the_linker(shown: str, setting: Setting) -> bool:
    """`LD_LIBRARY_PATH=$x/lib:$LIBRARY_PATH`, where the script knows no other `LIBRARY_PATH`, which is gcc's."""
    if (shown, setting.name) != ("LIBRARY_PATH", "LD_LIBRARY_PATH"):
        return False
    if re.search(r"\$\{?LD_LIBRARY_PATH\b", setting.raw):
        return False
    return len(re.findall(r"\bLIBRARY_PATH\b", setting.program.text)) == 1


def _run_together(text: Text, setting: Setting) -> tuple[str, str, str, str] | None:
    """`$x/lib$x/lib64`: a variable that begins directories stands in the middle of one, or `/opt/x/lib/opt/x/lib64`."""
    found: tuple[str, str] | None = None
    head = texts.head(text)
    parts = re.match(r"(/[^/]+/[^/]+)/.*?(?=\1/)|(/[^/]+)/(?:.*/)?lib(?:32|64)?(?=\2/)", head)
    if parts is not None:
        found = parts[0], parts[1] or parts[2]
    # `$x/lib//opt/y`: what only a root has stands behind a folder of libraries.
    for known in [piece for piece in text if isinstance(piece, str)]:
        roots = re.match(_ROOT_BEHIND, known)
        if roots is not None:
            found = roots[1], roots[2]
    raw = setting.raw.replace("\\$", "$")
    for match in re.finditer(r"(?<=[\w})])\$(?:\{(\w+)\}|(\w+)|\((\w+) )(?=[/:\"\s\w]|$)", raw):
        if raw[: match.start()].endswith(":}"):
            # `${V+$V:}`: with a colon of its own.
            continue
        name, before = match[1] or match[2], re.split(r"[:=\"]", raw[: match.start()])[-1]
        if name is None:
            begins = re.search(rf"[:=\"]\$\({match[3]} ", raw) is not None and before.endswith(_ENDS)
        else:
            begins = name != setting.name and _directory(name, raw, setting.program.text, before.endswith(_ENDS))
        if begins:
            found = before, match[0].strip()
    if found is None:
        return None
    message = f"no `:` stands between `{found[0]}` and `{found[1]}` in `{setting.name}`"
    return message, "two directories become one", "put `:` between directories", "warning"


_ROOT_BEHIND = r"([^:]*/(?:lib(?:s|32|64)?|[\w.]+-linux-gnu\w*)/?)(?<!/var/lib)(/(?:usr|opt|home|root|tmp)/)"
# What most directories of libraries end in.
_ENDS = ("/lib", "/lib32", "/lib64")


def _directory(name: str, raw: str, script: str, behind: bool) -> bool:
    """Whether the variable `name` is a directory of its own: one begins with it elsewhere in the value, or, `behind` a
    directory of libraries, the script gives it an absolute path."""
    if re.search(rf"[:=\"]\$\{{?{name}\b", raw) is not None:
        return True
    if not behind:
        return False
    # `lib${bits}` again and again: the end of a folder's name.
    if len(re.findall(rf"lib\w*\$\{{?{name}\b", raw)) > 1:
        return False
    roots = r"/(?:usr|opt|home|root|tmp|var|srv|mnt|app|build|work)/\w|\$(?:\{?(?:HOME|PWD)\b"
    roots += r"|\((?:pwd|cd|dirname|readlink)\b)"
    return re.search(rf"(?m)(?:^|[\s;]){name}=\"?(?:{roots})", script) is not None


def _adds_colon(setting: Setting) -> bool:
    """`X+=${X:+:}$dir`: the colon depends on the same value."""
    raw = setting.raw
    return f"${{{setting.name}:+:}}" in raw or f"${{{setting.name}+:}}" in raw


def _colon_behind_each(piece: Piece, script: str) -> bool:
    """`$(find … | tr '\\n' ':')`: the last line of what is printed ends as well."""
    from lintpack.rules.shared.written_values import stated

    name = texts.shown((piece,)).strip("${}")
    values = stated(name, script) if name.isidentifier() else (texts.shown((piece,)),)
    return any(re.search(r"\btr\s+\S+\s+[\"']?:[\"']?\s*[)`]\"?$", value) for value in values)


def _joined(text: Text, name: str, script: str) -> tuple[str, str, str, str] | None:
    """`$x$LD_LIBRARY_PATH`: two lists with nothing between them."""
    for at, piece in enumerate(text):
        if not _old_value(piece, name):
            continue
        before = text[at - 1] if at else ""
        after = text[at + 1] if at + 1 < len(text) else ""
        other = before or after
        # A hole may bring a colon of its own; a command or a variable of this script would have been opened if it did.
        unsure = isinstance(other, Hole) and not other.shown.startswith(("$(", "`"))
        if isinstance(other, Hole) and re.search(r":[^}]*\}$|_?(?:PREFIX|SUFFIX|SEP)\}?$", other.shown):
            continue
        if before and _colon_behind_each(before, script):
            continue
        if other and not (isinstance(other, str) and other.strip() in ("", '"', "'")):
            # `[ x$V != x ] && V=:$V` has put the colon there.
            if re.search(rf"(?m)\b{name}=[\"']?(?::\$\{{?{name}\b|\$\{{?{name}\}}?:[\"']?(?:[\s;]|$))", script):
                continue
            one, two = (before, piece) if before else (piece, after)
            message = f"no `:` stands between `{texts.shown((one,))}` and `{texts.shown((two,))}` in `{name}`"
            return (
                message,
                "two directories become one",
                f"write `DIR${{{name}:+:${name}}}`",
                ("note" if unsure else "warning"),
            )
    return None


def _old_value(piece: Piece, name: str) -> bool:
    from lintpack.rules.shared.libpath import inherited

    if isinstance(piece, (Reference, Hole)) and piece.shown.strip("${}") == name:
        return True
    return inherited(piece) == name


def _separator(text: Text) -> str:
    """The wrong separator between two absolute paths in `text`; "" where there is none."""
    for at, piece in enumerate(text):
        if not isinstance(piece, str):
            continue
        found = re.search(r"(,|[ \t])[ \t]*(?=/\w)", piece[1:] if at == 0 else piece)
        ends = re.search(r"(,|[ \t])$", piece) if at + 1 < len(text) else None
        match = found or ends
        if match and (at > 0 or piece.startswith("/")):
            return "a comma" if match[1] == "," else "a space"
    return ""
