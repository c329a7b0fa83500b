"""The rules about bundles. Their modules are loaded when a bundle is checked: scripts alone do not pay for them."""

from __future__ import annotations

from lintpack.rules.rule import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.rule import RuleModule

# Code, name, level, confidence, summary; in order of the codes.
_ROWS = (
    (
        *("LP401", "soname-unreachable", "error", "high"),
        "A library lies in the bundle, but not under the SONAME that programs ask for.",
    ),
    (
        *("LP402", "needed-unresolved", "error", "high"),
        "Nothing in the bundle or on the target answers a name that a program needs.",
    ),
    (
        *("LP403", "system-fallthrough", "error", "high"),
        "The search leaves the bundle for the system's library, though the bundle has one.",
    ),
    (
        *("LP404", "copied-link", "warning", "high"),
        "One library lies there several times, as copies instead of links.",
    ),
    (
        *("LP405", "duplicate-soname", "warning", "medium"),
        "Two different files with one SONAME lie on a program's search path.",
    ),
    (*("LP406", "mixed-majors", "warning", "medium"), "A program loads one library in two major versions."),
    (*("LP407", "two-allocators", "warning", "high"), "A program loads two libraries that replace malloc."),
    (
        *("LP408", "partial-allocator", "warning", "medium"),
        "A library replaces malloc and free, but not another function of theirs that is called.",
    ),
    (
        *("LP409", "not-a-library", "error", "high"),
        "What lies under a library's name is no ELF file, and the loader stops there.",
    ),
    (*("LP410", "wrong-machine", "error", "high"), "A library is for another machine than the program that finds it."),
    (
        *("LP411", "needed-with-slash", "error", "high"),
        "A needed library is named with a path, which the loader opens as it is.",
    ),
    (
        *("LP412", "runpath-not-inherited", "error", "high"),
        "A library is found by another object's RUNPATH only, which the loader does not ask.",
    ),
    (
        *("LP413", "bad-runpath", "warning", "high"),
        "An RPATH or RUNPATH has an element that is empty, relative, open to all, or of the build machine.",
    ),
    (
        *("LP414", "version-not-provided", "error", "high"),
        "The bundle's library lacks a symbol version that is asked of it.",
    ),
    (
        *("LP415", "version-floor", "error", "high"),
        "The target's library is older than the symbol versions that are asked of it.",
    ),
    (
        *("LP416", "undefined-symbol", "warning", "medium"),
        "No library that a program loads has a function that is called.",
    ),
    (
        *("LP417", "executable-stack", "warning", "high"),
        "A library that is opened at run time wants an executable stack.",
    ),
    (*("LP418", "wrong-interpreter", "error", "high"), "The loader that a program names is not there."),
    (
        *("LP419", "broken-link", "warning", "high"),
        "A library's link leads nowhere, in a circle, or out of the bundle.",
    ),
    (*("LP420", "libtool-leftover", "warning", "high"), "A file that only works in libtool's build tree is shipped."),
    (
        *("LP421", "bundled-system-library", "warning", "high"),
        "A library is shipped that has to be the target's own: the C library, a driver.",
    ),
    (
        *("LP422", "launcher-path-missing", "warning", "medium"),
        "A launcher names a folder that the bundle does not have.",
    ),
    (
        *("LP423", "instrumented-build", "warning", "high"),
        "An object needs the run-time library of a sanitizer: a test build was shipped.",
    ),
    (*("LP424", "unreadable-library", "warning", "high"), "A library may be read by its owner only."),
    (*("LP425", "start-refused", "error", "high"), "The target's loader refuses a program for another reason."),
    (
        *("LP501", "planned-not-packed", "warning", "medium"),
        "The script packs a library that the archive does not have.",
    ),
    (
        *("LP502", "packed-not-planned", "note", "low"),
        "The archive has a library that no script line is found to pack.",
    ),
    (
        *("LP503", "changed-on-the-way", "warning", "medium"),
        "The archive has a library under another name or version than the script packs.",
    ),
)


def _rule(code: str, name: str, level: str, confidence: str, summary: str) -> Rule:
    return Rule(code, name, summary, level, confidence, "archive" if code < "LP5" else "script and an archive")


_UNREADABLE = (
    *("LP006", "unreadable-archive-member", "warning", "high"),
    "A part of an archive could not be read, or would not be unpacked as it stands.",
)
RULES: dict[str, Rule] = {row[1]: _rule(*row) for row in (_UNREADABLE, *_ROWS)}


class _Lazy:
    """A rule's module, imported when it is first asked to check."""

    def __init__(self, rule: Rule) -> None:
        self.RULE = rule

    def check(self, context: Context) -> Iterator[Finding]:
        if context.archive is not None:
            from lintpack.lazy import module as load

            module = load(f"lintpack.rules.{self.RULE.name.replace('-', '_')}")
            yield from module.check(context.archive)


_MODULES: tuple[RuleModule, ...] = tuple([_Lazy(rule) for rule in RULES.values()])
# The first has its place among the rules about lintpack itself.
UNREADABLE_MEMBER, ARCHIVE_MODULES = _MODULES[0], _MODULES[1:]
