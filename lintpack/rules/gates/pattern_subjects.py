"""What the rules about misread patterns, undone RPATHs, lost slashes and odd names are about (see `subjects`)."""

from __future__ import annotations

from lintpack.rules.gates import slip_subjects, subjects
from lintpack.rules.gates.branch_subjects import sizes_branched
from lintpack.rules.shared.wording import lines_with

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.rules.context import Context
    from lintpack.source import Place

# What may stand behind an address in a script for sed.
_OF_SED = tuple("sdpcaiq{!,")
_SIGNS = tuple("/|,#:@")


def literal(context: Context) -> bool:
    """Plans and tests with patterns that a shell may leave as they are, and scripts with braces around a single one."""
    return subjects.stars(context) or any(lone_braces(script.source.text) for script in context.plan.scripts)


def lone_braces(text: str) -> bool:
    """Whether a line may have `{lib*.so}`, which is no list."""
    for _, line in lines_with("*", text):
        brace = line.find("{")
        while brace >= 0:
            inside = line[brace + 1 : line.find("}", brace)]
            if "*" in inside and ".so" in inside and "," not in inside and line[brace - 1 : brace] != "$":
                return True
            brace = line.find("{", brace + 1)
    return False


def misread(context: Context) -> bool:
    """Scripts with one of these."""
    return any(_any(script.source.text) for script in context.plan.scripts)


def _any(text: str) -> bool:
    return (
        cut_at_slashes(text)
        or two_stars(text)
        or lists_in_brackets(text)
        or of_containers(text)
        or never_in_folders(text)
        or refused_by_sed(text)
    )


def refused_by_sed(text: str) -> bool:
    """A script for sed with an odd number of its own sign, or with a path behind an address."""
    for piece in text.split("sed ")[1:]:
        line = piece.partition("\n")[0]
        for quote in "'\"":
            code = line.partition(quote)[2].partition(quote)[0]
            if code[:1] == "s" and code[1:2] in _SIGNS and (code.count(code[1]) != 3 or "@" in code):
                return True
            if code[:1] == "/" and code[1:].partition("/")[2][:1] not in _OF_SED:
                return True
    return False


def cut_at_slashes(text: str) -> bool:
    """`sed "s/…/$dir/"` with a variable in the replacement, and `${x%/bin}`."""
    at = text.find('"s/')
    while at >= 0:
        if "$" in text[at : text.find("\n", at)].partition("/")[2].partition("/")[2]:
            return True
        at = text.find('"s/', at + 3)
    at = text.find("%/")
    while at >= 0:
        if text.startswith(("bin", "sbin", "lib", "scripts"), at + 2):
            return True
        at = text.find("%/", at + 2)
    return False


def of_containers(text: str) -> bool:
    """Copies out of containers, and a pattern."""
    return " cp " in text and ":/" in text and any(name in text for name in ("docker", "podman", "DOCKER", "kubectl"))


def two_stars(text: str) -> bool:
    """`**/` outside of a pattern for another program, as far as the words before tell."""
    return "**/" in text and ".so" in text


def lists_in_brackets(text: str) -> bool:
    """`[a,b]`, with no blank in it."""
    for piece in text.split("[")[1:] if "," in text else ():
        head = piece[:80].partition("]")[0]
        if "," in head and head[0] not in " :[" and " " not in head:
            return True
    return False


def never_in_folders(text: str) -> bool:
    """rsync with filters for names."""
    return "rsync" in text and "--include" in text and "--exclude" in text


def undone(context: Context) -> bool:
    """Plans that change an RPATH twice, and scripts that tell CMake of one and of none."""
    skipped = context.speaks_of(("CMAKE_SKIP_",)) and context.speaks_of(("CMAKE_INSTALL_RPATH",))
    return skipped or subjects.patched_twice(context)


# Options for the link editor, also with a slip in them.
OPTIONS = ("-rpath", "-WL,", "-wl,", "-WI,", "-W1,", "-Wl,-", "-Wl-", "-Wl,r", "-Wl,s")
# Lists of options, and of folders, in which nothing is expanded.
KEPT_FLAGS = ("FLAGS='", "LIBS='", "RPATH='")
_TOKENS = ("ORIGIN", "@loader_path", "@executable_path", "patchelf", "chrpath")


def run_paths_spelt(context: Context) -> bool:
    """Plans with an RPATH from the object's own folder, or from one of macOS's, and scripts with such options, or with
    flags in single quotes."""
    if context.speaks_of(OPTIONS) or (context.speaks_of(_TOKENS) and subjects.run_paths(context)):
        return True
    return context.speaks_of(KEPT_FLAGS)


def run_paths_changed(context: Context) -> bool:
    """Scripts that speak of patchelf, and plans with RPATHs."""
    return context.speaks_of(("patchelf", "PATCHELF")) or subjects.loader(context)


LOADERS = ("ld-linux-", "ld-musl-")
CHANGES = ("install_name_tool", "--replace-needed")
VALUES = ("]='lib", ']="lib', "]=lib")
_USUAL = "ld-linux-x86-64.so.2"
# Letters behind `lib` that neighbours begin with, and libraries that a list has for the others to say something.
KIN = 4
_SEVERAL = 4


def doubtful_folders(context: Context) -> bool:
    if context.speaks_of(OPTION_PATHS) or context.speaks_of(RUN_PATH_FLAGS):
        return True
    if (
        tested_paths(context)
        or word_sizes(context)
        or sizes_branched(context)
        or headers_mixed(context)
        or slip_subjects.doubtful_folders(context)
    ):
        return True
    if not context.speaks_of(("LD_LIBRARY_PATH=", "rpath", "ld.so.conf")):
        return False
    from lintpack.rules.gates.twin_subjects import lone_folders

    return lone_folders(context)


def headers_mixed(context: Context) -> bool:
    """Plans that copy a library into a folder of headers."""
    return context.speaks_of(("include", "headers")) and any(of_headers(into) for _, _, into in context.copies)


def of_headers(into: str) -> bool:
    """Whether a library is copied into a folder that has headers by its name."""
    folder, _, name = into.rpartition("/")
    return ".so" in name and folder.rpartition("/")[2].endswith(("include", "includes", "headers"))


# What the compiler hands on to the link editor.
RUN_PATH_FLAGS = ("-Wl,-rpath", "-Wl,--rpath")
# An option's path without its slash.
OPTION_PATHS = ("=usr/lib", " usr/lib")


def word_sizes(context: Context) -> bool:
    """Scripts that name a folder of libraries of one word size, and have a variable that is one."""
    return context.speaks_of(("lib64/",)) and context.speaks_of(("=64", '="64"', "='64'", "=lib64", '="lib64"'))


def tested_paths(context: Context) -> bool:
    """Plans in which something hangs on a test of a library."""
    shown = {guard.shown for effect in context.plan.effects for guard in effect.origin.guards}
    return any(" -" in one and ("lib/" in one or ".so" in one) for one in shown)


def library_names(context: Context) -> bool:
    """Names of libraries that may be slips, RetroPie's modules, and libraries for two systems."""
    if odd_loaders(context) or context.shared(strange_in_lists):
        return True
    from lintpack.rules.shared.common_libraries import suspicious

    texts = [script.source.text for script in context.plan.scripts]
    if context.speaks_of(("md_ret_files", "dylib", ".dll", "--replace-needed", *VALUES)) or any(map(suspicious, texts)):
        return True
    from lintpack.evidence.presence import may_be_known
    from lintpack.rules.shared.name_suspects import numberless

    if context.speaks_of(slip_subjects.SYSTEMS) and any(map(numberless, texts)):
        return True
    return any(sum(not may_be_known(name) for name in names) < 2 for names in slip_subjects.families(context))


def odd_loaders(context: Context) -> bool:
    """Scripts that name a loader otherwise than most do."""
    if not context.speaks_of(("ld-",)):
        return False
    texts = [script.source.text for script in context.plan.scripts]
    return any(text.count(word) != text.count(word + _USUAL[len(word) :]) for text in texts for word in LOADERS)


def strange_in_lists(context: Context) -> tuple[tuple[Place, str, tuple[str, ...]], ...]:
    """Commands that name libraries which but one may be known: the command, that one, and those that begin alike."""
    found: dict[int, list[str]] = {}
    commands: dict[int, Place] = {}
    for one in context.packed:
        # What a function copies is seldom a list.
        if not one.origin.calls and (name := one.name.link_name)[:3] == "lib":
            command = one.origin.command
            commands[command.start] = command
            found.setdefault(command.start, []).append(name)
    if "Removal" in context.kinds:
        from lintpack.script.plan import Removal
        from lintpack.script.texts import shown

        for gone in context.each(Removal):
            name, suffix, _ = shown(gone.path).rpartition("/")[2].partition(".so")
            if suffix and name[:3] == "lib":
                command = gone.origin.command
                commands[command.start] = command
                found.setdefault(command.start, []).append(f"{name}.so")
    odd = []
    for start, names in found.items():
        one_of_them = _strange(tuple(dict.fromkeys(names))) if len(names) >= _SEVERAL else None
        if one_of_them is not None:
            odd.append((commands[start], *one_of_them))
    return tuple(odd)


def _strange(names: tuple[str, ...]) -> tuple[str, tuple[str, ...]] | None:
    heads = [name[3 : 3 + KIN] for name in names]
    letters = {head[0] for head in heads if heads.count(head) > 1}
    # The first letter is seldom lost.
    near = [name for name, head in zip(names, heads, strict=True) if head[0] in letters and heads.count(head) == 1]
    if not near:
        return None
    from lintpack.evidence.presence import may_be_known

    unknown = [name for name in names if not may_be_known(name)]
    if len(unknown) != 1 or unknown[0] not in near:
        return None
    return unknown[0], tuple([name for name, head in zip(names, heads, strict=True) if heads.count(head) > 1])
