"""Every dynamic program of a folder, with random LD_LIBRARY_PATHs, against the real ld.so: no difference is the bar.

    python bench/loader_usrbin.py [FOLDER] [--paths 20] [--seed 1] [--programs N]

Folders of copied system libraries are made (plain copies, links, some under their SONAME, some cut short, some of the
wrong class), and each program is listed by `ld.so --list` and by lintpack with each of the LD_LIBRARY_PATHs. Compared
are the libraries in their order with their paths, and the error lines.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from lintpack.loader import tree  # noqa: E402
from lintpack.loader.capture import host  # noqa: E402
from lintpack.loader.environment import Environment  # noqa: E402
from lintpack.loader.host import HostTree  # noqa: E402
from lintpack.loader.load import load  # noqa: E402

_ADDRESS = re.compile(r" \(0x[0-9a-f]+\)$")


class Listing(NamedTuple):
    """Name and path of each library (None: not found), and what was printed on the error stream."""

    libraries: list[tuple[str, str | None]]
    errors: list[str]


def programs(folder: Path, files: HostTree, interpreter: str) -> list[str]:
    """The dynamic programs of this machine's own loader, each file once."""
    found: dict[object, str] = {}
    for path in sorted(folder.iterdir()):
        one = files.lookup(str(path))
        if one.kind == tree.ELF and one.facts is not None and one.facts.interpreter == interpreter:
            found.setdefault(one.identity, one.real)
    return list(found.values())


def make_folders(base: Path, libraries: list[tuple[str, Path]], count: int, chance: random.Random) -> list[str]:
    """Folders with copies of the libraries that the programs use (name asked for, file): honest ones and traps."""
    small = [pair for pair in libraries if pair[1].stat().st_size < 3_000_000]
    folders = []
    for number in range(count):
        folder = base / f"d{number}"
        for name, source in chance.sample(small, len(small) // 4):
            sub = chance.choice(["", "", "", "glibc-hwcaps/x86-64-v2", "glibc-hwcaps/x86-64-v3", "tls"])
            (folder / sub).mkdir(parents=True, exist_ok=True)
            plant(folder / sub / name, source, small, chance)
        folders.append(str(folder))
    return folders


def plant(place: Path, source: Path, libraries: list[tuple[str, Path]], chance: random.Random) -> None:
    """A copy, a link, or something that looks like the library and is none."""
    how = chance.random()
    if how < 0.5:
        shutil.copyfile(source, place)
    elif how < 0.65:
        place.symlink_to(source)
    elif how < 0.75:
        place.symlink_to("nowhere")
    elif how < 0.85:
        data = bytearray(source.read_bytes())
        data[4] = 1  # the other class
        place.write_bytes(data)
    elif how < 0.95:
        data = bytearray(source.read_bytes())
        data[18:20] = (40).to_bytes(2, "little")  # another machine
        place.write_bytes(data)
    elif how < 0.99:
        shutil.copyfile(chance.choice(libraries)[1], place)  # another library under this name
    else:
        place.write_text("INPUT(somewhere)\n" * chance.choice([1, 20]))


def library_paths(folders: list[str], count: int, chance: random.Random) -> list[str]:
    words = [*folders, "", "/nowhere", "d0", "d1/", "/usr/lib", "$ORIGIN/../lib", "/lib/$LIB", "/usr/$LIB/", "."]
    separators = [":", ";"]
    paths = []
    for _ in range(count):
        chosen = chance.sample(words, chance.randint(1, 5))
        paths.append("".join(word + chance.choice(separators) for word in chosen)[:-1])
    return paths


def real(interpreter: str, program: str, environment: Environment) -> Listing:
    done = subprocess.run(
        [interpreter, "--list", program],
        env={"LD_LIBRARY_PATH": environment.library_path or ""},
        cwd=environment.cwd,
        capture_output=True,
        text=True,
        check=False,
    )
    libraries: list[tuple[str, str | None]] = []
    for line in done.stdout.splitlines():
        name, _, path = _ADDRESS.sub("", line.strip()).partition(" => ")
        if not name.startswith(("linux-vdso", "statically")):
            libraries.append((name, None if path == "not found" else str(Path(environment.cwd, path or name))))
    errors = [line.removeprefix(f"{program}: ") for line in done.stderr.splitlines()]
    return Listing(libraries, errors)


def differences(ours: Listing, theirs: Listing) -> Iterator[str]:
    if [path for _, path in ours.libraries] != [path for _, path in theirs.libraries]:
        yield f"libraries\n  ours {ours.libraries}\n  real {theirs.libraries}"
    # With --list neither a missing library is an error nor is a symbol looked up.
    silent = ("cannot open shared object file", "wrong ELF class", "dl-lookup.c")
    # ld.so repeats a warning for each version; ours come once, behind the errors of others.
    if {e for e in ours.errors if not any(words in e for words in silent)} != set(theirs.errors):
        yield f"errors\n  ours {ours.errors}\n  real {theirs.errors}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", default="/usr/bin", type=Path)
    parser.add_argument("--paths", type=int, default=20, help="LD_LIBRARY_PATHs a program, beside none")
    parser.add_argument("--programs", type=int, default=0, help="only so many programs, chosen at random")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    profile = host()
    files = HostTree()
    chosen = programs(options.folder, files, profile.interpreter)
    if options.programs:
        chosen = chance.sample(chosen, min(options.programs, len(chosen)))
    with tempfile.TemporaryDirectory(prefix="lintpack-bench-") as base:
        plain = [load(program, files, profile, Environment()) for program in chosen]
        used = {one.needed: Path(one.real) for result in plain for one in result.scope if one.path is not None}
        used = {name: path for name, path in used.items() if "/" not in name and not name.startswith("ld-linux")}
        folders = make_folders(Path(base), sorted(used.items()), 12, chance)
        paths: list[str | None] = [None, *library_paths(folders, options.paths, chance)]
        jobs = [(program, Environment(path, cwd=base, secure=False)) for program in chosen for path in paths]
        spent = time.process_time()
        results = [load(program, files, profile, environment) for program, environment in jobs]
        spent = time.process_time() - spent
        with ThreadPoolExecutor(2) as pool:
            listings = list(pool.map(lambda job: real(profile.interpreter, *job), jobs))
    wrong = objects = fatal = missing = 0
    for (program, environment), result, theirs in zip(jobs, results, listings, strict=True):
        fatal += result.fatal is not None
        missing += any(one.path is None for one in result.scope)
        listed = [] if result.fatal and not theirs.libraries else [(o.needed, o.path) for o in result.scope]
        ours = Listing(listed, [*result.warnings, *result.errors])
        objects += len(listed)
        said = list(differences(ours, theirs))
        if said:
            wrong += 1
            if wrong <= 10:
                print(f"DIFFERENT {program} LD_LIBRARY_PATH={environment.library_path!r}\n" + "\n".join(said))
    print(f"programs {len(chosen)}, runs {len(jobs)}, libraries listed {objects}")
    print(f"runs with a fatal error {fatal}, with a library missing {missing}")
    print(f"differences {wrong}")
    print(f"lintpack {spent:.1f} s CPU, {1000 * spent / max(1, len(jobs)):.2f} ms a run")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
