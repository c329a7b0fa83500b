"""A laboratory: small programs and libraries made by `ld`, started by the real loader and looked at by ours.

The program prints /proc/self/maps and ends. So what the real process has mapped is known for certain, for any loader,
beside what glibc lists (LD_TRACE_LOADED_OBJECTS) and prints on the error stream.
"""

from __future__ import annotations

import atexit
import os
import platform
import re
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from lintpack.loader.capture import host
from lintpack.loader.environment import Environment
from lintpack.loader.host import HostTree
from lintpack.loader.load import load

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lintpack.loader.profile import Profile
    from lintpack.loader.result import Loaded, LoadResult

GLIBC = {"x86_64": "/lib64/ld-linux-x86-64.so.2", "aarch64": "/lib/ld-linux-aarch64.so.1"}.get(platform.machine(), "")
MUSL = f"/lib/ld-musl-{platform.machine()}.so.1"

_CALLS = {
    "x86_64": (
        '"syscall":"=a"(r):"a"(n),"D"(a),"S"(b),"d"(c),"r"(r10):"rcx","r11","memory"',
        'register long r10 __asm__("r10") = d; long r;',
        (257, 0, 1, 60),
        "_start:\\n xor %ebp,%ebp\\n and $-16,%rsp\\n call probe\\n",
    ),
    "aarch64": (
        '"svc 0":"=r"(x0):"r"(x8),"0"(x0),"r"(x1),"r"(x2),"r"(x3):"memory"',
        'register long x8 __asm__("x8") = n, x0 __asm__("x0") = a, x1 __asm__("x1") = b, '
        'x2 __asm__("x2") = c, x3 __asm__("x3") = d;',
        (56, 63, 64, 93),
        "_start:\\n bl probe\\n",
    ),
}


def _probe_source() -> str:
    call, registers, (openat, read, write, leave), start = _CALLS[platform.machine()]
    result = "r" if platform.machine() == "x86_64" else "x0"
    return f"""
static long call(long n, long a, long b, long c, long d)
{{ {registers} __asm__ volatile({call}); return {result}; }}
void probe(void)
{{
  static char text[65536];
  long n, file = call({openat}, -100, (long) "/proc/self/maps", 0, 0);
  while ((n = call({read}, file, (long) text, sizeof text, 0)) > 0) call({write}, 1, (long) text, n, 0);
  call({leave}, 0, 0, 0, 0);
}}
__asm__(".globl _start\\n{start}");
"""


class Real(NamedTuple):
    """What the real loader did. `mapped`: real paths of the libraries; `listed`: (name, path or None), traced."""

    status: int
    stderr: list[str]
    mapped: set[str]
    listed: list[tuple[str, str | None]]


class Outcome(NamedTuple):
    """Ours and the real one, for a test to look at further."""

    ours: LoadResult
    real: Real
    root: Path

    def providers(self) -> dict[str, str | None]:
        """Name asked for to the path below the laboratory's root, None where nothing provides it; the first answer."""
        answers: dict[str, str | None] = {}
        for one in self.ours.loads:
            answers.setdefault(one.needed, None if one.path is None else self._relative(Path(one.path)))
        return answers

    def _relative(self, path: Path) -> str:
        return os.path.relpath(path.parent.resolve() / path.name, self.root)


class Tools:
    """Compiled once a session: the probe, an empty object, and stubs by SONAME."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "probe.c").write_text(_probe_source())
        (folder / "empty.s").write_text(".section .note.GNU-stack\n")
        compiler = shutil.which("gcc") or "cc"
        run([compiler, "-O1", "-fPIC", "-ffreestanding", "-fno-stack-protector", "-c", "probe.c"], folder)
        run(["as", "empty.s", "-o", "empty.o"], folder)
        self._made: dict[str, Path] = {}

    def stub(self, soname: str) -> Path:
        """A library with that SONAME to link with, so that NEEDED has it; it is never loaded."""
        return self._once(f"stub:{soname}", ["-shared", "-soname", soname, "empty.o"])

    def versioned_stub(self, soname: str, versions: Sequence[str]) -> Path:
        script = self.version_script(versions)
        objects = [str(self.definition(version)) for version in versions]
        return self._once(
            f"stub:{soname}:{versions}", ["-shared", "-soname", soname, "--version-script", str(script), *objects]
        )

    def _once(self, key: str, arguments: Sequence[str]) -> Path:
        if key not in self._made:
            place = self.folder / f"stub{len(self._made)}.so"
            run(["ld", "-o", str(place), *arguments], self.folder)
            self._made[key] = place
        return self._made[key]

    def _object(self, key: str, text: str) -> Path:
        if key not in self._made:
            place = self.folder / f"object{len(self._made)}.o"
            run(["as", "-o", str(place), "-"], self.folder, text=text + "\n.section .note.GNU-stack\n")
            self._made[key] = place
        return self._made[key]

    def definition(self, version: str) -> Path:
        """Defines the function that stands for a version."""
        name = symbol(version)
        text = f".text\n.globl {name}\n.type {name},%function\n{name}:\n ret\n.size {name},1"
        return self._object(f"define:{name}", text)

    def reference(self, version: str, *, weak: bool = False) -> Path:
        """Data that points to the function: bound at start-up."""
        text = f".{'weak' if weak else 'globl'} {symbol(version)}\n.data\n.quad {symbol(version)}"
        return self._object(f"refer:{version}:{weak}", text)

    def version_script(self, versions: Sequence[str]) -> Path:
        place = self.folder / ("_".join(versions) + ".map")
        place.write_text("".join(f"{version} {{ {symbol(version)}; }};\n" for version in versions))
        return place


def symbol(version: str) -> str:
    return f"f_{version.replace('.', '_')}"


def run(command: Sequence[str], folder: Path, text: str | None = None) -> None:
    done = subprocess.run(command, cwd=folder, input=text, capture_output=True, text=True, check=False)
    if done.returncode:
        raise AssertionError(f"{' '.join(command)}: {done.stderr}")


class Lab:
    """A folder in which a scenario is built."""

    def __init__(self, root: Path, tools: Tools, profile: Profile, interpreter: str = GLIBC) -> None:
        self.root = root.resolve()
        self.tools = tools
        self.profile = profile
        self.interpreter = interpreter

    def two_copies(self) -> None:
        """liba.so in `one` and `two`; the copies are different files."""
        self.lib("one/liba.so")
        self.lib("two/liba.so")

    def lib(
        self,
        path: str,
        *needed: str,
        soname: str | None = "",
        rpath: str | None = None,
        runpath: str | None = None,
        versions: Sequence[str] = (),
        defines: Sequence[str] = (),
        wants: Mapping[str, Sequence[str]] | None = None,
        weak: bool = False,
        options: Sequence[str] = (),
    ) -> Path:
        """A library. `soname` "": the file's name; None: none. `needed`: SONAMEs. `versions` it defines, each with
        a function; `defines`: such functions without version; `wants`: versions by the SONAME that should have them.
        """
        place = self.root / path
        command = ["-shared"]
        if soname is not None:
            command += ["-soname", soname or place.name]
        if versions:
            command += ["--version-script", str(self.tools.version_script(versions))]
        objects = [str(self.tools.definition(version)) for version in (*versions, *defines)]
        self._link(place, command, objects, needed, rpath, runpath, wants, weak, options)
        return place

    def program(
        self,
        path: str,
        *needed: str,
        rpath: str | None = None,
        runpath: str | None = None,
        wants: Mapping[str, Sequence[str]] | None = None,
        weak: bool = False,
        interpreter: str | None = None,
        options: Sequence[str] = (),
    ) -> Path:
        place = self.root / path
        command = ["-pie", "-dynamic-linker", interpreter or self.interpreter]
        probe = [str(self.tools.folder / "probe.o")]
        self._link(place, command, probe, needed, rpath, runpath, wants, weak, options)
        return place

    def _link(
        self,
        place: Path,
        command: list[str],
        objects: list[str],
        needed: Sequence[str],
        rpath: str | None,
        runpath: str | None,
        wants: Mapping[str, Sequence[str]] | None,
        weak: bool,
        options: Sequence[str],
    ) -> None:
        place.parent.mkdir(parents=True, exist_ok=True)
        command = ["ld", "-o", str(place), *command, str(self.tools.folder / "empty.o"), *objects]
        if rpath is not None:
            command += ["--disable-new-dtags", "-rpath", rpath]
        if runpath is not None:
            command += ["--enable-new-dtags", "-rpath", runpath]
        wants = wants or {}
        for versions in wants.values():
            command += [str(self.tools.reference(version, weak=weak)) for version in versions]
        command += ["--no-as-needed", "--allow-shlib-undefined"]
        for soname in needed:
            stub = self.tools.versioned_stub(soname, wants[soname]) if soname in wants else self.tools.stub(soname)
            command.append(str(stub))
        run([*command, *options], self.root)

    def copy(self, source: str, target: str) -> None:
        (self.root / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(self.root / source, self.root / target)

    def link(self, path: str, target: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).symlink_to(target)

    def write(self, path: str, text: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text)

    def edit(self, path: str, offset: int, data: bytes) -> None:
        with (self.root / path).open("r+b") as file:
            file.seek(offset)
            file.write(data)

    def start(
        self,
        program: str,
        library_path: str | None = None,
        preload: str | None = None,
        cwd: str = "",
    ) -> Outcome:
        """Both loaders. `@` in the values stands for the laboratory's root."""
        root = str(self.root)
        library_path = library_path and library_path.replace("@", root)
        preload = preload and preload.replace("@", root)
        folder = str(self.root / cwd)
        path = program if program.startswith("./") else str(self.root / program)
        environment = Environment(library_path, preload, folder)
        ours = load(path, HostTree(root), self.profile, environment)
        return Outcome(ours, self._really(path, environment), self.root)

    def agree(
        self,
        program: str,
        library_path: str | None = None,
        preload: str | None = None,
        cwd: str = "",
        expect: Mapping[str, str | None] | None = None,
        *,
        listed: bool = True,
    ) -> Outcome:
        """Starts both and holds them against each other; `expect` says what should come out, for the reader.

        `listed` False: what ld.so lists is left out (it lists auxiliary objects that no start misses).
        """
        got = self.start(program, library_path, preload, cwd)
        compare(got if listed else got._replace(real=got.real._replace(listed=[])))
        if expect is not None:
            answers = got.providers()
            assert {name: answers.get(name, "not asked for") for name in expect} == dict(expect)
        return got

    def _really(self, path: str, environment: Environment) -> Real:
        variables = {"LANG": "C"}
        if environment.library_path is not None:
            variables["LD_LIBRARY_PATH"] = environment.library_path
        if environment.preload is not None:
            variables["LD_PRELOAD"] = environment.preload
        try:
            done = self._run(path, environment.cwd, variables)
        except OSError as error:
            return Real(-1, [os.strerror(error.errno or 0)], set(), [])
        traced = ""
        if self.interpreter == GLIBC:
            traced = self._run(path, environment.cwd, variables | {"LD_TRACE_LOADED_OBJECTS": "1"}).stdout
        prefix = f"{path}: "
        errors = [line.removeprefix(prefix) for line in done.stderr.splitlines()]
        listed = [(name, found and str(Path(environment.cwd, found))) for name, found in _traced(traced)]
        return Real(done.returncode, errors, self._mapped(done.stdout, path, environment.cwd), listed)

    def _run(self, path: str, cwd: str, variables: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [path], cwd=cwd, env=dict(variables), capture_output=True, text=True, errors="surrogateescape", check=False
        )

    def _mapped(self, maps: str, path: str, cwd: str) -> set[str]:
        """Files in the process, but for the program and the loader."""
        paths = {line.split(maxsplit=5)[5] for line in maps.splitlines() if len(line.split(maxsplit=5)) == 6}
        own = {str(Path(cwd, path).resolve()), os.path.realpath(self.interpreter)}
        return {p for p in paths if p.startswith("/") and p not in own}


def _traced(text: str) -> list[tuple[str, str | None]]:
    listed: list[tuple[str, str | None]] = []
    for line in text.splitlines():
        name, _, path = line.strip().partition(" => ")
        path = re.sub(r" \(0x[0-9a-f]+\)$", "", path or name)
        name = re.sub(r" \(0x[0-9a-f]+\)$", "", name)
        if not name.startswith(("linux-vdso", "linux-gate", "statically")):
            listed.append((name, None if path == "not found" else path))
    return listed


def compare(got: Outcome) -> None:
    """The real process and ours: whether it starts, what it prints, what it has mapped, and in which order."""
    ours, real = got.ours, got.real
    said = f"\nours: {ours.fatal}\nreal: {real.status} {real.stderr}\n{ours.loads}"
    assert (real.status == 0) == (ours.fatal is None), said
    assert [line for line in ours.errors if line in real.stderr][:1] == [*ours.errors[:1]], said
    warned = [line for line in real.stderr if line not in ours.errors]
    if real.status == 0:
        assert list(ours.warnings) == warned if ours.libc == "glibc" else True, said
        mapped = {one.real for one in ours.scope if one.path is not None and one.via and not _is_loader(one.via.kind)}
        assert mapped == real.mapped, said
    if real.listed:
        scope = [(_name(one), one.path and os.path.normpath(one.path)) for one in ours.scope]
        listed = [(name, path and os.path.normpath(path)) for name, path in real.listed]
        assert [path for _, path in scope] == [path for _, path in listed], said
        assert {name for name, _ in scope} == {name for name, _ in listed}, said


def _name(one: Loaded) -> str:
    """As glibc lists it: its own loader goes by the name in PT_INTERP."""
    return one.path or "" if one.via and _is_loader(one.via.kind) else one.needed


def _is_loader(kind: str) -> bool:
    return kind in ("interpreter", "built-in")


@cache
def _tools() -> Tools:
    if not GLIBC or not Path(GLIBC).exists():
        pytest.skip("no glibc loader of a known kind here")
    if not shutil.which("ld") or not shutil.which("as") or not (shutil.which("gcc") or shutil.which("cc")):
        pytest.skip("no gcc and binutils here")
    folder = Path(tempfile.mkdtemp(prefix="lintpack-lab-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Tools(folder)


@cache
def host_profile() -> Profile:
    """The running system's profile."""
    return host()


def glibc_lab(root: Path) -> Lab:
    """A laboratory in `root`; skips, visibly, on a machine that cannot build or has another loader."""
    return Lab(root, _tools(), host_profile())


def musl_lab(root: Path) -> Lab:
    """As `glibc_lab`, with musl's loader (Debian's package is `musl`)."""
    if not Path(MUSL).exists():
        pytest.skip(f"no musl here: {MUSL} is missing")
    return Lab(root, _tools(), host_profile(), MUSL)
