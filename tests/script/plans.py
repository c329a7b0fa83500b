"""Plans of small scripts, a line for each effect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack.repository import MemoryRepository
from lintpack.script import interpret
from lintpack.script.plan import (
    Archive,
    Change,
    Directory,
    Export,
    Limit,
    Link,
    ProgramStart,
    Removal,
    RunPath,
    Transfer,
    Unfollowed,
    Unresolved,
    WrittenFile,
)
from lintpack.script.texts import shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lintpack.script.plan import Effect, Plan


def plan(
    script: str,
    files: Mapping[str, str] | None = None,
    *,
    arguments: Sequence[str] | None = None,
    variables: Mapping[str, str] | None = None,
    path: str = "pack.sh",
    launcher: bool = False,
    cwd: str | None = None,
    environment_known: bool = False,
) -> Plan:
    """The plan of `script`, which lies at `path` in a repository with `files`."""
    repository = MemoryRepository({**(files or {}), path: script})
    return interpret(
        path,
        repository,
        variables=variables or {},
        arguments=arguments,
        launcher=launcher,
        cwd=cwd,
        environment_known=environment_known,
    )


def line(effect: Effect) -> str:
    """An effect in short, without where it comes from."""
    match effect:
        case Transfer():
            return f"{effect.tool} {shown(effect.source)} -> {shown(effect.destination)}"
        case Link():
            return f"ln {shown(effect.target)} <- {shown(effect.path)}"
        case Removal():
            return f"rm {shown(effect.path)}"
        case Directory():
            return f"mkdir {shown(effect.path)}"
        case Export():
            return f"{effect.how} {effect.name}={shown(effect.value) if effect.value is not None else '(none)'}"
        case Archive():
            return f"{effect.action} {shown(effect.path)}: {' '.join([shown(m) for m in effect.members])}"
        case WrittenFile():
            return f"write{'+' if effect.append else ''} {shown(effect.path)}: {shown(effect.text)!r}"
        case ProgramStart():
            return "start " + " ".join([shown(word) for word in effect.words])
        case Unfollowed():
            return f"unfollowed {shown(effect.path)}: {effect.why}"
        case Unresolved():
            return f"unresolved {effect.tool}: {effect.why} {' '.join(effect.names)}".rstrip()
        case Limit():
            return f"limit {effect.what}"
        case Change():
            return f"{effect.kind} {shown(effect.path)}"
        case RunPath():
            return f"rpath {shown(effect.value) if effect.value is not None else '(none)'}"


def guards(effect: Effect) -> str:
    return " and ".join([g.shown if g.holds else f"not {g.shown}" for g in effect.origin.guards])


def lines(script: str, files: Mapping[str, str] | None = None, **options: object) -> list[str]:
    """Each effect of the script in short."""
    return [line(effect) for effect in plan(script, files, **options).effects]  # type: ignore[arg-type]


def guarded(script: str, files: Mapping[str, str] | None = None, **options: object) -> list[str]:
    """Each effect with the conditions that it depends on: `effect | guards`."""
    return [f"{line(e)} | {guards(e)}".rstrip(" |") for e in plan(script, files, **options).effects]  # type: ignore[arg-type]


def together(one: Effect, other: Effect) -> bool:
    """Whether both effects can be in one run."""
    branches = {choice.condition: choice.branch for choice in one.origin.when}
    return all(branches.get(c.condition, c.branch) == c.branch for c in other.origin.when)
