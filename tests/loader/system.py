"""Described file systems for tests that ask no real loader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack.elf.facts import ElfFacts, NeededVersion
from lintpack.loader import tree
from lintpack.loader.layers import LINK, DictLayer, LayeredTree, Node
from lintpack.loader.profile import GLIBC, Profile
from lintpack.loader.tree import Found

if TYPE_CHECKING:
    from collections.abc import Mapping

INTERPRETER = "/lib64/ld-linux-x86-64.so.2"
X86_64 = 62


def facts(
    *needed: str,
    soname: str | None = None,
    rpath: str | None = None,
    runpath: str | None = None,
    wants: Mapping[str, str] | None = None,
    versions: tuple[str, ...] | None = None,
    interpreter: str | None = None,
    machine: int = X86_64,
    isa: int = 0,
    kernel: tuple[int, int, int] | None = None,
    relr: bool = False,
) -> ElfFacts:
    """A library's facts, or with `interpreter` a program's. `wants`: one version by library."""
    return ElfFacts(
        bits=64,
        little=True,
        machine=machine,
        type=3,
        interpreter=interpreter,
        soname=soname,
        needed=needed,
        rpath=rpath,
        runpath=runpath,
        versions_needed=tuple(NeededVersion(name, version) for name, version in (wants or {}).items()),
        versions_defined=versions,
        has_versym=True,
        isa_needed=isa,
        abi_tag=(0, *kernel) if kernel else None,
        relr=relr,
    )


def program(*needed: str, rpath: str | None = None, runpath: str | None = None, isa: int = 0) -> ElfFacts:
    return facts(*needed, rpath=rpath, runpath=runpath, isa=isa, interpreter=INTERPRETER)


def files(entries: Mapping[str, ElfFacts | str | Found], root: str = "/b", *, secure: bool = False) -> LayeredTree:
    """Absolute paths to facts, to the target of a link, or to what opening gives. The loader itself is there.

    `secure`: every file has the set-user-ID bit of somebody else.
    """
    nodes: dict[str, Node] = {}
    for path, what in {INTERPRETER: facts(soname="ld-linux-x86-64.so.2"), **entries}.items():
        if isinstance(what, str):
            nodes[path.lstrip("/")] = Node(LINK, what)
        elif isinstance(what, Found):
            nodes[path.lstrip("/")] = Node("file", found=what, mode=what.mode)
        else:
            found = Found(tree.ELF, facts=what, secure=secure)
            nodes[path.lstrip("/")] = Node("file", found=found)
    inside = {path[len(root) :]: node for path, node in nodes.items() if path.startswith(root[1:] + "/")}
    bundle = DictLayer({path.lstrip("/"): node for path, node in inside.items()})
    return LayeredTree([(root, bundle), ("/", DictLayer(nodes))], root)


def profile(version: tuple[int, ...] = (2, 36), **fields: object) -> Profile:
    """A system with /lib and /usr/lib, without subdirectories for processors."""
    usual: dict[str, object] = {"directories": ("/lib", "/usr/lib"), "lib": "lib64", "platform": "haswell"}
    return Profile(name="test", libc=GLIBC, version=version, **{**usual, **fields})  # type: ignore[arg-type]
