"""What programs load, as a graph: Graphviz's DOT, and Mermaid's flowchart for Markdown pages.

A node is a file, an edge a request; dashed nodes lie outside the bundle, red ones are missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack.record import Record
from lintpack.report.loads_words import shown_path, via_text
from lintpack.report.style import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lintpack.loader.start import Start

PROGRAM, INSIDE, OUTSIDE, MISSING = "program", "inside", "outside", "missing"


class Graph(Record):
    """`nodes`: kind by name, in order. `edges`: from, to, label."""

    nodes: dict[str, str]
    edges: tuple[tuple[str, str, str], ...]


def graph(starts: Sequence[Start]) -> Graph:
    """Every program with what it loads. What several programs share is one node."""
    nodes: dict[str, str] = {}
    edges: dict[tuple[str, str], str] = {}
    for start in starts:
        files = start.files
        program = files.shown(start.result.program)[0]
        nodes[program] = PROGRAM
        for one in start.result.loads:
            by = files.shown(one.by)[0] if one.by else program
            path = shown_path(one, files)
            if path is None:
                name = one.needed
                nodes.setdefault(name, MISSING)
            else:
                name = path
                nodes.setdefault(name, INSIDE if one.inside else OUTSIDE)
            # The label of the first request says why; that of later ones would only say "already loaded".
            edges.setdefault((by, name), "" if one.again else via_text(one, files) or "")
    return Graph(nodes, tuple((by, name, label) for (by, name), label in edges.items()))


_DOT = {
    PROGRAM: "shape=box, style=bold",
    INSIDE: "shape=box",
    OUTSIDE: "shape=box, style=dashed",
    MISSING: "shape=box, color=red, fontcolor=red",
}


def dot(starts: Sequence[Start]) -> str:
    found = graph(starts)
    lines = ["digraph loads {", "  rankdir=LR;"]
    lines += [f"  {_quoted(name)} [{_DOT[kind]}];" for name, kind in found.nodes.items()]
    for by, name, label in found.edges:
        lines.append(f"  {_quoted(by)} -> {_quoted(name)}" + (f" [label={_quoted(label)}];" if label else ";"))
    return "\n".join([*lines, "}", ""])


def _quoted(text: str) -> str:
    escaped = visible(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def mermaid(starts: Sequence[Start]) -> str:
    found = graph(starts)
    number = {name: f"n{index}" for index, name in enumerate(found.nodes)}
    lines = ["flowchart LR"]
    for name, kind in found.nodes.items():
        lines.append(f"  {number[name]}[{_entity(name)}]:::{kind}")
    for by, name, label in found.edges:
        arrow = f"-->|{_entity(label)}|" if label else "-->"
        lines.append(f"  {number.get(by, number[name])} {arrow} {number[name]}")
    lines += [
        f"  classDef {PROGRAM} font-weight:bold",
        f"  classDef {INSIDE} fill:none",
        f"  classDef {OUTSIDE} stroke-dasharray:4",
        f"  classDef {MISSING} stroke:#c00,color:#c00",
    ]
    return "\n".join([*lines, ""])


def _entity(text: str) -> str:
    """A quoted label; Mermaid writes what would end it as entities."""
    escaped = visible(text).replace("&", "#amp;").replace('"', "#quot;").replace("<", "#lt;").replace(">", "#gt;")
    return f'"{escaped}"'
