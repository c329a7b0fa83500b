"""What a script and its neighbours say about a library that is named without a version.

A dev name, `libfoo.so`, is right for a plug-in, for the project's own output and in a -devel package; of the lines
in public scripts that copy one, nine in ten are. So a name counts only with a sign that a versioned one was meant.
"""

from __future__ import annotations

from posixpath import commonprefix

from lintpack.findings import Label
from lintpack.patterns import re
from lintpack.record import Record
from lintpack.rules.shared.telling import Telling
from lintpack.rules.shared.wording import find_name, listed
from lintpack.script import texts
from lintpack.script.plan import Link

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lintpack.findings import Fact
    from lintpack.libname import LibraryName
    from lintpack.rules.context import Context
    from lintpack.rules.shared.packed import Packed
    from lintpack.script.plan import Transfer
    from lintpack.source import Place, Source


class Sign(Record):
    """`says` ends the sentence "packs `libfoo.so`, but …" or "packs `libfoo.so` …"; `wanted` is the name that was
    meant, "" where only that there is one is known. `level` is "" for the rule's own; `known`: the table says it, of
    some version; `more` are further notes."""

    says: str
    confidence: str
    note: str
    wanted: str = ""
    related: tuple[Label, ...] = ()
    level: str = ""
    known: bool = False
    more: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()


# Patterns are compiled where they are first needed: most scripts have no suspect at all.

# Names of one folder that may have lost their version by mistake; with more of them, it is a habit.
_SLIPS = 2

# Folders that the link editor searches: there, `libfoo.so` is the name a -dev package installs. Not deeper ones,
# which hold plug-ins, but for gcc's own.
_SYSTEM = (
    r"/(?:usr/(?:local/)?)?lib(?:32|64|x32)?(?:/(?:[\w${}-]+-linux-[\w${}-]+|\*))?"
    r"|/(?:usr|opt)/(?:\S*/)?lib(?:32|64|exec)?/gcc/\S+"
)
_PLUGIN_FOLDER = Telling(
    r"(?:^|/)(?:[\w.+]+-(?:plugin|module)s|\w*(?:plug-?in|module|extension|addon|engine|backend|driver)s?(?:-[\w.]+)?|dri|gconv|sasl2|pam|security"
    r"|vst3?|ladspa|lv2|frei0r\S*|gstreamer-[\d.]+|imageformats|platforms|site-packages|dist-packages|python[\d.]*"
    r"|jniLibs|jni|android\S*|\$\{?TERMUX_\w+\}?|arm64-v8a|armeabi\S*)(?=/|$)",
    "plug module extension addon engine backend driver dri gconv sasl2 pam security vst ladspa lv2 frei0r gstreamer-"
    " imageformats platforms -packages python jni android termux_ arm64-v8a armeabi",
)
_ALWAYS_BARE = Telling(
    r"^lib(?:SegFault|memusage|pcprofile|jvm|jawt|java|verify|VkLayer_\w+|vulkan_\w+|\w*(?:jni|plugin|preload)\w*"
    r"|backend_\w+|\w+_wrapper|fake\w+|eatmydata"
    # NSS and NSPR, and PyTorch: their SONAMEs have no version, whatever a distribution makes of them.
    # The SGX SDK's enclaves, which nothing is linked with.
    r"|[\w.+-]+\.signed|freebl(?:priv)?3|softokn3|nss(?:3|util3|ckbi|dbm3|pem|sysinit)|s(?:mime|sl)3|pl(?:c|ds)4|nspr4|torch\w*|c10(?:_\w+)?)\Z",
    "segfault memusage pcprofile jvm jawt java verify vk vulkan jni plugin preload backend_ wrapper fake eatmydata"
    " .signed freebl softokn3 nss smime3 ssl3 plc4 plds4 nspr4 torch c10",
)
_BUILT = r"(?i)build"
# Folders of the working folder that hold the libraries of others.
_OTHERS = r"(?i)dep|third|3rd|extern|vendor|prefix|sysroot|(?:^|/)usr(?=/|$)|conda|brew|staged|install|output"
_DEVEL_FILE = Telling(
    r"\.(?:h|hh|hpp|hxx|a|pc)$|(?:^|/)(?:include|pkgconfig|cmake)(?=/|$)", ".h .a .pc include pkgconfig cmake"
)
_DEVEL_FOLDER = Telling(r"(?:^|[/_-])(?:dev|devel|sdk|sysroot|staging)(?=[/_.-]|$)", "dev sdk sysroot staging")
# The part of a cross compiler's installation that programs are linked with: `/usr/local/x86_64-unknown-netbsd/lib`.
_TARGET = (
    r"/(?:usr|opt)(?:/[\w.-]+)*/(?:x86_64|i\d86|aarch64|arm|mips|powerpc|ppc|riscv|s390|sparc|loongarch|m68k)\w*-[\w.-]+"
    r"/(?:(?:sys-?root|usr)/)*lib(?:32|64)?"
)


def system_folder(folder: str) -> bool:
    return folder.startswith("/") and re.fullmatch(_SYSTEM, folder) is not None


def toolchain_folder(folder: str) -> bool:
    """Whether a folder is where a cross compiler looks for the libraries of the system that it builds for."""
    return "-" in folder and re.fullmatch(_TARGET, folder) is not None


def whole_packages(path: str) -> bool:
    """Whether a script is a recipe of a system whose packages hold the dev names as well, in none of their own."""
    name = path.rpartition("/")[2]
    return name == "PKGBUILD" or name.endswith(".SlackBuild") or "termux" in path


def meant_bare(name: str, stem: str, *folders: str) -> bool:
    """Whether a library's name or folder says that it has no version: a plug-in, a JNI or Python extension."""
    if not name.startswith("lib") or _ALWAYS_BARE.search(stem):
        return True
    return any(_PLUGIN_FOLDER.search(folder) or _DEVEL_FOLDER.search(folder) for folder in folders)


def without_version(name: LibraryName, context: Context) -> bool:
    """Whether a name has no version: `libfoo.so`, and `libfoo-2.0.so` where that is the dev name of a well-known
    library, whose SONAME is `libfoo-2.0.so.0`."""
    if name.bare:
        return True
    if not name.inner or name.suffix or name.malformed:
        return False
    table = context.evidence.table
    return table is not None and table.is_dev_only(name.text)


def for_development(one: Packed, context: Context) -> bool:
    """Whether headers, static libraries or pkg-config files go to where `one` goes: then the dev name belongs there."""
    root = _root(one.into)
    return any(
        into.startswith(root)
        and _DEVEL_FILE.search(into[len(root) :])
        and texts.consistent(transfer.origin.when, one.when)
        for transfer, into in context.shared(_for_developers)
    )


def _for_developers(context: Context) -> list[tuple[Transfer, str]]:
    """The copies that may be of such files, and where they go."""
    return [(transfer, into) for transfer, _, into in context.copies if _DEVEL_FILE.may_be_in(into)]


def _root(folder: str) -> str:
    """What comes before the first `lib`, `lib32`, `lib64` or `bin` of a path."""
    parts = folder.split("/")
    at = next((rank for rank, part in enumerate(parts) if rank and part in ("lib", "lib32", "lib64", "bin")), None)
    return "/".join(parts[:at])


def packed_with_version(one: Packed, context: Context) -> bool:
    """Whether the same run packs the library under a versioned name too: as a copy, by a pattern, or as a link."""
    calls = one.origin.calls
    for other in context.packed:
        if other is one or not (_has_version(other.name, one) or (other.placed and _has_version(other.placed, one))):
            continue
        # One and the same copy of a looked-up file may take the one name or the other, whichever is found.
        tried = calls and (other.origin.calls, other.origin.command) == (calls, one.origin.command)
        if tried or texts.consistent(one.when, other.when):
            return True
    versioned = one.name.stem + ".so.1"
    for transfer, folder, last in context.shared(_sweeping).get(one.folder, ()):
        if _takes(transfer, folder, last, one, versioned) and texts.consistent(one.when, transfer.origin.when):
            return True
    return any(
        name.startswith(one.name.stem + ".so.")
        for link in context.each(Link)
        if texts.consistent(one.when, link.origin.when)
        for name in [texts.shown(link.path).rsplit("/", 1)[-1]]
    )


def _has_version(name: LibraryName, one: Packed) -> bool:
    return not name.bare and name.same_library(one.name)


def _sweeping(context: Context) -> dict[str, list[tuple[Transfer, str, str]]]:
    """The copies with a wildcard in the last component of their source, and those of whole folders: by the folders that
    they may take something of."""
    found: dict[str, list[tuple[Transfer, str, str]]] = {}
    for transfer, source, _ in context.copies:
        folder, _, last = source.rpartition("/")
        if transfer.recursive or "*" in last or "?" in last or "[" in last:
            for taken in (folder, f"{folder}/{last}"):
                found.setdefault(taken, []).append((transfer, folder, last))
    return found


def _takes(transfer: Transfer, folder: str, last: str, one: Packed, versioned: str) -> bool:
    """Whether such a copy takes the versioned file as well."""
    if transfer.recursive and (last in ("", ".") or f"{folder}/{last}" == one.folder):
        return one.folder in (folder, f"{folder}/{last}")
    if not any(c in last for c in "*?[") or folder != one.folder:
        return False
    from fnmatch import fnmatchcase

    return fnmatchcase(versioned, last)


# --- signs ----------------------------------------------------------------------------------------------------------


def signs(one: Packed, context: Context) -> Iterator[Sign]:
    """The signs that a versioned name was meant, the strongest first; none where a file says that it is right."""
    witnesses = context.evidence.soname(one.source, one)
    files = [w for w in witnesses if w.source in ("bundle", "build-tree") and w.confidence != "low"]
    if any(w.name == one.name.text for w in files):
        return
    for w in files:
        level = "error" if w.confidence == "high" else ""
        facts = () if w.fact is None else (w.fact,)
        yield Sign(f", but {w.says}", w.confidence, "the file itself says so", w.name, level=level, facts=facts)
    for w in witnesses:
        if w.source == "git":
            note = "this change dropped the version"
            yield Sign(f", but {w.says}", w.confidence, note, w.name, level="error")
    yield from _other_branch(one, context)
    yield from mentioned(one.name.stem, context)
    yield from _system(one, bool(witnesses), context)
    yield from _siblings(one, context)
    if one.folder.endswith("/.libs") or one.folder == ".libs":
        yield Sign(
            "from `.libs`, where libtool puts links for the link editor",
            "low",
            "the source's folder says so, nothing else does",
        )
    # A list of mere names may be of what the project builds as it likes.
    known = [w for w in witnesses if w.source == "table" and (one.transfer is not None or one.folder != ".")]
    if known:
        names = listed([w.name for w in known], 2)
        # A distribution's name for a library says little of one that is built here, or of a link that is kept as one:
        # LLVM's `libgomp.so` leads to its `libomp.so`.
        built = (
            whole_packages(context.plan.path)
            or _own_output(one)
            or _installed_here(one, context)
            or _habit(one, context)
        )
        sure = "low" if _kept(one) or (built and one.name.stem not in _COMPILERS) else "medium"
        yield Sign(f", which programs ask for with its version: {names}", sure, known[0].says, known=True)


def _kept(one: Packed) -> bool:
    """Whether one name is copied as it is: `cp -P`."""
    return one.transfer is not None and one.transfer.links == "keep" and not one.transfer.recursive


# The compilers' own: whoever builds them, programs that are there already ask for one name.
_COMPILERS = ("libgcc_s", "libstdc++")


def _own_output(one: Packed) -> bool:
    """Whether a library comes from what is built or unpacked here: of that, the table knows another build. What an
    unknown command looks up by name is not."""
    if re.search(_BUILT, one.folder):
        return True
    if one.transfer is not None and one.transfer.tool not in ("cp", "install", "mv", "rsync"):
        return False
    return one.folder[:1] not in ("/", "$", "~", "`") and not re.search(_OTHERS, one.folder)


def _installed_here(one: Packed, context: Context) -> bool:
    """Whether the script builds into the source's folder: `make install prefix=$METIS`, then `cp $METIS/lib/…`."""
    variable = re.match(r"\$\{?(\w+)", one.folder)
    if variable is None:
        return False
    prefix = rf"(?im)^[^#\n]*(?:prefix|destdir)[= ][\"']?\$\{{?{variable[1]}\b"
    return any(re.search(prefix, script.source.text) for script in context.plan.scripts)


def _habit(one: Packed, context: Context) -> bool:
    """Whether several of the same folder, or all of one tree, go to the same place without a version: those are built
    in their own way."""
    beside = [other for other in context.packed if other.into == one.into and other.name.exact]
    here = [other.name for other in beside if other.folder == one.folder]
    bare = {name.stem for name in here if name.bare}
    if len(bare) > _SLIPS and not _one_project(bare, {name.stem for name in here if name.suffix}):
        return True
    tree = one.folder.partition("/")[0]
    others = [other.name for other in beside if tree and other.folder.partition("/")[0] == tree]
    return all(name.bare for name in others) and len({name.stem for name in others}) > 2 * _SLIPS


def _one_project(bare: set[str], versioned: set[str]) -> bool:
    """Whether the names without a version are those of one project, `libicuuc` and `libicudata`, and few beside many
    that have one: who writes them has looked up one of them, if any."""
    return len(commonprefix(list(bare))) > len("lib12") and len(versioned) > 4 * len(bare)


def _other_branch(one: Packed, context: Context) -> Iterator[Sign]:
    """The same library, with a version, under a condition that excludes this one."""
    for other in context.packed:
        if other.name.same_library(one.name) and other.name.exact and other.name.suffix:
            place = find_name(other.name.text, other.origin, context.plan)
            yield Sign(
                f", but `{other.name.text}` where the condition is another",
                "high",
                "two branches of this script disagree",
                other.name.text,
                (Label(place, "the same library, with its version"),),
            )
            return


def mentioned(stem: str, context: Context) -> Iterator[Sign]:
    """The library with a version in the text of this script, of those it sources, or of those beside it."""
    own = [script.source for script in context.plan.scripts]
    found = _first(stem, own)
    if found is None:
        found = _first(stem, context.neighbours)
        # What another script makes of its own copy is that one's name.
        if found is not None and f"--set-soname {found[2]}" in found[0].text:
            return
    if found is None:
        return
    source, at, name = found
    where = "elsewhere in this script" if source.path == context.plan.path else f"in `{source.path}`"
    yield Sign(
        f", but it is `{name}` {where}",
        "medium",
        "no archive or build tree given, the scripts disagree with each other",
        name,
        (Label(source.place(at, at + len(name)), "the same library, with its version"),),
    )


def pattern_of(stem: str, context: Context) -> bool:
    """Whether a script has a pattern for the library's versions, `libfoo.so.*`: what a list does not have."""
    pattern = rf"(?<![\w.+-]){re.escape(stem)}\.so[.\w]*\*"
    return any(re.search(pattern, script.source.text) for script in context.plan.scripts)


def versioned_name(stem: str, context: Context) -> Place | None:
    """Where the entry script, or one that it sources, has the library's name with a version: comments count."""
    for script in context.plan.scripts:
        match = re.search(rf"(?<![\w.+-]){re.escape(stem)}\.so\.\d+(?![\w.*])", script.source.text)
        if match is not None:
            return script.source.place(*match.span())
    return None


def _first(stem: str, sources: Iterable[Source]) -> tuple[Source, int, str] | None:
    """The first mention with a version, but in a comment or where the dev name is made from it:
    `ln -s libfoo.so.4 libfoo.so`."""
    for source in sources:
        # Most texts do not have the name at all, and a pattern costs more than that question.
        if f"{stem}.so." not in source.text:
            continue
        versioned = rf"(?<![\w.+-]){re.escape(stem)}\.so\.\d[\w.]*(?![\w.*])"
        bare = rf"(?<![\w.+-]){re.escape(stem)}\.so(?![\w.*])"
        for match in re.finditer(versioned, source.text):
            line = source.line(source.position(match.start())[0])
            before, _, after = line.partition(match[0])
            command = re.split(r"[;&|]", before)[-1] + " " + re.split(r"[;&|]", after)[0]
            if not (before.lstrip().startswith("#") or " #" in before or re.search(bare, command)):
                return source, match.start(), match[0].rstrip(".")
    return None


def _system(one: Packed, known: bool, context: Context) -> Iterator[Sign]:
    if not system_folder(one.folder):
        return
    says = f"from `{one.folder}`, where that is the link editor's name for it"
    # What its makers have installed, and no distribution has, may have no other name; so may what is copied as it is,
    # which would be of no use as a link, and a debug build (CMake's `DEBUG_POSTFIX -d`), whatever others call theirs.
    own = one.folder.startswith("/usr/local/") and (_kept(one) or one.name.stem.endswith(("-d", "_d", "debug")))
    beside = known or any(other.folder == one.folder and other.name.suffix for other in context.packed)
    note = "in this folder a name without a version is a development package's link"
    if one.folder.startswith("/usr/local/"):
        note = "most libraries that are installed there have a name with a version as well"
    yield Sign(says, "medium", note, level="" if beside and not own else "note")


def _siblings(one: Packed, context: Context) -> Iterator[Sign]:
    """Others of the same folder go to the same place, and most of them with a version."""
    versioned: dict[str, Packed] = {}
    bare: set[str] = set()
    for other in context.packed:
        if other.folder != one.folder or other.into != one.into or not other.name.text.startswith("lib"):
            continue
        if other.name.suffix:
            versioned.setdefault(other.name.stem, other)
        elif other.name.bare and other.name.exact:
            bare.add(other.name.stem)
    if not versioned:
        return
    names = [other.name.text for other in versioned.values()]
    # Who leaves several without a version mostly knows why.
    sure = len(versioned) >= 2 and len(versioned) > len(bare) <= _SLIPS
    # The parts of one other project, Boost say, tell nothing of this library.
    start = commonprefix(list(versioned))
    if len(versioned) > 2 and len(start) > len("lib12") and not one.name.stem.startswith(start):
        sure = False
    first = next(iter(versioned.values()))
    place = find_name(first.name.text, first.origin, context.plan)
    yield Sign(
        f"without a version, but {listed(names, 2)} of the same folder with one",
        "medium" if sure else "low",
        "no archive or build tree given, which would settle it",
        related=(Label(place, "from the same folder, with its version"),),
    )
