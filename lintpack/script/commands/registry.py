"""Which module models which program. Modules are imported when a script first uses one of their programs."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from lintpack.script.invocation import Invocation, Outcome

    Model = Callable[[Invocation], Outcome]

# They only look, and what they show depends on the build.
SHOWING = dict.fromkeys("ldd lddtree objdump readelf eu-readelf nm file scanelf otool size".split())
_PROGRAMS = {
    "pure_output": "cat echo printf seq gseq yes",
    "pure_paths": "dirname basename realpath grealpath readlink greadlink",
    "pure_lines": "head ghead tail gtail sort gsort uniq wc gwc tac rev",
    "pure_cut": "cut gcut tr gtr",
    "pure_grep": "grep ggrep egrep fgrep zgrep",
    "edit": "sed gsed perl",
    "listing": "ls gls getopt",
    "pure_awk": "awk gawk mawk nawk",
    "pure_expr": "expr",
    "pure_system": "uname arch nproc getconf hostname whoami id logname tty lsb_release dpkg-architecture pkg-config"
    " python-config llvm-config pg_config xcrun sw_vers lscpu date gdate mktemp gmktemp uuidgen which whereis",
    "copy": "cp gcp mv gmv",
    "install": "install ginstall libtool",
    "link": "ln gln link",
    "folders": "mkdir rm unlink rmdir touch truncate chmod chown chgrp chcon setcap setfacl sync",
    "tar": "tar gtar bsdtar",
    "find": "find gfind",
    "xargs": "xargs gxargs parallel",
    "prefixes": "sudo doas nice ionice chrt taskset time timeout nohup stdbuf unbuffer setsid setarch linux32 linux64"
    " fakeroot eatmydata catchsegv xvfb-run dbus-run-session strace ltrace valgrind caffeinate unshare nsenter"
    " chroot proot firejail gosu su-exec setpriv scl watch ccache sccache distcc doexec retry chronic exec command"
    " builtin busybox toybox dumb-init tini env su runuser flock script gtimeout",
    "shells": "sh bash dash ash ksh zsh mksh rbash",
    "sync": "rsync scp",
    "zips": "zip unzip 7z 7za 7zr 7zz cpio ar",
    "elf_tools": "patchelf chrpath strip eu-strip objcopy " + " ".join(SHOWING),
    "linker_cache": "ldconfig",
    "writing": "tee dd curl wget git gzip pigz bzip2 pbzip2 lbzip2 xz pixz zstd pzstd lzma lz4 compress lzip"
    " brotli gunzip"
    " zcat bunzip2 bzcat unxz xzcat unzstd zstdcat unpigz unlzma gzcat uncompress",
    "containers": "docker podman nerdctl kubectl oc docker-compose buildah ssh",
    "packers": "dpkg-deb dpkg fpm makeself makeself.sh appimagetool appimagetool-x86_64.AppImage appimagetool.AppImage"
    " linuxdeploy linuxdeploy-x86_64.AppImage linuxdeploy.AppImage mksquashfs mkisofs genisoimage xorrisofs"
    " rpmbuild rpmbuild-md5",
    "compilers": "gcc g++ cc c++ clang clang++ gfortran ld ld.gold ld.bfd ld.lld lld icc icpc make gmake cmake"
    " configure ninja qmake qmake6 qmake-qt4 qmake-qt5"
    " meson scons ctest",
}
MODULES = {name: module for module, names in _PROGRAMS.items() for name in names.split()}

_found: dict[str, Model | None] = {}


def find(name: str) -> Model | None:
    """The model of the program called `name` (a path's last component counts); None where there is none."""
    name = name[name.rfind("/") + 1 :]
    if name not in _found:
        known = name if name in MODULES else _plain(name)
        _found[name] = _load(MODULES[known], known) if known else None
    return _found[name]


def _plain(name: str) -> str:
    """The program behind a cross tool or a version: x86_64-linux-gnu-strip, gcc-12, clang++-15."""
    if "-" not in name or name.startswith("-"):
        return ""
    start, _, last = name.rpartition("-")
    if last.replace(".", "").isdigit():
        last = start.rpartition("-")[2]
    return last if MODULES.get(last) in {"compilers", "elf_tools", "linker_cache"} or last == "ar" else ""


def _load(module: str, name: str) -> Model:
    from lintpack import lazy

    models: dict[str, Model] = lazy.module("lintpack.script.commands." + module).MODELS
    return models[name]
