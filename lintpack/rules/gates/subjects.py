"""What rules are about: a plan without it gives them nothing to say, and spares loading them."""

from __future__ import annotations

from itertools import pairwise

from lintpack.lazy import Lazy
from lintpack.rules.shared.wording import lines_with

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lintpack.rules.context import Context
    from lintpack.rules.shared import loader as of_loader
else:
    of_loader = Lazy("lintpack.rules.shared.loader")


def effects(*kinds: str) -> Callable[[Context], bool]:
    """Plans with an effect of one of these classes of `script.plan`."""
    wanted = frozenset(kinds)
    return lambda context: not wanted.isdisjoint(context.kinds)


def libraries(context: Context) -> bool:
    """Plans that pack a library."""
    return bool(context.packed)


def versions(context: Context) -> bool:
    """Plans that pack a library under a name with a version."""
    return any(one.name.suffix for one in context.packed)


# Libraries whose SONAME has been the same for so long that `outdated_version` knows it.
RENUMBERED = tuple("libcairo libcurl libdbus-1 libexpat libfreetype libgmp liblzma libpq libudev".split())


def aged(context: Context) -> bool:
    """Plans that pack a library with a version from a folder of the system, one of these, or a part of one glibc."""
    return any(
        "-2." in one.name.base or (one.name.suffix and (one.folder[:1] == "/" or one.name.text.startswith(RENUMBERED)))
        for one in context.packed
    )


# How libraries begin that are linked with another one in every build: most libraries are none of them.
NEVER_ALONE = (
    *("libssl", "libicu", "libav", "libsw", "libpostproc", "libgssapi_krb5", "libkrb5", "libldap", "libexslt"),
    *("libxslt", "libprotoc", "libvorbis", "libhogweed", "libhdf5_", "libMagickWand", "libPoco", "libopencv_"),
    *("libQt", "libparquet", "libarrow_", "libgrpc++", "libglib-2.0"),
)
# Who takes one or two libraries counts on the system for the rest; a handful is meant to be whole.
HANDFUL = 4
# But of these, two are.
PARTS = ("libicu", "libgssapi_krb5", "libkrb5")


def companions(context: Context) -> bool:
    """Plans that pack a handful of libraries, and one of these; of Alpine, any."""
    if len(context.packed) < HANDFUL:
        return sum(one.name.text.startswith(NEVER_ALONE) for one in context.packed) > 1
    return context.speaks_of(("apk",)) or any(one.name.text.startswith(NEVER_ALONE) for one in context.packed)


def released(context: Context) -> bool:
    """Plans that name a library whose number follows from a release, in scripts that speak of one (see
    `release_subjects`)."""
    from lintpack.rules.gates.release_subjects import branched, released

    return released(context) or branched(context)


def own_sonames(context: Context) -> bool:
    """Plans that give a library a SONAME."""
    from lintpack.script.plan import Change

    return any(one.kind == "soname" for one in context.each(Change))


def asked(context: Context) -> bool:
    """The same, plans that make links, and scripts that test for files."""
    return versions(context) or "Link" in context.kinds or context.speaks_of(("[ ", "test "))


def files(context: Context) -> bool:
    """Plans that pack a library, or scripts that list one, under a name of two numbers or more: mostly a file's own;
    and scripts with the dated name of GCC's library."""
    from lintpack.rules.shared.name_lists import in_lists

    return context.speaks_of(("libgcc_s-",)) or any(
        "." in one.name.suffix for one in (*context.packed, *in_lists(context))
    )


def renamed(context: Context) -> bool:
    """Plans that pack a library under another name, or move one, or scripts that ask for the end of a link."""
    if context.speaks_of(("readlink", "realpath")):
        return True
    moved = any(one.moves and ".so." in source for one, source, _ in context.copies)
    return moved or any(one.placed is not None and one.placed.text != one.name.text for one in context.packed)


def sought(context: Context) -> bool:
    """Plans that pack a library, or scripts that list some: with build folders, or where the repository may have it."""
    from lintpack.rules.shared.name_lists import in_lists

    named = bool(context.packed or in_lists(context))
    if context.built or not named:
        return named
    sources = [copy.source for copy, source, _ in context.copies if ".so" in source.rpartition("/")[2]]
    if "Archive" in context.kinds:
        from lintpack.script.plan import Archive
        from lintpack.script.texts import shown

        members = [member for archive in context.each(Archive) for member in archive.members]
        sources += [member for member in members if ".so" in shown(member)]
    return any(context.evidence.may_have(source) for source in sources)


def patterns(*parts: str) -> Callable[[Context], bool]:
    """Plans that copy from a path with one of these in it."""
    return lambda context: any(part in source for _, source, _ in context.copies for part in parts)


def strange_commands(context: Context) -> bool:
    """Plans with a copy by a command that is not known."""
    from lintpack.script.plan import Unresolved

    return any(one.unknown for one in context.each(Unresolved))


def bare_patterns(context: Context) -> bool:
    """Scripts in which a name's pattern ends behind `.so` or one digit, or a name does where others are patterns."""
    from lintpack.rules.shared.glob_siblings import may_have

    return any(may_have(script.source.text) for script in context.plan.scripts)


def own_numbers(context: Context) -> bool:
    """Plans that copy or link what has a version in its path (see `numbered`), or give the loader such a folder."""
    from lintpack.script.plan import Export, Link
    from lintpack.script.texts import shown

    if "WrittenFile" in context.kinds and context.speaks_of(("ld.so.conf",)):
        return True
    listed = [shown(one.value or ()) for one in context.each(Export) if one.name == "LD_LIBRARY_PATH"]
    if any(piece[:1].isdigit() for path in listed for piece in path.split("-")[1:]):
        return True
    given = [shown(link.target) for link in context.each(Link)]
    given += [shown(one.value or ()) for one in context.each(Export) if one.name == "LD_PRELOAD"]
    return any(numbered(path) for path in (*given, *[source for _, source, _ in context.copies]))


def numbered(path: str) -> bool:
    """Whether a path of a library has a version as packages have them: `-2.16`, `/9.2.0/`, `.so.2.0.2`."""
    if ".so" not in path:
        return False
    if any(piece[:1].isdigit() for cut in "-/" for piece in path.split(cut)[1:]):
        return True
    return path.rpartition(".so.")[2].replace(".", "", 2).isdigit() and path.rpartition(".so.")[2].count(".") > 1


def unchecked(context: Context) -> bool:
    """Plans that archive, preload, or mean to stop where a command fails, and pack a library by one unchecked."""
    if not any(one.origin.unchecked for one in context.packed):
        return False
    return "Archive" in context.kinds or context.speaks_of(("set -", "set +", "sh -", "exit", "LD_PRE", "LD_AUD", "||"))


def stars(context: Context) -> bool:
    """Plans with a star, braces, or a list of names that the shell leaves as they are; and tests for a pattern."""
    for effect in context.plan.effects:
        for field in ("source", "target", "file", "path"):
            for piece in getattr(effect, field, None) or ():
                if isinstance(piece, str) and ("*" in piece or (".so" in piece and ("{" in piece or " " in piece))):
                    return True
    return any(tests_patterns(script.source.text) for script in context.plan.scripts)


def tests_patterns(text: str) -> bool:
    """Whether a line that has a star, and has to do with libraries, tests for a file."""
    for test in ("[ -", "[ ! -", "test -"):
        for _, line in lines_with(test, text):
            if "*" in line and ("lib" in line or ".so" in line):
                return True
    return False


def scattered(context: Context) -> bool:
    """Plans that take libraries from folders, or put them into some, that differ as `lib` and `lib64` do; that put some
    into a folder by its full path; and scripts that name a search path."""
    kin = {"lib", "lib32", "lib64", "bin"}
    if len({one.folder.rpartition("/")[2] for one in context.packed} & kin) > 1:
        return True
    if len({one.into.rstrip("/").rpartition("/")[2] for one in context.packed} & kin) > 1:
        return True
    if any(into[:1] == "/" and ".so" in into for _, _, into in context.copies):
        return True
    said = ("rpath", "LD_LIBRARY_PATH=", "--prefix", "_INSTALL_PREFIX", "ld.so.conf", "apt-get install", "apt install")
    return context.speaks_of(said)


def of_the_system(context: Context) -> bool:
    """Plans that pack a library which must come from the system, or scripts that list one."""
    from lintpack.rules.shared.name_lists import in_lists
    from lintpack.rules.shared.system_libraries import reason

    return any(reason(one.name) for one in (*context.packed, *in_lists(context)))


# Scripts without any of these have to do with none of it.
LOADER_WORDS = ("LD_", "LIBRARY_PATH", "rpath", "RPATH", "ORIGIN", "patchelf", "chrpath")


def loader(context: Context) -> bool:
    """Plans that have to do with the loader's environment, or with RPATHs."""
    return of_loader.concerned(context)


def run_paths(context: Context) -> bool:
    """Such plans, or scripts in which an RPATH may stand beside one from the object's own folder."""
    return loader(context) or (context.speaks_of(("ORIGIN",)) and context.speaks_of(("rpath", "RPATH")))


def written(context: Context) -> bool:
    """Such plans, or scripts with a here-document in which variables are kept for later."""
    return any(
        "<<" in script.source.text and script.source.text.count("\\$") > 1 for script in context.plan.scripts
    ) or (context.speaks_of(LOADER_WORDS) and loader(context))


def loader_named(context: Context) -> bool:
    """The same, or scripts that have the name of one of these variables, if only as a word."""
    return loader(context) or context.speaks_of(tuple(of_loader.NAMES))


def ignores(context: Context) -> bool:
    """Scripts with comments that hide findings."""
    return bool(context.ignores)


def unused(context: Context) -> bool:
    """Comments that hid nothing."""
    return bool(context.unused)


def base(context: Context) -> bool:
    """Runs that compare with a revision."""
    return bool(context.base)


def built(context: Context) -> bool:
    """Runs with build folders."""
    return context.built


def garbled(context: Context) -> bool:
    """Copies of a file named `find`, the word `-c` beside `tar`, `NAME=` among the words of a copy, or a search that
    acts before it tests."""
    from lintpack.script.plan import Transfer

    if any(transfer.source == ("find",) for transfer in context.each(Transfer)):
        return True
    for script in context.plan.scripts:
        text = script.source.text
        if "tar" in text and any("-c" in line.split() for _, line in lines_with("-c", text)):
            return True
        if any(_assigns(line) for tool in ("cp", "mv", "ln") for line in _behind(tool, text)):
            return True
        if "find" in text and any(_acts(line) for line in _behind("find", text)):
            return True
    return False


def _acts(words: str) -> bool:
    """Whether an action of find's stands before a test of the name."""
    test = max(words.rfind("-name"), words.rfind("-iname"))
    return any(0 <= words.find(action) < test for action in ("-print", "-delete", "-ls", "-exec"))


def _behind(word: str, text: str) -> Iterator[str]:
    """What follows each `word` that a blank stands behind, up to the end of the next line."""
    at = -1
    while (at := text.find(word, at + 1)) >= 0:
        start = at + len(word)
        if text[start : start + 1].isspace():
            end = text.find("\n", text.find("\n", start + 1) + 1)
            yield text[start : end if end > start else len(text)]


def _assigns(words: str) -> bool:
    return "=" in words and any(f"={value}" in words for value in "\"'$/.~")


# A slip of one letter, or of two that stand side by side, leaves one half of a loader's variable as it was.
LOADER_HALVES = ("LD_LIB", "RY_PATH", "LD_FALL", "LD_P", "ELOAD")


_BESIDE_BLANKS = ("= ", " =", "=\t", "\t=")


def slips(context: Context) -> bool:
    """Scripts with what looks like a slip in a variable's spelling: a blank beside `=`, a list
    with libraries or another list in it, or `$$NAME`; and those that pack or load by a variable that nothing sets."""
    if context.speaks_of(LOADER_HALVES):
        from lintpack.rules.shared.loader_slips import spoken_of

        if spoken_of(context):
            return True
    from lintpack.rules.shared.unset_reads import suspect, unexpanded

    if suspect(context) or unexpanded(context):
        return True
    for script in context.plan.scripts:
        text = script.source.text
        for piece in text.split("=(")[1:]:
            values = piece.partition(")")[0]
            if ".so" in values or "[@" in values:
                return True
        if any(_blank_assignment(line) for sign in _BESIDE_BLANKS for _, line in lines_with(sign, text)):
            return True
        if "$$" in text and any(piece[:1].isalpha() or piece[:1] in ("_", "$", "{") for piece in text.split("$$")[1:]):
            return True
    return False


def set_late(context: Context) -> bool:
    """Scripts that give a value to a variable which had none when it was read; and those that write launchers."""
    if "WrittenFile" in context.kinds and loader(context):
        return True
    from lintpack.rules.shared.unset_reads import unset_reads

    return any(context.speaks_of((f"{name}=",)) for name in {read.name for read in unset_reads(context)})


def _blank_assignment(line: str) -> bool:
    """Whether a line with a library in it begins with a name, and a blank stands beside the `=` that follows."""
    before, _, after = line.partition("=")
    if not (before[-1:] in (" ", "\t") or after[:1] in (" ", "\t")):
        return False
    words = before.split()
    named = len(words) == 1 or words[:1] == ["export"]
    return named and _is_name(words[-1]) and ("lib" in after or ".so" in after or "LD_" in after)


def _is_name(word: str) -> bool:
    return word.replace("_", "a").isalnum()


def relisted(context: Context) -> bool:
    """Scripts in which a name is given a list of libraries that had one before."""
    return any(given_twice(script.source.text) for script in context.plan.scripts)


def given_twice(text: str) -> bool:
    """Whether a name is given a list, or a quoted word, that had one before: one with a library's name in it, or that
    goes on on other lines."""
    before: set[str] = set()
    at = 0
    pieces = text.split("=")
    for piece, following in pairwise(pieces):
        at += len(piece) + 1
        opener = following[:1]
        # Only the first `=` of a line.
        if opener and opener in "(\"'" and ("\n" in piece or piece is pieces[0]):
            end = text.find("\n", at)
            value = text[at : end if end >= 0 else len(text)]
            if ".so" in value or {"(": ")"}.get(opener, opener) not in value[1:]:
                name = piece[piece.rfind("\n") + 1 :].lstrip(" \t")
                if name in before:
                    return True
                if _is_name(name.removesuffix("+")):
                    before.add(name.removesuffix("+"))
    return False


def origin(context: Context) -> bool:
    """Scripts with the loader's token, or with an RPATH and a variable of a name that begins as the token does."""
    if context.speaks_of(("ORIGIN",)):
        return True
    return context.speaks_of(("rpath", "RPATH")) and context.speaks_of(("$O", "$o", "${O", "${o"))


def patched_twice(context: Context) -> bool:
    """Plans that change the RPATH of one file twice, or by a command of two options."""
    from lintpack.script.plan import RunPath

    seen = set()
    for one in context.each(RunPath):
        if one.file in seen or len(one.options) > 1:
            return True
        if one.tool != "linker":
            seen.add(one.file)
    return False
