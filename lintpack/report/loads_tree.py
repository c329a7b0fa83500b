"""What programs load, as a tree for people: provider, why it was chosen, and what leaves the bundle.

An object stands where it was asked for first; what else asks for it is not repeated, and what only the system's
libraries ask of each other is counted. With `verbose` all that is there, and every place that was looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack.loader import result
from lintpack.report.loads_words import shown_path, via_text
from lintpack.report.style import painter, plural, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from lintpack.loader.result import Loaded, LoadResult
    from lintpack.loader.start import Start
    from lintpack.loader.tree import Tree
    from lintpack.report.style import Paint

    Meant = Callable[[str], tuple[str, ...]]


def render(
    starts: Sequence[Start],
    meant: Meant = lambda _name: (),
    *,
    verbose: bool = False,
    colour: bool = False,
) -> str:
    """`meant` gives the bundle's own candidates for a name (loader/carried.py)."""
    paint = painter(colour)
    return "\n".join(
        "".join(f"{line}\n" for line in _Writer(start.files, meant, paint, verbose).program(start)) for start in starts
    )


class _Writer:
    def __init__(self, files: Tree, meant: Meant, paint: Paint, verbose: bool) -> None:
        self.files = files
        self.meant = meant
        self.paint = paint
        self.verbose = verbose

    def program(self, start: Start) -> Iterator[str]:
        loaded = start.result
        yield self.paint("bold", visible(self.files.shown(loaded.program)[0])) + self._how(start)
        children: dict[str, list[Loaded]] = {}
        for one in loaded.loads:
            if self.verbose or not one.again:
                children.setdefault(one.by or loaded.program, []).append(one)
        folded = {} if self.verbose else self._folded(loaded)
        yield from self._below(children, loaded.program, "", folded)
        for failed in loaded.failed_preloads:
            yield f"{self.paint('warning', 'ignored preload')} {visible(failed.needed)}"
            yield from self._tried(failed, "  ")
        yield from self._ends(loaded)

    def _how(self, start: Start) -> str:
        parts = [f"started by {visible(start.launcher)}"] if start.launcher else []
        if start.library_path is not None:
            parts.append(f"LD_LIBRARY_PATH={visible(start.library_path)}")
        if start.preload is not None:
            parts.append(f"LD_PRELOAD={visible(start.preload)}")
        return self.paint("dim", f"   {', '.join(parts)}") if parts else ""

    def _folded(self, loaded: LoadResult) -> dict[str, int]:
        """Objects of the system below which there is nothing but more of it: how many objects that is, by path."""
        below: dict[str, int] = {}
        # Who asks stands before whom it asks for: from the end on, everything below an object is known.
        for one in reversed([one for one in loaded.loads if not one.again]):
            plain = one.path is not None and not one.inside and not self.meant(one.needed)
            if one.path is not None:
                below.setdefault(one.path, 0)
            mine = below.get(one.path or "", 0)
            above = below.get(one.by, 0)
            below[one.by] = above + 1 + mine if plain and mine >= 0 and above >= 0 else -1
        return {path: count for path, count in below.items() if count > 0}

    def _below(self, children: dict[str, list[Loaded]], by: str, margin: str, folded: dict[str, int]) -> Iterator[str]:
        """The requests of `by`. Depth is bounded by the number of objects: each is opened once."""
        done: set[str] = set()
        stack = [(margin, iter(self._rows(children, by, done)))]
        while stack:
            margin, rows = stack[-1]
            row = next(rows, None)
            if row is None:
                stack.pop()
                continue
            one, last = row
            hidden = 0 if one.inside or one.again or one.path is None else folded.get(one.path, 0)
            more = self.paint("dim", f"  (+{hidden} of the system)") if hidden else ""
            yield f"{margin}{'└─' if last else '├─'} {self._line(one)}{more}"
            inner = margin + ("   " if last else "│  ")
            if self.verbose or one.path is None:
                yield from self._tried(one, inner)
            if one.path is not None and not one.again and not hidden:
                stack.append((inner, iter(self._rows(children, one.path, done))))

    def _rows(self, children: dict[str, list[Loaded]], by: str, done: set[str]) -> list[tuple[Loaded, bool]]:
        if by in done:
            return []
        done.add(by)
        mine = children.get(by, [])
        return [(one, index == len(mine) - 1) for index, one in enumerate(mine)]

    def _line(self, one: Loaded) -> str:
        name = visible(one.needed)
        if one.path is None:
            stopped = one.tried and one.tried[-1].outcome not in (result.NO_DIRECTORY, "missing")
            what = "stops here" if stopped else "not found"
            return f"{self.paint('error', name)} {self.paint('error', what)}{self._carried(one)}"
        path = visible(shown_path(one, self.files) or "")
        via = self.paint("dim", f"  {visible(self._via(one))}")
        named = path if path.rpartition("/")[2] == name else f"{name} → {path}"
        if one.again:
            return self.paint("dim", f"{named}  {visible(via_text(one, self.files) or '')}")
        if one.inside or one.via is None or one.via.kind in (result.INTERPRETER, result.BUILT_IN):
            return named + via
        carried = self._carried(one)
        return (self.paint("warning", named) if carried else named) + via + carried

    def _via(self, one: Loaded) -> str:
        """The step of the search; whose RUNPATH it was is said where that is not the object above."""
        if one.via is not None and one.via.owner and one.via.owner == one.by and not one.preload:
            return one.via.kind
        return via_text(one, self.files) or ""

    def _carried(self, one: Loaded) -> str:
        found = [path for path in self.meant(one.needed) if path]
        if not found:
            return ""
        more = f" and {plural(len(found) - 1, 'more', 'more')}" if len(found) > 1 else ""
        return self.paint("warning", f"  ! the bundle has {visible(found[0])}{more}")

    def _tried(self, one: Loaded, margin: str) -> Iterator[str]:
        for tried in one.tried:
            if tried.outcome == result.CHOSEN and one.path is not None:
                continue
            path = visible(self.files.shown(tried.path)[0])
            via = visible(via_text(tried.via, self.files) or "")
            yield self.paint("dim", f"{margin}  {tried.outcome}: {path}  ({via})")

    def _ends(self, loaded: LoadResult) -> Iterator[str]:
        for note in loaded.notes:
            yield self.paint("note", visible(note))
        for warning in loaded.warnings:
            yield f"{self.paint('warning', 'warning')}: {visible(warning)}"
        for error in loaded.errors:
            yield f"{self.paint('error', 'fatal')}: {visible(error)}"
