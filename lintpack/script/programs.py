"""Programs without a model: wrappers around known ones, and those that a launcher starts."""

from __future__ import annotations

from lintpack.script import paths, texts
from lintpack.script.emit import LOADER
from lintpack.script.plan import UNKNOWN_COMMAND, ProgramStart, Transfer
from lintpack.script.printed import printed
from lintpack.script.values import ALWAYS, Hole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.script.calls import Call
    from lintpack.script.interpreter import Run
    from lintpack.script.values import Text

# What an unknown command may wrap: `check_run cp a b`. Words that are as often an argument (`make install`,
# `apt install`, `git mv`) count only after a name that looks like a function's.
_WRAPPED = frozenset(
    [
        "cp",
        "mv",
        "ln",
        "rsync",
        "tar",
        "patchelf",
        "chrpath",
        "strip",
        "cpio",
        "zip",
        "unzip",
        "ldconfig",
        "objcopy",
        "scp",
        "mkdir",
        "rm",
        "chmod",
        "install",
        "bash",
        "sh",
    ]
)
_NOT_WRAPPERS = frozenset(
    [
        "git",
        "hg",
        "svn",
        "apt",
        "apt-get",
        "aptitude",
        "yum",
        "dnf",
        "pip",
        "pip2",
        "pip3",
        "npm",
        "npx",
        "yarn",
        "pnpm",
        "brew",
        "make",
        "gmake",
        "go",
        "cargo",
        "gem",
        "conda",
        "mamba",
        "port",
        "zypper",
        "pacman",
        "apk",
        "docker",
        "podman",
        "man",
        "which",
        "whereis",
        "info",
        "meson",
        "ninja",
        "bazel",
        "kubectl",
        "helm",
        "systemctl",
        "service",
        "snap",
        "flatpak",
        "emerge",
        "cmake",
        "poetry",
        "rpm",
        "dpkg",
        "opkg",
        "tdnf",
        "microdnf",
        "vagrant",
        "aws",
        "gsutil",
        "gcloud",
        "az",
        "adb",
        "msbuild",
        "dotnet",
        "mvn",
        "gradle",
        "java",
        "node",
        "python",
        "python3",
        "perl",
        "ruby",
    ]
)

# Commands of dracut, initramfs-tools and mkinitcpio that take programs by their names, to put them into an initramfs.
_TAKES_NAMES = frozenset(
    "dracut_install inst inst_simple inst_binary inst_multiple inst_any copy_exec add_binary add_file".split()
)


# Libraries that one unknown command is taken to copy.
_COPIES = 100

# Words of commands that pack nothing, whatever else is in their names: `defineDebugInfoPackage`, `unpack_libs`.
_NO_COPIES = ("debug", "unpack", "uninst")

# Those that fetch and build: what follows them with `&&` does not depend on a condition.
_ACTIONS = frozenset(
    "apt apt-get aptitude yum dnf microdnf tdnf apk zypper pacman emerge brew port conda mamba micromamba pip pip2 pip3"
    " npm npx yarn pnpm cargo go gem bundle mvn gradle configure autogen.sh bootstrap autoreconf autoconf automake"
    " libtoolize bazel bazelisk waf qmake b2 bjam rpm systemctl update-ca-certificates locale-gen useradd"
    " groupadd".split()
)


def unknown(run: Run, name: str, call: Call) -> None:
    words = call.words
    if name and len(words) > 1 and name not in _NOT_WRAPPERS and name not in _TAKES_NAMES:
        inner = texts.known(words[1])
        if inner in _WRAPPED and (inner not in {"install", "bash", "sh"} or "_" in name):
            from lintpack.script.calls import dispatch

            dispatch(run, call.without(1))
            return
    if "/" in name and _script(run, name, call):
        return
    _start(run, call, run.replaces)
    _perhaps_copy(run, name, call)
    run.state.status = None
    run.state.acted = name.rpartition("/")[2] in _ACTIONS
    printed(run, None, words, call.start, call.end)


def _start(run: Run, call: Call, replaces: bool = False) -> None:
    """Note the start where the loader's environment is set, or where the script is read as a launcher."""
    if not (run.loader_names or run.launcher or call.environment):
        return
    environment = []
    for variable in sorted(run.loader_names):
        found = run.variables.get(variable)
        if found is not None and found.exported:
            value = run.variables.text(variable)
            if value is not None:
                environment.append((variable, value))
    own = [(n, v) for n, v in call.environment if n.startswith((*LOADER, "PATH"))]
    environment = [(n, v) for n, v in environment if n not in dict(own)] + own
    if environment or run.launcher:
        place = call.located(run)[0]
        run.emit(
            ProgramStart,
            place,
            ALWAYS,
            words=call.words,
            environment=tuple(environment),
            replaces=replaces,
            cwd=run.state.cwd,
        )


def _script(run: Run, name: str, call: Call) -> bool:
    """Run a script of the repository that is called by its path; False where it is none."""
    path = run.path((name,))
    known = texts.known(path)
    found = run.repository.read(known) if known and not known.startswith("/") else None
    if found is None:
        written = run.written.get(path)
        first = texts.head(written)[:80] if written else ""
    else:
        first = found.text[:80]
    named = first.partition("\n")[0]
    # A C shell's script is none that can be read.
    if not named.startswith("#!") or "sh" not in named or "csh" in named or "fish" in named:
        return False
    places = call.located(run)
    with_input = run.state.ins[-1]
    outcome = run.run_file(path, places[0], call.words[1:], with_input)
    if run.live:
        run.state.status = outcome.status
        printed(run, outcome.output, call.words, call.start, call.end)
    return True


def _perhaps_copy(run: Run, name: str, call: Call) -> None:
    """A command that is not known, but called as if it copied libraries: to its last argument, it is assumed.

    Such are functions of a sourced file that cannot be read, and slips (`intsall`). What they really do is not known,
    and said to be so.
    """
    lower = name.rpartition("/")[2].lower()
    operands = [word for word in call.words[1:] if not texts.head(word).startswith("-")]
    if not any(_names_library(word) or _finds_library(word) for word in operands):
        return
    if lower in _NOT_WRAPPERS or any(part in lower for part in _NO_COPIES):
        return
    if not any(part in lower for part in ("copy", "inst", "pack", "bundle", "deploy", "cp")):
        from lintpack.slips import meant_tool

        if not meant_tool(name):
            return
    places = call.located(run)
    given = list(zip(call.words[1:], places[1:], strict=True))
    libraries = [(w, p) for w, p in given if w in operands and (_names_library(w) or _finds_library(w))]
    names = tuple([texts.shown(word).rpartition("/")[2] for word, _ in libraries if _names_library(word)])
    run.unresolved(name, UNKNOWN_COMMAND, places[0], names[:20])
    target = call.words[-1]
    if _names_library(target) or texts.head(target).startswith("-"):
        return
    for word, place in libraries[:_COPIES]:
        source = run.path(word)
        named = len(given) == 2 and _printed(paths.basename(target))
        aim = run.path(target if named else paths.concat(target, "/", paths.basename(source)))
        run.emit(Transfer, place, tool=name, source=source, destination=aim)


def _finds_library(word: Text) -> bool:
    """Whether a word is what a command prints that has to do with libraries: `$(get_system_lib ssl)`."""
    return len(word) == 1 and _printed(word) and "lib" in texts.shown(word)


def _printed(word: Text) -> bool:
    """Whether a word, or what begins it, is what a command prints."""
    return bool(word) and type(word[0]) is Hole and word[0].shown.startswith(("$(", "`"))


def _names_library(word: Text) -> bool:
    return any(isinstance(piece, str) and (piece.endswith(".so") or ".so." in piece) for piece in word)
