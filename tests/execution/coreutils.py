"""Random command lines of cp, mv, ln and install, and what the real programs do with them."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from lintpack.script.values import Wildcard
from tests.execution.apply import apply, tree
from tests.script.commands.fake_shell import FakeShell, text

if TYPE_CHECKING:
    from pathlib import Path

FILES = ["liba.so.1", "b.txt", "lib/libx.so.2", "lib/y.txt", "lib/sub/libz.so", "out/old.txt"]
LINKS = {"liba.so": "liba.so.1", "lib/libx.so": "libx.so.2", "folder": "lib"}
FOLDERS = ["out", "lib", "lib/sub"]

SOURCES = ["liba.so.1", "liba.so", "b.txt", "lib/libx.so.2", "lib/libx.so", "./b.txt", "lib//y.txt", "lib/../b.txt"]
TREES = ["lib", "lib/", "lib/.", "lib/sub", "./lib"]
GLOBS = ["lib/libx*", "l*.so*", "lib/lib?.so.2"]
TARGETS = [
    "out",
    "out/",
    "./out/.",
    "out/sub/..",
    "lib/sub",
    "out/libnew.so.1",
    "out/new.txt",
    "new.txt",
    "out/old.txt",
]

_COPY = {
    "cp": ["-a", "-d", "-P", "-L", "-H", "-r", "-R", "-v", "-f", "-p", "-u", "-n", "-rL", "-dv", "-pR", "--archive",
           "--no-deref", "--deref", "--recursive", "-s", "-l", "--remove-destination", "--preserve=mode", "-S.b", "-x"],
    "mv": ["-f", "-v", "-n", "-u", "-fv", "--force", "--no-clob", "-S", "--suffix=.o"],
    "ln": ["-s", "-sf", "-f", "-n", "-sn", "-r", "-sr", "-v", "-sfn", "--symbolic", "--force", "--rel"],
    "install": ["-D", "-p", "-v", "-m755", "-m", "-C", "--mode=644", "-Dm644", "-c", "-pv"],
}  # fmt: skip
# How many lines the real program refused; they say nothing.
REFUSED: dict[str, int] = {}
_VALUES = {"-m": "700", "-S": ".old"}


@st.composite
def lines(draw: st.DrawFn) -> list[str]:
    """A command line: options anywhere, operands of each kind, `-t`, `-T` and `--` in their forms."""
    tool = draw(st.sampled_from(sorted(_COPY)))
    count = draw(st.sampled_from([1, 1, 1, 2, 3]))
    pool = SOURCES + (TREES if tool in {"cp", "mv"} else []) + (GLOBS if tool != "ln" else [])
    operands = draw(st.lists(st.sampled_from(pool), min_size=count, max_size=count, unique=True))
    target = draw(st.sampled_from(TARGETS))
    options = []
    for option in draw(st.lists(st.sampled_from(_COPY[tool]), max_size=3)):
        options.append([option, _VALUES[option]] if option in _VALUES else [option])
    form = draw(st.sampled_from(["", "", "", "", "-t", "-t ", "--target-directory=", "--target ", "-T", "one"]))
    if form == "one" and tool == "ln":
        words = [[word] for word in operands[:1]]
    elif form[:2] in {"-t", "--"}:
        where = [form.strip(), target] if form.endswith(" ") else [form + target]
        options.append(where)
        words = [[word] for word in operands]
    else:
        options += [["-T"]] if form == "-T" else []
        words = [[word] for word in (*operands, target)]
    for given in options:
        words.insert(draw(st.integers(0, len(words))), given)
    if draw(st.booleans()) and not options:
        words.insert(0, ["--"])
    return [tool, *[part for word in words for part in word]]


def build(root: Path) -> None:
    """The files that the command lines name; each holds its own name."""
    for folder in FOLDERS:
        (root / folder).mkdir(parents=True, exist_ok=True)
    (root / "out" / "sub").mkdir(exist_ok=True)
    for name in FILES:
        (root / name).write_text(name)
    for name, target in LINKS.items():
        (root / name).symlink_to(target)


def disagreement(line: list[str], scratch: Path) -> str | None:
    """What the real program left that the model did not say, or the other way; None where they agree or it failed."""
    real, modelled = scratch / "real", scratch / "modelled"
    for root in (real, modelled):
        root.mkdir()
        build(root)
    if line[0] == "ln" and {"-r", "-sr", "--rel"} & set(line) and {"liba.so", "lib/libx.so"} & set(line):
        return None  # -r follows links that only the disk knows.
    if line[0] == "mv" and ("lib/." in line or "-T" in line):
        return None  # `x/.` cannot be moved, and -T with a backup moves a folder out of the way.
    words = []
    for word in line:
        globs = "*" in word or "?" in word
        words += sorted(p.relative_to(real).as_posix() for p in real.glob(word)) if globs else [word]
    if subprocess.run(words, cwd=real, capture_output=True, check=False, env={"PATH": "/usr/bin:/bin"}).returncode:
        REFUSED["lines"] = REFUSED.get("lines", 0) + 1
        return None
    shell = FakeShell(folders=[*FOLDERS, "out/sub", "folder"], files=[*FILES, "liba.so", "lib/libx.so"])
    given = tuple(text(word) for word in line)
    assert any(isinstance(p, Wildcard) for w in given for p in w) == any(set("*?") & set(w) for w in line)
    shell.execute(given, tuple(shell.source.place(0, 0) for _ in given))
    keeps = {"-n", "--no-clob", "-u"} & set(line)
    before = tree(modelled)
    apply(shell.effects, modelled)
    wanted, got = tree(real), tree(modelled)
    differences = [
        f"{name}: real {wanted.get(name)!r}, model {got.get(name)!r}"
        for name in sorted(wanted.keys() | got.keys())
        # -n and -u may leave what was there before.
        if wanted.get(name) != got.get(name)
        and not (keeps and wanted.get(name) == before.get(name))
        # A backup of what was there.
        and not name.endswith((".old", ".b", ".o", "~"))
    ]
    return "\n".join([" ".join(line), *shell.shown(), *differences]) if differences else None
