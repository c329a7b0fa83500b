"""One fault in Debian packages: what lintian says of it, and lintpack.

    python bench/compare_packages.py

Builds examples/harbor, packs it with its fault (libtcmalloc.so.4 is shipped as libtcmalloc.so), and makes a .deb of it
three times: in /opt, in a folder of its own below /usr/lib, and in the folders of the system. Prints the lines of each
tool that name the library's SONAME, the number of its other lines, and its time. Needs gcc, dpkg-deb and lintian.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SONAME = "libtcmalloc.so.4"
# Where the package's folders go: its own layout, or programs and libraries apart.
PLACES = {"opt/harbor": None, "usr/lib/harbor": None, "usr/lib/x86_64-linux-gnu": "usr/bin"}
CONTROL = """\
Package: harbor
Version: 1.0
Architecture: amd64
Maintainer: Jane Doe <jane@example.org>
Depends: libc6
Description: an example
 It packs one library under the wrong name.
"""


def packed(folder: Path) -> Path:
    """The example, built and packed in `folder`."""
    harbor = folder / "harbor"
    shutil.copytree(ROOT / "examples" / "harbor", harbor)
    subprocess.run(["./build.sh"], cwd=harbor, check=True)
    paths = {"LD_LIBRARY_PATH": f"{harbor}/thirdparty/output/lib:{harbor}/build/lib"}
    subprocess.run(["scripts/pack_server.sh"], cwd=harbor, env={**os.environ, **paths}, check=True, capture_output=True)
    return harbor / "harbor-server"


def package(server: Path, place: str, programs: str | None, folder: Path) -> Path:
    tree = folder / place.replace("/", "-")
    if programs is None:
        shutil.copytree(server, tree / place)
    else:
        shutil.copytree(server / "lib", tree / place)
        shutil.copytree(server / "bin", tree / programs)
    (tree / "DEBIAN").mkdir()
    (tree / "DEBIAN" / "control").write_text(CONTROL)
    made = folder / f"{tree.name}.deb"
    subprocess.run(["dpkg-deb", "--root-owner-group", "-b", tree, made], check=True, capture_output=True)
    return made


def main() -> int:
    tools = {
        "lintpack": [sys.executable, "-m", "lintpack", "--format", "concise", "--profile", "debian-12", "--archive"]
    }
    if shutil.which("lintian"):
        tools["lintian"] = ["lintian", "--allow-root"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        server = packed(folder)
        for place, programs in PLACES.items():
            made = package(server, place, programs, folder)
            print(f"/{place}")
            for tool, command in tools.items():
                began = time.perf_counter()
                done = subprocess.run(
                    [*command, made.name],
                    cwd=folder,
                    env={**os.environ, "PYTHONPATH": str(ROOT)},
                    capture_output=True,
                    text=True,
                    check=False,
                )
                lines = done.stdout.splitlines()
                named = [line for line in lines if SONAME in line]
                seconds = time.perf_counter() - began
                print(f"  {tool}: {len(named)} of {len(lines)} lines are about it, in {seconds:.1f} s")
                print("".join(f"    {line}\n" for line in named), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
