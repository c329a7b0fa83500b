"""What the rules about misread patterns and undone RPATHs are about (see `subjects`)."""

from __future__ import annotations

from lintpack.rules import subjects

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.rules.context import Context

# What may stand behind an address in a script for sed.
_OF_SED = tuple("sdpcaiq{!,")
_SIGNS = tuple("/|,#:@")


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
            if code[:1] == "s" and code[1:2] in _SIGNS and code.count(code[1]) != 3:
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
_TOKENS = ("ORIGIN", "@loader_path", "@executable_path", "patchelf", "chrpath")


def run_paths_spelt(context: Context) -> bool:
    """Plans with an RPATH from the object's own folder, or from one of macOS's, and scripts with such options."""
    return context.speaks_of(OPTIONS) or (context.speaks_of(_TOKENS) and subjects.run_paths(context))
