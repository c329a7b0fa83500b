"""A folder that a library is taken from has the name of a common one, but for a slip: `boostrap`, `libary`.

And one that a library is copied to has the name of the one that others are copied to, but for a slip; and one of
Debian's multiarch has a name that is none of theirs; and one that nothing makes beside one that stays empty."""

from __future__ import annotations

from lintpack.patterns import re
from lintpack.rules.gates.slip_subjects import MULTIARCH, behind_a_folder, dotted
from lintpack.rules.rule import Rule
from lintpack.rules.shared.packed import gathered, once
from lintpack.rules.shared.wording import calls, narrowed, written_at
from lintpack.script import paths, texts
from lintpack.script.plan import Directory

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.shared.packed import Packed

RULE = Rule(
    code="LP121",
    name="misspelt-folder",
    summary="A folder's name is a slip: for a common word, or for where the other libraries are copied to.",
    level="warning",
    confidence="medium",
)

# Words that folders of builds and packages are called by, and that are long enough for a slip to be no other word.
_WORDS = frozenset(
    "application applications artifacts binaries bootstrap component components container dependencies dependency"
    " deployment development distribution executables extension extensions external framework generated installation"
    " integration libraries library modules package packages packaging platform plugins prebuilt release resources"
    " runtime standalone thirdparty toolchain".split()
)
# Libraries that one copy may take, where a folder is named once.
_FEW = 12
# What gives a folder its name, or goes into it: then it is called so.
_MAKES = r"\b(?:mkdir|clone|cd|pushd|tar|unzip|wget|curl|mv|cmake|meson|make|ninja)\b"


def check(context: Context) -> Iterator[Finding]:
    if context.speaks_of(MULTIARCH):
        from lintpack.rules.parts import odd_triplets as triplets

        for odd in triplets.odd(context):
            yield RULE.finding(odd.place, odd.says, label=f"`{odd.meant}`?", help=odd.help)
    if behind_a_folder(context) or "RunPath" in context.kinds:
        from lintpack.rules.parts import folder_and_star

        yield from folder_and_star.check(context, RULE)
    yield from gathered(_all(context))
    if any(dotted(script.source.text) for script in context.plan.scripts):
        yield from _without_dots(context)
    if any(_twice(folder) for folder in {source.rpartition("/")[0] for _, source, _ in context.copies}):
        yield from _crossed(context)
    if _has_lone(context):
        from lintpack.rules.parts import strange_folder

        yield from strange_folder.check(context, RULE)
    if _has_twin(context):
        from lintpack.rules.parts import unmade_folders

        yield from once(unmade_folders.check(context, RULE))


def _has_twin(context: Context) -> bool:
    """Whether libraries go to a folder that no line makes, and one of as many levels is made that ends so."""
    if "Directory" not in context.kinds:
        return False
    made = {texts.shown(one.path).rstrip("/") for one in context.each(Directory)}
    ends = {(folder.count("/"), folder.rpartition("/")[2]) for folder in made}
    into = {one.into.rstrip("/") for one in context.packed if one.transfer is not None} - made
    return any((folder.count("/"), folder.rpartition("/")[2]) in ends for folder in into)


def _twice(folder: str) -> bool:
    """Whether a folder names one thing twice: `ext/zlib-prefix/src/zlib-build`."""
    if folder.count("/") < 2:
        return False
    names = [part for part in folder.replace("-", "/").split("/") if len(part) > 1 and part != ".."]
    return len(names) > len(set(names))


def _crossed(context: Context) -> Iterator[Finding]:
    from lintpack.rules.parts.crossed_folders import crossed_folders

    for copy, folder, meant in crossed_folders(context):
        place = narrowed(written_at(copy.origin), folder)
        yield RULE.finding(
            place,
            f"takes a library from `{folder}`, of which half is another one's: all others of this kind have the same "
            "name in both places",
            label=f"`{meant}`?",
            related=calls(copy.origin, place),
            notes=("CMake's ExternalProject builds in `NAME-prefix/src/NAME-build`",)
            if "-prefix/src" in folder
            else (),
            help=f"write `{meant}`",
        )


def _has_lone(context: Context) -> bool:
    """Whether there is a folder that one operand alone puts libraries into, and a few at most are in all."""
    into: dict[str, list[Packed]] = {}
    for one in context.packed:
        into.setdefault(one.into.rstrip("/"), []).append(one)
    return any("/" in folder for folder, ones in into.items() if len(ones) <= _FEW) and any(
        "/" in folder and len({written_at(one.origin) for one in ones if one.transfer is not None}) == 1
        for folder, ones in into.items()
    )


def _without_dots(context: Context) -> Iterator[Finding]:
    from lintpack.rules.parts.lost_dots import lost_dots

    for place, meant, times in lost_dots(context):
        yield RULE.finding(
            place,
            f"looks for a library in `{place.text}`, but the script has `{meant}` in {times} other places, and nothing "
            f"makes a folder `{place.text}`",
            label=f"`{meant}`?",
            notes=("a test for a file that is never there fails without a word",),
            help=f"write `{meant}`",
        )


def _all(context: Context) -> Iterator[Finding]:
    slips: dict[str, tuple[str, str] | None] = {}
    for one in context.packed:
        for part in paths.components(one.source)[:-1]:
            folder = texts.known(part) or ""
            if folder not in slips:
                words = folder.replace("_", "-").replace(".", "-").split("-")
                slips[folder] = next(((word, meant) for word in words if (meant := _meant(word))), None)
            slip = slips[folder]
            if slip is not None and not _there(folder, one, context):
                place = narrowed(written_at(one.origin), folder)
                right = folder.replace(slip[0], slip[1])
                yield RULE.finding(
                    place,
                    f"takes `{one.name.text}` from a folder `{folder}`, which looks like a slip for `{right}`",
                    label=f"`{slip[1]}`?",
                    related=calls(one.origin, place),
                    notes=("behind a test for the file, or where failures are passed over, nobody notices",),
                    help="look what the folder is called; where this is its name, say so with an ignore comment",
                )


def _meant(word: str) -> str:
    """The common word that `word` is but for one letter less, one twice, or two swapped; "" where there is none."""
    low = word.lower()
    # `dependences` is an English word too.
    if len(low) < 6 or low in _WORDS or low == "dependences":
        return ""
    alike = [known for known in _WORDS if low[0] == known[0]]
    if not alike:
        return ""
    from lintpack.slips import slip_kind

    for known in alike:
        kind = slip_kind(low, known)
        # `plugin` is no slip for `plugins`.
        if kind in ("doubled", "swapped") or (kind == "missing" and low != known[:-1]):
            return known
    return ""


def _there(folder: str, one: Packed, context: Context) -> bool:
    """Whether the folder is called so, for it is there or the script makes it."""
    look = context.evidence.look(one.source)
    if look is not None and look.seen and look.way != "name":
        # If only under another folder's name, that is for LP112.
        return True
    makes = re.compile(rf"(?m)^[^#\n]*{_MAKES}[^\n]*{re.escape(folder)}")
    return any(makes.search(script.source.text) for script in context.plan.scripts)
