"""A copy or an archive takes an operand for something else: a library for the folder, an option for the archive."""

from __future__ import annotations

import re

from lintpack import libname
from lintpack.bash.tree import ArrayValue, For, SimpleCommand, Word
from lintpack.bash.walk import each
from lintpack.rules.gates.list_subjects import odd_signs
from lintpack.rules.gates.sign_subjects import fetched, swallowed
from lintpack.rules.gates.slip_subjects import JOINED
from lintpack.rules.rule import Rule
from lintpack.rules.shared.packed import once
from lintpack.rules.shared.wording import calls, narrowed, written_at
from lintpack.script import paths, texts
from lintpack.script.plan import NO_DESTINATION, Archive, Change, Directory, Transfer, Unresolved

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.script.plan import Effect
    from lintpack.script.values import Text

RULE = Rule(
    code="LP129",
    name="misplaced-operand",
    summary="A copy or an archive takes an operand for something else: a library for a folder, say.",
    level="error",
    confidence="high",
)

# What a message is made of: what is wrong, the label, the help, and the word that it is about.
_Slip = tuple[str, str, str, str]

# How the names of archives end, and the letters of tar's options that take no argument.
_PACKED = (
    *(".tar", ".tgz", ".txz", ".tbz", ".tbz2", ".tzst", ".gz", ".xz", ".bz2", ".zst", ".lz4", ".zip", ".7z", ".jar"),
    *(".deb", ".rpm", ".run", ".AppImage", ".cpio", ".img", ".whl", ".crate", ".apk", ".box", ".oci"),
)
_SWITCHES = r"[zjJavphkclmoxW]{1,4}"


# Words that join others in a sentence, and no file's name.
_JOINING = frozenset(("and", "or", "und", "oder", "et", "ou"))
_NO_LIST = frozenset("echo printf grep egrep test [ find log info warn error die msg".split())


def check(context: Context) -> Iterator[Finding]:
    yield from once(_all(context))
    if context.speaks_of(JOINED):
        yield from once(_joined(context))
    from lintpack.rules.parts import bare_options, find_order, no_operand

    yield from once(bare_options.check(context, RULE))
    if swallowed(context):
        from lintpack.rules.parts import swallowed_commands

        yield from once(swallowed_commands.check(context, RULE))
    if odd_signs(context):
        from lintpack.rules.parts import odd_signs as signs

        yield from once(signs.check(context, RULE))
    if fetched(context):
        from lintpack.rules.parts import urls_and_folders

        yield from once(urls_and_folders.check(context, RULE))
    yield from once(no_operand.check(context, RULE))
    yield from once(find_order.check(context, RULE))


def _joined(context: Context) -> Iterator[Finding]:
    """`put libfoo.so.1 libbar.so.2 and libbaz.so.3`: a word of a sentence among the names of libraries."""
    for script in context.plan.scripts:
        tree = script.tree
        if not re.search(rf"\.so\S*[ \t\n\\]+(?:{'|'.join(_JOINING)})[ \t\n\\]", script.source.text):
            continue
        for node in (*each(tree, SimpleCommand), *each(tree, ArrayValue), *each(tree, For)):
            words: list[Word] = []
            if isinstance(node, SimpleCommand):
                if len(node.words) < 3:
                    continue
                words = [word for word in node.words if isinstance(word, Word)]
                if not words or words[0].raw.rpartition("/")[2] in _NO_LIST:
                    continue
            elif isinstance(node, ArrayValue):
                words = [element.value for element in node.elements]
            elif isinstance(node, For):
                words = list(node.words or ())
            for before, word, after in zip(words, words[1:], words[2:], strict=False):
                if word.raw in _JOINING and ".so" in before.raw and after.raw.rpartition("/")[2].startswith("lib"):
                    yield RULE.finding(
                        script.source.place(word.start, word.end),
                        f"`{word.raw}` stands among the names of libraries, and is taken for one",
                        label="no file",
                        help="remove the word",
                    )


def _all(context: Context) -> Iterator[Finding]:
    for effect in context.plan.effects:
        slip = _slip(effect, context)
        if slip is not None:
            message, label, advice, word = slip
            place = written_at(effect.origin)
            if word not in place.text and word in effect.origin.command.text:
                place = narrowed(effect.origin.command, word)
            related = calls(effect.origin, place)
            yield RULE.finding(place, message, label=label, related=related, help=advice)


def _slip(effect: Effect, context: Context) -> _Slip | None:
    if isinstance(effect, Transfer):
        return _of_copy(effect, context)
    if isinstance(effect, Archive):
        return _of_archive(effect) if effect.action == "create" and effect.origin.command.text else None
    if isinstance(effect, Directory):
        return _of_folder(effect, context)
    if isinstance(effect, Change) and effect.kind == "mode" and effect.value is not None:
        mode = texts.shown(effect.value)
        if ".so" in mode and _library(effect.value):
            return f"`{mode}` stands where the mode is expected", "no mode", "put a mode such as `755` there", mode
    if isinstance(effect, Unresolved) and effect.why == NO_DESTINATION and effect.tool != "rsync":
        shown = effect.origin.place.text
        # A second word may be a variable that is empty as far as the script tells.
        alone = rf"\b{effect.tool}(?:\s+-\S+)*\s+[^\s;|&]+\s*(?:$|[;|&)+'\"]|\\;)"
        if not re.search(alone, effect.origin.command.text.replace("\\\n", " ")):
            return None
        return (
            f"`{effect.tool}` is given one operand, and no destination",
            "copied where?",
            "name the folder that it goes to; a line that goes on needs a backslash at its end",
            shown,
        )
    return None


def _library(path: Text) -> str:
    """The last component where it is a library's name, or a pattern for some; else ""."""
    name = libname.parse_text(path)
    return name.text if name is not None and not name.malformed and _ends(name.text) else ""


def _ends(name: str) -> bool:
    return re.search(r"\.so(?:\*|(?:\.[\w*?]+)+\*?)?$", name) is not None


def _of_copy(copy: Transfer, context: Context) -> _Slip | None:
    folder = paths.dirname(copy.destination)
    if copy.tool in ("cp", "mv", "install") and texts.known(paths.basename(folder)) == "+":
        return (
            "find takes `+` for the end of `-exec` only right behind `{}`: here it is the folder that is copied to",
            "`\\;` was meant",
            "write `-exec … {} DIR \\;`, or `-exec … -t DIR {} +`",
            "+",
        )
    source = texts.known(copy.source) or ""
    if source in _TOOLS and re.search(rf"\\\n[ \t]*{source}[ \t]", copy.origin.command.text):
        return (
            f"the line above goes on with `{source}`, which `{copy.tool}` takes for the name of a file",
            "the next command",
            "remove the backslash at the end of the line above",
            f" {source} ",
        )
    if copy.tool not in ("cp", "mv", "install") or not (name := _library(folder)) or (copy.recursive and copy.parents):
        return None
    if _is_made(folder, context):
        return None
    found = "xargs" in copy.origin.command.text
    if any(c in name for c in "*?") and not found:
        # Of a loop over a pattern, one file each time.
        if not any(c in copy.origin.command.text for c in "*?"):
            return None
        found = True
    if found:
        return (
            f"what is found is put behind `{texts.shown(copy.source)}`: the last library is taken for the folder",
            "a source here",
            f"write `{copy.tool} -t DIR`, or `xargs -I{{}} {copy.tool} {{}} DIR`",
            texts.shown(copy.source),
        )
    return (
        f"`{name}` stands where `{copy.tool}` expects the folder to copy to",
        "taken for the folder",
        "`-t` is followed by the folder; without it, the folder comes last",
        name,
    )


_TOOLS = ("cp", "mv", "ln", "install", "rsync", "tar", "mkdir", "rm", "chmod", "strip", "patchelf", "echo", "cd", "zip")


def _is_made(folder: Text, context: Context) -> bool:
    """Whether the folder does have such a name: it is made, or something is taken from it."""
    if any(paths.inside(one.path, folder) is not None for one in context.each(Directory)):
        return True
    return any(paths.dirname(copy.source) == folder for copy in context.each(Transfer))


def _of_folder(made: Directory, context: Context) -> _Slip | None:
    name = _library(made.path)
    parsed = libname.parse_text(made.path)
    if not name or parsed is None or not parsed.exact or not name.startswith("lib"):
        return None
    # What is asked for beforehand is a folder as well.
    if any(re.search(r"(?:\[|\btest)[ \t]+-d[ \t]", guard.shown) and guard.holds for guard in made.origin.guards):
        return None
    # A folder that is called so on purpose has a name written behind it where it is copied to.
    written = made.origin.place.text
    for copy in context.each(Transfer):
        into = paths.inside(copy.destination, made.path)
        if into and written not in copy.origin.command.text.split():
            return None
    return (
        f"this makes a folder that is called `{name}`, as a library is",
        "a folder",
        "`install -D` makes the folders above a file, `mkdir` takes the folder alone: `$(dirname …)`",
        name,
    )


def _of_archive(archive: Archive) -> _Slip | None:
    shown = texts.shown(archive.path)
    name = shown.rpartition("/")[2]
    member = texts.shown(archive.members[0]) if archive.members else ""
    # `f` takes what follows it.
    if name[:1] == "-" and name[1:2].isalpha() and not name.endswith(_PACKED):
        return (
            f"tar takes `{name}` for the archive's name: `f` is followed by the file",
            "not the archive",
            "put the archive's name right behind the option that ends in `f`",
            f" {name} ",
        )
    if re.fullmatch(_SWITCHES, name) and f"f{name}" in archive.origin.command.text and member.endswith(_PACKED):
        return (
            f"tar takes `{name}` for the archive's name: what follows `f` in one word is the file",
            "not the archive",
            f"put `f` last: `-…{name}f`",
            f"f{name}",
        )
    if len(archive.members) == 1 and member.endswith(_PACKED) and name and not name.endswith(_PACKED):
        stem = member[: member.rindex(next(end for end in _PACKED if member.endswith(end)))].removesuffix(".tar")
        if stem.rstrip("/").rpartition("/")[2] == name:
            return (
                f"`{shown}` is taken for the archive, and `{member}` for what goes into it",
                "swapped",
                "the archive comes first",
                name,
            )
    return None
