"""What rules about links and copies of them are about (see `subjects`)."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.rules.context import Context
    from lintpack.script.plan import Transfer
    from lintpack.source import Place


def families(context: Context) -> bool:
    """Plans that copy `libfoo.so*` or `libfoo.so.*`, in which a variable may stand for the name."""
    from lintpack.script import paths, texts

    for copy, source, into in context.copies:
        name = texts.shown(paths.basename(copy.source)) if texts.has_reference(copy.source) else source
        if (
            ".so*" in name
            or ".so.*" in name
            or (name[-1:] == "*" and "/bin/" not in into and _whole(name.rpartition("/")[2], context))
        ):
            return True
    return bool(context.shared(both_names))


def _whole(pattern: str, context: Context) -> bool:
    """Whether `libfoo*` may be all names of a library: of one that the table has, or one that was just installed."""
    if pattern[:3] != "lib":
        return False
    from lintpack.evidence.presence import may_be_known

    return may_be_known(pattern.rstrip("*.") + ".so") or context.speaks_of((" install", "--install"))


def both_names(context: Context) -> list[tuple[Transfer, Transfer]]:
    """Copies of `libfoo.so` and of `libfoo.so.1` by one command, which would follow links."""
    found = []
    bare: dict[Place, list[tuple[Transfer, str]]] = {}
    for copy, source, _ in context.copies:
        if source[-3:] == ".so" and copy.links == "follow":
            bare.setdefault(copy.origin.command, []).append((copy, source + "."))
    for copy, source, _ in context.copies if bare else ():
        for other, start in bare.get(copy.origin.command, ()):
            if source.startswith(start) and source[len(start) :].replace(".", "").isdecimal():
                found.append((other, copy))
    return found


def links_missed(context: Context) -> bool:
    """Plans with a copy or an archive that passes over links, or with a copy of a link's end; scripts that find
    links, and speak of broken ones."""
    if "Archive" in context.kinds and context.speaks_of(("-type",)):
        return True
    if context.speaks_of(("-type l",)) and context.speaks_of(("roken", "angling", "dead", "stale")):
        return True
    if context.speaks_of(("continue",)) and context.speaks_of(("-L ", "-h ")):
        return True
    ends = context.speaks_of(("readlink", "realpath"))
    return any(
        copy.links == "skip" or "-type f" in copy.filters or (ends and not copy.resolved)
        for copy, _, _ in context.copies
    )


def links_kept(context: Context) -> bool:
    """Plans that pack a library, if it is a link, as one."""
    return any(one.transfer is not None and one.transfer.links == "keep" for one in context.packed)


def version_names(context: Context) -> bool:
    """Plans that make links, or copies under a name with a version that is not the source's."""
    if "Link" in context.kinds:
        return True
    for _, source, into in context.copies:
        name = into.rpartition("/")[2]
        if ".so." in name and ("$" in name or name != source.rpartition("/")[2]):
            return True
    return False


def leading(context: Context) -> bool:
    """Plans that make links, or take away what copied ones may lead to."""
    return "Link" in context.kinds or ("Removal" in context.kinds and context.speaks_of((".*.*",)))


# Scripts that run where a package of Debian's is installed.
MAINTAINERS = ("postinst", "preinst", "prerm", "postrm")

# How a branch of an `if` begins that `links_asked_late` is about.
ASKED = tuple([f"elif {test} -{letter} " for test in ("[", "[[", "test") for letter in "hL"])


def followed(context: Context) -> bool:
    """Plans that copy families of libraries, or whole folders by rsync as files, or links and scp; scripts that ask
    what is a link where they have asked before what is a file."""
    if "Link" in context.kinds and context.speaks_of(("scp ",)):
        return True
    if families(context) or any(copy.tool == "rsync" and copy.links == "follow" for copy, _, _ in context.copies):
        return True
    return context.speaks_of((" -h ", " -L ")) and context.speaks_of(ASKED)


def archives(context: Context) -> bool:
    """Plans that make an archive by zip, or by tar with an `h` among its options."""
    from lintpack.script.plan import Archive

    for archive in context.each(Archive):
        if archive.action != "extract":
            command = archive.origin.command.text
            if archive.format == "zip" or "--deref" in command or any(_has_h(word) for word in command.split()[:8]):
                return True
    return False


def _has_h(word: str) -> bool:
    """Whether a word may be tar's options with an `h`: `-chzf`, `chzf`."""
    return "h" in word and word.lstrip("-").isalpha() and len(word) < 8
