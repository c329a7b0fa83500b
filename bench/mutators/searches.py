"""Faults in LD_LIBRARY_PATH: separators, elements, and the folder that a launcher names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bench.mutators.texts import OLD, Edit, Script, Setting, kind, settings

if TYPE_CHECKING:
    from collections.abc import Iterator

_GUARDED = re.compile(r"\$\{LD_LIBRARY_PATH:?\+:\\?\$\{?LD_LIBRARY_PATH\}?\}")


def _inherits(script: Script) -> Iterator[tuple[Setting, list[str], int]]:
    """Settings that have the caller's value as a plain element, their elements, and which it is."""
    for setting in settings(script):
        found = [setting.element(n) for n in range(len(setting.elements))]
        old = [n for n, one in enumerate(found) if OLD.fullmatch(one)]
        if len(old) == 1 and len(found) > 1 and all(found):
            yield setting, found, old[0]


@kind("colon dropped before the old value")
def no_colon(script: Script) -> Iterator[Edit]:
    """`$d/lib:$LD_LIBRARY_PATH` becomes `$d/lib$LD_LIBRARY_PATH`."""
    for setting, found, old in _inherits(script):
        if old == len(found) - 1:
            yield setting.having(":".join(found[:-1]) + found[-1])
        elif old == 0 and found[0].endswith("}"):
            yield setting.having(found[0] + ":".join(found[1:]))


@kind("colon dropped between two folders")
def no_colon_between(script: Script) -> Iterator[Edit]:
    """`/a/lib:/b/lib` becomes `/a/lib/b/lib`, `$A/lib:$B/lib` becomes `$A/lib$B/lib`."""
    for setting in settings(script):
        found = [setting.element(n) for n in range(len(setting.elements))]
        folders = [
            n for n in range(len(found) - 1) if not any(OLD.search(one) for one in found[n : n + 2]) and all(found)
        ]
        for n in folders[:1]:
            yield setting.having(":".join([*found[:n], found[n] + found[n + 1], *found[n + 2 :]]))


@kind("; for : in a search path")
def semicolon(script: Script) -> Iterator[Edit]:
    """A colon becomes a semicolon that is in no quotes, and ends the command; in quotes, ld.so splits at it too."""
    for setting, found, _ in _inherits(script):
        if setting.line[setting.start - 1] in "\"'" or setting.line.rstrip().endswith(("'", '"')):
            continue
        if re.match(r"\s*(?:export\s+)?LD_", setting.line) and not re.search(r"\w=\S+\s+\w", setting.line):
            yield setting.having(";".join([":".join(found[:-1]), found[-1]]))


@kind("space for : in a search path")
def blank(script: Script) -> Iterator[Edit]:
    """A colon becomes a space."""
    for setting, found, _ in _inherits(script):
        yield setting.having(" ".join([":".join(found[:-1]), found[-1]]))


@kind(", for : in a search path")
def comma(script: Script) -> Iterator[Edit]:
    """A colon becomes a comma."""
    for setting, found, _ in _inherits(script):
        yield setting.having(",".join([":".join(found[:-1]), found[-1]]))


def _colons(script: Script, shipped: bool) -> Iterator[Edit]:
    for setting in settings(script):
        if script.shipped(setting.number) is shipped and all(setting.element(n) for n in range(len(setting.elements))):
            if _GUARDED.search(setting.value):
                continue
            value = setting.value
            yield setting.having((f":{value}", f"{value}:", value.replace(":", "::", 1))[setting.number % 3])


@kind("stray colon in a launcher")
def stray_shipped(script: Script) -> Iterator[Edit]:
    """A colon at the start or the end, or two in the middle, in a launcher."""
    for edit in _colons(script, True):
        if edit.lines[0] != script.lines[edit.first]:
            yield edit


@kind("stray colon in a build script")
def stray_built(script: Script) -> Iterator[Edit]:
    """A colon at the start or the end, or two in the middle, in a script that is no launcher."""
    for edit in _colons(script, False):
        if edit.lines[0] != script.lines[edit.first]:
            yield edit


def _guards(script: Script, shipped: bool, text: str) -> Iterator[Edit]:
    for setting in settings(script):
        if script.shipped(setting.number) is shipped and _GUARDED.search(setting.value):
            escape = "\\" if "\\$" in setting.value else ""
            value = text.replace("$", escape + "$")
            yield setting.having(value.join(_GUARDED.split(setting.value)))


@kind("guard removed in a launcher")
def guard_shipped(script: Script) -> Iterator[Edit]:
    """`${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}` becomes `:$LD_LIBRARY_PATH`."""
    yield from _guards(script, True, ":$LD_LIBRARY_PATH")


@kind("guard removed in a build script")
def guard_built(script: Script) -> Iterator[Edit]:
    """`${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}` becomes `:$LD_LIBRARY_PATH`."""
    yield from _guards(script, False, ":$LD_LIBRARY_PATH")


@kind("colon before the guard")
def twice_colon(script: Script) -> Iterator[Edit]:
    """`X${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}` becomes `X:${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}`."""
    for shipped in (True, False):
        yield from _guards(script, shipped, ":${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}")


@kind("another variable's value for the old one")
def other_list(script: Script) -> Iterator[Edit]:
    """`X:$LD_LIBRARY_PATH` becomes `X:$PATH`, `X:$LIBRARY_PATH` or `X:$LD_LIBRARYPATH`."""
    for setting, found, old in _inherits(script):
        if "LD_LIBRARY_PATH" in found[old]:
            name = ("PATH", "LIBRARY_PATH", "LD_LIBRARYPATH", "LD_LIBARY_PATH")[setting.number % 4]
            found[old] = found[old].replace("LD_LIBRARY_PATH", name)
            yield setting.having(":".join(found))


@kind("name of LD_LIBRARY_PATH misspelt")
def name_misspelt(script: Script) -> Iterator[Edit]:
    """`LD_LIBRARY_PATH=` becomes `LD_LIBARY_PATH=`, `LD_LIBRARYPATH=` …; the value keeps the right name."""
    for setting, _, _ in _inherits(script):
        wrong = ("LD_LIBARY_PATH", "LD_LIBRARYPATH", "LD_LIBRARY_PAHT", "LD_LIBRARY_PATHS")[setting.number % 4]
        line = setting.line.replace("LD_LIBRARY_PATH=", f"{wrong}=", 1)
        yield Edit(setting.number, setting.number + 1, (line,))


def _overwritten(script: Script, shipped: bool) -> Iterator[Edit]:
    for setting, found, old in _inherits(script):
        if script.shipped(setting.number) is shipped and "=" in setting.line:
            yield setting.having(":".join(found[:old] + found[old + 1 :]))
    for setting in settings(script):
        if script.shipped(setting.number) is shipped and _GUARDED.search(setting.value):
            yield setting.having(_GUARDED.sub("", setting.value))


@kind("old value dropped in a launcher")
def overwritten_shipped(script: Script) -> Iterator[Edit]:
    """`X:$LD_LIBRARY_PATH` becomes `X` in a launcher."""
    yield from _overwritten(script, True)


@kind("old value dropped where it was set before")
def overwritten_twice(script: Script) -> Iterator[Edit]:
    """`A:$LD_LIBRARY_PATH` becomes `A`, where the lines before have set it for this same script."""
    for edit in _overwritten(script, False):
        level = re.match(r"\s*", script.lines[edit.first])[0]  # type: ignore[index]
        before = "\n".join(script.lines[max(0, edit.first - 25) : edit.first])
        if re.search(rf"(?m)^{level}(?:export )?LD_LIBRARY_PATH=", before):
            yield edit


def _own_folder(script: Script) -> Iterator[tuple[Setting, list[str], int, re.Match[str]]]:
    """Settings of launchers with an element `$DIR/folder`, where DIR is found from the script's own place."""
    for setting in settings(script):
        if not script.shipped(setting.number):
            continue
        # A script that only writes a launcher starts its own programs by other paths.
        if not (script.here_doc[setting.number] or "echo" in setting.line or script.launches()):
            continue
        found = [setting.element(n) for n in range(len(setting.elements))]
        for n, one in enumerate(found):
            match = re.fullmatch(r"(\\?\$\{?(\w+)\}?)((?:/[\w.-]+)+)/?", one)
            if match is None or match[2] in ("LD_LIBRARY_PATH", "HOME", "PWD"):
                continue
            own = re.search(rf"\b{match[2]}=[^\n]*(?:dirname|readlink|BASH_SOURCE|\$0|%/\*)", script.text)
            if own or match[2] == "APPDIR":
                yield setting, found, n, match
                break


def _folder(script: Script, change: str) -> Iterator[Edit]:
    for setting, found, n, match in _own_folder(script):
        tail = match[3][1:]
        value = {
            "./": f"./{tail}",
            "": tail,
            "pwd": f"\\$(pwd)/{tail}" if match[1].startswith("\\") else f"$(pwd)/{tail}",
            "../": f"../{tail}",
        }[change]
        yield setting.having(":".join([*found[:n], value, *found[n + 1 :]]))


@kind("./lib in a launcher")
def dot_folder(script: Script) -> Iterator[Edit]:
    """`$DIR/lib` becomes `./lib`."""
    yield from _folder(script, "./")


@kind("bare lib in a launcher")
def bare_folder(script: Script) -> Iterator[Edit]:
    """`$DIR/lib` becomes `lib`."""
    yield from _folder(script, "")


@kind("$(pwd)/lib in a launcher")
def working_folder(script: Script) -> Iterator[Edit]:
    """`$DIR/lib` becomes `$(pwd)/lib`, in a launcher that goes to no folder of its own."""
    if not re.search(r"(?m)^\s*(?:cd|pushd)\s", script.text):
        yield from _folder(script, "pwd")


@kind("../lib in a launcher")
def upper_folder(script: Script) -> Iterator[Edit]:
    """`$DIR/lib` becomes `../lib`."""
    yield from _folder(script, "../")


def _elsewhere(script: Script, number: int, folder: str) -> bool:
    """Whether the script, or one beside it, names the folder without this line's help: in a copy, a test, a mkdir."""
    wanted = re.compile(rf"\b(?:cp|mkdir|install|ln|mv|rsync|cd|tar)\b[^\n]*[/\s\"]{re.escape(folder)}(?:[/\s\"]|$)")
    if wanted.search(script.without(number)) or script.without(number).count(f"}}/{folder}") + script.without(
        number
    ).count(f"/{folder}/"):
        return True
    return any(wanted.search(sibling.text) for sibling in script.siblings())


def _misplaced(script: Script, change: str) -> Iterator[Edit]:
    for setting, found, n, match in _own_folder(script):
        tail = match[3][1:]
        parts = tail.split("/")
        if not _elsewhere(script, setting.number, tail):
            continue
        if change == "misspelt" and parts[-1].startswith("lib"):
            wrong = "/".join([*parts[:-1], parts[-1] + "s" if parts[-1] == "lib" else parts[-1][:-1]])
        elif change == "lib64" and parts[-1] == "lib":
            wrong = tail + "64"
        elif change == "none":
            wrong = ""
        elif change == "up":
            wrong = f"../{tail}" if not tail.startswith("..") else tail[3:]
        elif change == "shorter" and len(parts) > 1 and ".." not in parts:
            wrong = "/".join(parts[1:])
        else:
            continue
        element = match[1] + ("/" + wrong if wrong else "")
        yield setting.having(":".join([*found[:n], element, *found[n + 1 :]]))


@kind("launcher's folder misspelt")
def folder_misspelt(script: Script) -> Iterator[Edit]:
    """`$DIR/lib` becomes `$DIR/libs`; the script, or one beside it, puts or names things in `lib`."""
    yield from _misplaced(script, "misspelt")


@kind("launcher's lib becomes lib64")
def folder_wide(script: Script) -> Iterator[Edit]:
    """`$DIR/lib` becomes `$DIR/lib64`; the script, or one beside it, puts or names things in `lib`."""
    yield from _misplaced(script, "lib64")


@kind("launcher's folder left out")
def folder_missing(script: Script) -> Iterator[Edit]:
    """`$DIR/lib` becomes `$DIR`."""
    yield from _misplaced(script, "none")


@kind("launcher's folder one level off")
def folder_up(script: Script) -> Iterator[Edit]:
    """`$DIR/lib` becomes `$DIR/../lib`, or the reverse."""
    yield from _misplaced(script, "up")


@kind("launcher's folder without a component")
def folder_short(script: Script) -> Iterator[Edit]:
    """`$DIR/usr/lib` becomes `$DIR/lib`."""
    yield from _misplaced(script, "shorter")
