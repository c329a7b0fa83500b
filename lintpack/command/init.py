"""`lintpack init`: looks at a repository, writes the configuration that fits it, and says what it found."""

from __future__ import annotations

import json
import os
import posixpath
from typing import TYPE_CHECKING

from lintpack import cli
from lintpack.command.reporting import write_file
from lintpack.config import mentions_us
from lintpack.discover import Exclusion
from lintpack.record import replace
from lintpack.report.style import plural, visible
from lintpack.survey import common, survey

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lintpack.options import Arguments
    from lintpack.survey import Script, Survey

NAME = "lintpack.toml"
# Scripts that are listed one by one; of more, the folders that they lie in.
_LISTED = 60
_SHOWN = 20


def init(arguments: Arguments) -> int:
    """Look at the folder that is given, or the working directory; the file is written into it."""
    from lintpack.command.check import jobs

    folder = arguments.operands[0] if arguments.operands else "."
    if not os.path.isdir(folder):
        cli.complain(f"{folder}: {'not a folder' if os.path.exists(folder) else 'no such folder'}")
        return cli.FAILED
    path = posixpath.normpath(posixpath.join(folder, NAME))
    taken = _taken(folder, path)
    if taken and not arguments.has("--force"):
        cli.complain(f"{taken}, and was left as it is; `--force` writes {path} anew")
        return cli.FAILED
    found = survey(folder, jobs(arguments), (Exclusion(arguments.all("--exclude")),))
    problems = list(found.problems)
    for name in [*[one.path for one in found.scripts], *found.archives, *found.builds]:
        if not _writable(name):
            problems.append(f"{name}: left out, since TOML holds no name that is not UTF-8")
    found = replace(
        found,
        scripts=tuple([one for one in found.scripts if _writable(one.path)]),
        archives=tuple(filter(_writable, found.archives)),
        builds=tuple(filter(_writable, found.builds)),
    )
    for problem in problems:
        cli.complain(problem)
    cli.write("".join(f"{line}\n" for line in _told(found, folder)))
    if not found.scripts and not found.archives:
        cli.write(f"none packs libraries or archives, so {path} was not written; `lintpack check` takes any script\n")
        return cli.FAILED if problems else cli.CLEAN
    problem = write_file(path, text(found, folder))
    if problem:
        cli.complain(problem)
        return cli.FAILED
    cli.write("".join(f"{line}\n" for line in _next(found, folder, path)))
    return cli.FAILED if problems else cli.CLEAN


def _writable(name: str) -> bool:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _taken(folder: str, path: str) -> str:
    """Which configuration is there already."""
    if os.path.lexists(path):
        return f"{path} is there already"
    project = posixpath.normpath(posixpath.join(folder, "pyproject.toml"))
    return f"{project} has [tool.lintpack]" if os.path.isfile(project) and mentions_us(project) else ""


# --- the file


def text(found: Survey, folder: str) -> str:
    """The configuration: what was found, and in comments what may be wanted."""
    packing = [one for one in found.scripts if one.libraries or one.makes]
    launchers = [one for one in found.scripts if not (one.libraries or one.makes)]
    lines = [
        "# The configuration of lintpack, as `lintpack init` made it. Take out what does not ship, add what it missed.",
        "# Paths are relative to this file. `lintpack schema config` and docs/configuration.md explain all keys.",
        "",
        "# The scripts that --config-scripts checks: those that pack, and the launchers of what they pack.",
        *_scripts(packing, launchers, folder),
        "",
        "# The archives that they build, which --config-archive checks as far as they are built.",
        *_archives(found, folder),
        "",
        "# Where the packed files are built: names and SONAMEs are looked up there.",
        *_builds(found, folder),
        "",
        "# Libraries that this project builds itself: a name without a version is right for them.",
        '# own-libraries = ["libexample*"]',
        "",
        "# Libraries that every target system has.",
        '# provided = ["libstdc++.so.6", "libgcc_s.so.1"]',
        "",
        "# The findings of an old repository that are not to be spoken of: `lintpack baseline write` makes the file.",
        '# baseline = "lintpack-baseline.json"',
        "",
        "# The level from which findings make the exit status 1: note, warning, error or never.",
        '# fail-on = "warning"',
        *_variables(found),
        "",
    ]
    return "\n".join(lines)


def _scripts(packing: Sequence[Script], launchers: Sequence[Script], folder: str) -> list[str]:
    every = [*packing, *launchers]
    if not every:
        return ['# scripts = ["scripts/pack_*.sh"]']
    if len(every) > _LISTED:
        folders = common([posixpath.dirname(_inner(one.path, folder)) or "." for one in every])
        return ["scripts = [", *[f"    {quoted(one)}," for one in folders], "]"]
    rows = [f"    {quoted(_inner(one.path, folder))}," for one in packing]
    if launchers:
        rows += ["    # launchers", *[f"    {quoted(_inner(one.path, folder))}," for one in launchers]]
    return ["scripts = [", *rows, "]"]


def _archives(found: Survey, folder: str) -> list[str]:
    """What is there, and what the scripts make wherever that may be."""
    there = [_inner(path, folder) for path in found.archives]
    made = list(dict.fromkeys(pattern for one in found.scripts for pattern in one.archives))
    if there and len(there) <= _SHOWN:
        return ["archives = [", *[f"    {quoted(path)}," for path in there], "]"]
    if made:
        return [f"# archives = [{', '.join(quoted('**/' + pattern) for pattern in made[:_SHOWN])}]"]
    return ['# archives = ["dist/*.tar.gz"]']


def _builds(found: Survey, folder: str) -> list[str]:
    if found.builds:
        return ["build-dirs = [", *[f"    {quoted(_inner(path, folder))}," for path in found.builds], "]"]
    packed_from = common([path for one in found.scripts for path in one.sources])[:_SHOWN]
    return [f"# build-dirs = [{', '.join(map(quoted, packed_from or ('build',)))}]"]


def _variables(found: Survey) -> list[str]:
    counts: dict[str, int] = {}
    for one in found.scripts:
        for name in one.variables:
            counts[name] = counts.get(name, 0) + 1
    most = sorted(counts, key=lambda name: (-counts[name], name))[:_SHOWN]
    lines = ["", "# What the scripts take from outside; with a value, more of what they pack is known."]
    return [*lines, "# [variables]", *[f'# {name} = "…"' for name in most or ("BUILD_DIR",)]]


def _inner(path: str, folder: str) -> str:
    return posixpath.relpath(path, folder)


def quoted(value: str) -> str:
    """A TOML string: JSON's escapes are among TOML's, but for the halves of characters that no file may hold."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


# --- what is said


def _told(found: Survey, folder: str) -> list[str]:
    packing = [one for one in found.scripts if one.libraries or one.makes]
    setting = [one.path for one in found.scripts if not (one.libraries or one.makes)]
    where = "here" if posixpath.normpath(folder) == "." else f"below {visible(folder)}"
    lines = [f"{plural(found.read, 'shell script')} {where}{':' if found.scripts or found.archives else ''}"]
    one = len(packing) == 1
    lines += _listed(
        packing and f"{len(packing)} {'packs' if one else 'pack'} libraries or archives", map(_packs, packing)
    )
    one = len(setting) == 1
    lines += _listed(setting and f"{len(setting)} {'sets' if one else 'set'} LD_LIBRARY_PATH or the like", setting)
    lines += _listed(found.archives and plural(len(found.archives), "archive"), found.archives)
    lines += _listed(found.builds and f"{plural(len(found.builds), 'folder')} with built libraries", found.builds)
    return lines


def _listed(head: object, rows: Iterable[str]) -> list[str]:
    """A heading and its rows; nothing without a heading."""
    every = list(rows)
    more = [f"    and {len(every) - _SHOWN} more"] if len(every) > _SHOWN else []
    return [f"  {head}:", *[f"    {visible(row)}" for row in every[:_SHOWN]], *more] if head else []


def _packs(one: Script) -> str:
    said = [f"packs {plural(one.libraries, 'library', 'libraries')}"] if one.libraries else []
    if one.makes:
        said.append(f"makes {', '.join(one.archives[:3]) or plural(one.makes, 'archive')}")
    return f"{one.path}  ({', '.join(said)})"


def _next(found: Survey, folder: str, path: str) -> list[str]:
    where = "" if posixpath.normpath(folder) == "." else f" --config {path}"
    rows = []
    if found.scripts:
        rows.append((f"lintpack check --config-scripts{where}", "what the scripts do wrong"))
    if found.archives and len(found.archives) <= _SHOWN:
        rows.append((f"lintpack check --config-scripts --config-archive{where}", "and what the archives have of it"))
    elif found.scripts:
        rows.append((f"lintpack check --config-scripts --archive FILE{where}", "with an archive that they built"))
    if found.scripts:
        rows.append((f"lintpack baseline write --config-scripts{where}", "where there is much: show only what is new"))
    width = max((len(command) for command, _ in rows), default=0)
    return [f"{path} is written: read it, and take out what does not ship. Then:"] + [
        f"  {command:<{width}}  {what}" for command, what in rows
    ]
