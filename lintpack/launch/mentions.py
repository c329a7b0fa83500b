"""Every place in scripts and bundles that is about one library."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from lintpack import libname
from lintpack.bundle.entry import LINK
from lintpack.elf.dlopen import dlopen_entries
from lintpack.record import Record
from lintpack.report.loads_words import shown_path, via_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lintpack.bundle.entry import Entry
    from lintpack.bundle.index import Bundle
    from lintpack.libname import LibraryName
    from lintpack.loader.start import Start
    from lintpack.script.plan import Origin, Plan

PACKED, LINKED, PRELOADED, CHANGED, REMOVED = "packed", "linked", "preloaded", "changed", "removed"
LIES, NEEDED, OPENED, SEARCHED = "lies", "needed", "opened", "searched"
KINDS = (PACKED, LINKED, PRELOADED, CHANGED, REMOVED, LIES, NEEDED, OPENED, SEARCHED)


class Mention(Record):
    """`where`: `script:line:column`, a member, or a program; `what`: what happens there with the library.

    `tried`: of a search, the paths that were looked at and what came of each.
    """

    kind: str
    archive: str
    where: str
    what: str
    tried: tuple[str, ...] = ()


class Wanted:
    """A library that is asked about: `libfoo`, `libfoo.so` and `libfoo.so.4` mean all its versions."""

    def __init__(self, word: str) -> None:
        self.word = word
        self._name = libname.parse(word) or libname.parse(f"{word}.so")

    def named(self, name: str) -> bool:
        """Whether a file name, or the last component of a path, is one of the library's."""
        base = posixpath.basename(name)
        if base == self.word:
            return True
        parsed = libname.parse(base)
        return parsed is not None and self._name is not None and parsed.same_library(self._name)

    def covers(self, name: LibraryName) -> bool:
        """The same of a name in a script, in which wildcards may stand."""
        if self._name is not None and name.same_library(self._name):
            return True
        if name.exact:
            return False
        from fnmatch import fnmatchcase

        return any(fnmatchcase(known, name.text) for known in (self.word, self._name.link_name if self._name else ""))


def in_plan(wanted: Wanted, plan: Plan) -> Iterator[Mention]:
    from lintpack.rules.shared.packed import packed
    from lintpack.rules.shared.wording import find_name
    from lintpack.script import plan as effects
    from lintpack.script.texts import alternatives, shown

    for one in packed(plan):
        if wanted.covers(one.name):
            into = shown(one.transfer.destination) if one.transfer is not None else one.into
            place = find_name(one.name.text, one.origin, plan)
            yield Mention(PACKED, "", f"{place.path}:{place.line}:{place.column}", f"{shown(one.source)} → {into}")
    for effect in plan.effects:
        match effect:
            case effects.Link():
                names = [libname.parse_text(text) for text in (effect.path, effect.target)]
                if any(name is not None and wanted.covers(name) for name in names):
                    yield Mention(LINKED, "", _at(effect.origin), f"{shown(effect.path)} → {shown(effect.target)}")
            case effects.Export(name="LD_PRELOAD", value=value) if value is not None:
                for text, _ in alternatives(value):
                    for part in shown(text).replace(":", " ").split():
                        if wanted.named(part):
                            yield Mention(PRELOADED, "", _at(effect.origin), f"LD_PRELOAD={shown(value)}")
            case effects.Change() | effects.Removal():
                name = libname.parse_text(effect.path)
                if name is not None and wanted.covers(name):
                    path = shown(effect.path)
                    if isinstance(effect, effects.Change):
                        yield Mention(CHANGED, "", _at(effect.origin), f"{effect.kind} {path}")
                    else:
                        yield Mention(REMOVED, "", _at(effect.origin), path)
            case effects.RunPath() if effect.file is not None:
                name = libname.parse_text(effect.file)
                if name is not None and wanted.covers(name):
                    value_shown = "no run path" if effect.value is None else f"run path {shown(effect.value)}"
                    yield Mention(CHANGED, "", _at(effect.origin), f"{shown(effect.file)}: {value_shown}")
            case _:
                pass


def _at(origin: Origin) -> str:
    from lintpack.rules.shared.wording import written_at

    place = written_at(origin)
    return f"{place.path}:{place.line}:{place.column}"


def in_bundle(wanted: Wanted, bundle: Bundle) -> Iterator[Mention]:
    for entry in bundle:
        if wanted.named(entry.path) or (entry.facts is not None and wanted.named(entry.facts.soname or "")):
            yield Mention(LIES, bundle.path, entry.path, _about(entry))
    for entry in bundle:
        if entry.facts is None or not entry.is_file:
            continue
        for name in entry.facts.needed:
            if wanted.named(name):
                versions = [v.version for v in entry.facts.versions_needed if v.library == name]
                asked = f", versions {' '.join(versions)}" if versions else ""
                yield Mention(NEEDED, bundle.path, entry.path, f"NEEDED {name}{asked}")
        for opened in dlopen_entries(entry.facts):
            if any(wanted.named(name) for name in opened.sonames):
                yield Mention(
                    OPENED, bundle.path, entry.path, f"may open {', '.join(opened.sonames)} ({opened.priority})"
                )


def _about(entry: Entry) -> str:
    if entry.kind == LINK:
        return f"link to {entry.target}"
    if entry.facts is None:
        return "no ELF file" if entry.is_file else entry.kind
    return f"SONAME {entry.facts.soname}" if entry.facts.soname else "no SONAME"


def in_starts(wanted: Wanted, bundle: Bundle, starts: Sequence[Start]) -> Iterator[Mention]:
    for start in starts:
        program = start.files.shown(start.result.program)[0]
        by = f" (started by {start.launcher})" if start.launcher else ""
        for one in start.result.loads:
            if one.again or not wanted.named(one.needed):
                continue
            path = shown_path(one, start.files)
            found = "not found" if path is None else f"{path} ({via_text(one, start.files)})"
            asker = start.files.shown(one.by)[0] if one.by else one.preload
            who = "" if asker == program else f" for {asker}"
            tried = [f"{t.outcome}: {start.files.shown(t.path)[0]} ({via_text(t.via, start.files)})" for t in one.tried]
            yield Mention(SEARCHED, bundle.path, f"{program}{by}", f"{one.needed}{who} → {found}", tuple(tried))
