"""Variables that the script had given no value when a copy, a link, an archive or the loader's path read them."""

from __future__ import annotations

from lintpack.record import Record
from lintpack.script.plan import Archive, Export, Link, RunPath, Transfer, Unresolved, WrittenFile
from lintpack.script.values import Hole, Reference

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lintpack.rules.context import Context
    from lintpack.script.plan import Effect, Plan
    from lintpack.script.values import Piece, Text
    from lintpack.source import Place


class UnsetRead(Record):
    """`what`: the copy, the link … that needs the variable, for a message."""

    name: str
    what: str
    effect: Effect


# What is read from the environment, or set by the shell or by what runs the script.
GIVEN = frozenset(
    "HOME PATH PWD OLDPWD USER LOGNAME SHELL TERM LANG DISPLAY TMPDIR TMP TEMP HOSTNAME HOSTTYPE OSTYPE MACHTYPE UID"
    " EUID GROUPS PPID BASH_SOURCE LINENO RANDOM SECONDS IFS REPLY OPTARG OPTIND FUNCNAME DIRSTACK PIPESTATUS"
    " BASH_REMATCH MAPFILE COPROC EDITOR PAGER CC CXX LD AR CFLAGS CXXFLAGS CPPFLAGS LDFLAGS LIBS PREFIX DESTDIR"
    " SRC_DIR PKG_NAME PKG_VERSION BUILD_PREFIX RECIPE_DIR CONDA_PREFIX VIRTUAL_ENV APPDIR APPIMAGE OWD ARGV0 SNAP"
    " SNAP_NAME CARCH CHOST CBUILD BUILDDIR JAVA_HOME WORKSPACE XDG_RUNTIME_DIR XDG_DATA_HOME XDG_CONFIG_HOME"
    " SOURCE_DATE_EPOCH MAKEFLAGS ROOT DOCKER_HOST GOPATH GOROOT GOBIN CARGO_HOME MSYSTEM MINGW_PREFIX".split()
)


# Recipes that makepkg and abuild run.
RECIPES = ("PKGBUILD", "APKBUILD")


def unset_reads(context: Context) -> tuple[UnsetRead, ...]:
    """In order; but for the names that the environment is known to give."""
    return context.shared(_of_context)


def every_read(context: Context) -> tuple[UnsetRead, ...]:
    """These, and those of the launchers that the script writes."""
    return context.shared(_with_launchers)


def _with_launchers(context: Context) -> tuple[UnsetRead, ...]:
    from lintpack.rules.shared.loader import programs

    written = [read for program in programs(context) if program.written for read in of_plan(program.plan)]
    return (*unset_reads(context), *written)


def suspect(context: Context) -> bool:
    """Whether one of these names stands before no `=`, `]` or default, in no test for whether it is empty, and is near
    another that does, or in a recipe: asked of most scripts, so no pattern is compiled."""
    reads = every_read(context)
    if not reads:
        return False
    names = dict.fromkeys([read.name for read in reads])
    if any(_may_have_twin(read, context) for read in {read.name: read for read in reads}.values()):
        return True
    given = context.shared(given_values)
    lines = "\n".join(("", *given, ""))
    recipe = context.plan.path.rpartition("/")[2] in RECIPES
    for name in names:
        if name in given:
            continue
        if recipe and not name.isupper():
            return True
        # One that is set and not read, and ends or begins like it (see `variable_twins.orphan`).
        if (f"{name[-3:]}\n" in lines or f"\n{name[:4]}" in lines) and _unread_twin(name, given, context):
            return True
        if name[:2] and f"\n{name[:2]}" in lines and any(name.startswith(one) for one in given if len(one) > 1):
            from lintpack.rules.shared.variable_slips import run_on

            if run_on(name, given):
                return True
        # A slip of one letter, or of two side by side, leaves a half of the name as it was.
        half = len(name) // 2 - 1
        if half > 0 and (f"\n{name[:half]}" in lines or f"{name[-half:]}\n" in lines):
            from lintpack.rules.shared.variable_slips import near

            if near(name, given):
                return True
    return False


def given_values(context: Context) -> dict[str, None]:
    """The names that seem to be given values, in order."""
    return dict.fromkeys([name for script in context.plan.scripts for name in _before_equals(script.source.text)])


def _may_have_twin(read: UnsetRead, context: Context) -> bool:
    """Whether a name that stands in the scripts once is another's in capitals, or that of the loader's path (see
    `variable_twins`)."""
    name = read.name
    for script in context.plan.scripts:
        text = script.source.text
        first = text.find(name)
        if first >= 0 and text.find(name, first + 1) >= 0:
            return False
    if read.what[0] == "`":
        return True
    if name.isupper() and len(name) > 5:
        # One that is read again and again (see `variable_twins`).
        begins = (f"${name[:3]}", f"${{{name[:3]}")
        if sum([script.source.text.count(begin) for script in context.plan.scripts for begin in begins]) > 3:
            return True
    others = [other for other in (name.lower(), name.upper()) if other != name]
    return any(context.speaks_of((f"${other}", f"${{{other}")) for other in others)


def _unread_twin(name: str, given: Iterable[str], context: Context) -> bool:
    alike = [other for other in given if other[-3:] == name[-3:] or other[:4] == name[:4]]
    return any(not context.speaks_of((f"${other}", f"{{{other}", f"#{other}")) for other in alike)


def unexpanded(context: Context) -> bool:
    """Whether the plan copies or links a path in which a `$`, a `{` or a `%` is left, or `${$`."""
    for effect in context.plan.effects:
        if isinstance(effect, Transfer):
            pieces = (*effect.source, *effect.destination)
        elif isinstance(effect, Link):
            pieces = (*effect.target, *effect.path)
        else:
            continue
        for piece in pieces:
            if isinstance(piece, str):
                if "$" in piece or "{" in piece or "%" in piece:
                    return True
            elif "${$" in getattr(piece, "shown", ""):
                return True
    return False


def _before_equals(text: str) -> Iterator[str]:
    """The names that stand before a `=`, and those that `for` and `read` give values to."""
    for piece in text.split("="):
        if not piece or piece[-1].isspace():
            continue
        word = piece.rsplit(None, 1)[-1].removesuffix("+")
        if not word.isidentifier():
            start = len(word)
            while start and (word[start - 1].isalnum() or word[start - 1] == "_"):
                start -= 1
            word = word[start:]
        if word:
            yield word
    for keyword in ("for ", "read ", "select "):
        for piece in text.split(keyword)[1:]:
            yield from piece[: piece.find("\n") if "\n" in piece else len(piece)].partition(";")[0].split()


def _of_context(context: Context) -> tuple[UnsetRead, ...]:
    return tuple(of_plan(context.plan))


def of_plan(plan: Plan) -> Iterator[UnsetRead]:
    names: dict[int, tuple[str, ...]] = {}
    for effect in plan.effects:
        what, read = _looked_at(effect)
        if not what:
            continue
        if isinstance(effect, Unresolved):
            found = _written(effect.origin.command.text)
        else:
            found = tuple([name for text in read for name in _names(text, names)])
        for name in dict.fromkeys(found):
            if name not in GIVEN:
                yield UnsetRead(name, what, effect)


def _looked_at(effect: Effect) -> tuple[str, tuple[Text, ...]]:
    if isinstance(effect, Transfer):
        return "this move" if effect.moves else "this copy", (effect.source, effect.destination)
    if isinstance(effect, Link):
        return "this link", (effect.target, effect.path)
    if isinstance(effect, Archive):
        return "this archive", (effect.path, effect.base, *effect.members)
    if isinstance(effect, RunPath):
        return "this RPATH", (effect.file or (), effect.value or ())
    if isinstance(effect, Unresolved):
        return "this copy", ()
    if isinstance(effect, Export) and effect.value:
        from lintpack.rules.shared.loader import NAMES

        if effect.name in NAMES or "rpath" in "".join([piece for piece in effect.value if isinstance(piece, str)]):
            return f"`{effect.name}`", (effect.value,)
    if isinstance(effect, WrittenFile):
        return "`LD_LIBRARY_PATH`", (_library_path(effect.text),)
    return "", ()


def _library_path(text: Text) -> Text:
    """What is written behind `LD_LIBRARY_PATH=`, up to the end of the line."""
    found: list[Piece] = []
    inside = False
    for piece in text:
        if isinstance(piece, str):
            if "LD_LIBRARY_PATH=" in piece:
                inside, piece = True, piece.rpartition("LD_LIBRARY_PATH=")[2]  # noqa: PLW2901
            if "\n" in piece:
                inside = False
        elif inside:
            found.append(piece)
    return tuple(found)


def _names(text: Text, known: dict[int, tuple[str, ...]]) -> tuple[str, ...]:
    """The variables without a value in `text`. `known`: those of references that were opened before."""
    found: list[str] = []
    for piece in text:
        if type(piece) is Hole:
            # `${NAME}`, or all elements of a list.
            name = piece.shown[2:-1].removesuffix("[@]") if not piece.key and piece.shown[:2] == "${" else ""
            if _is_name(name):
                found.append(name)
        elif isinstance(piece, Reference):
            inside = known.get(id(piece))
            if inside is None:
                known[id(piece)] = ()
                inside = tuple([name for case in piece.alternatives for name in _names(case.text or (), known)])
                known[id(piece)] = inside
            found += inside
    return tuple(found)


def _written(command: str) -> tuple[str, ...]:
    """The variables that stand in a command, whether they have values or not."""
    found = []
    for piece in command.split("$")[1:]:
        word = piece.removeprefix("{")
        end = next((n for n, character in enumerate(word) if not (character.isalnum() or character == "_")), len(word))
        if end and not word[0].isdigit():
            found.append(word[:end])
    return tuple(found)


def _is_name(word: str) -> bool:
    return word.replace("_", "a").isalnum() and word.isascii() and not word[0].isdigit()


def read_at(read: UnsetRead) -> Place:
    """Where the variable is written: in the operand, in the command, or in what is before it in the file."""
    import re

    origin = read.effect.origin
    pattern = re.compile(rf"\$\{{?[#!]?{read.name}\b\}}?")
    for place in (origin.place, origin.command, *[frame.place for frame in reversed(origin.calls)]):
        match = pattern.search(place.text)
        if match:
            return place.source.place(place.start + match.start(), place.start + match.end())
    source = origin.command.source
    before = list(pattern.finditer(source.text, 0, origin.command.start))
    if before:
        return source.place(before[-1].start(), before[-1].end())
    # In a here-document, whose lines stand below its command.
    below = pattern.search(source.text, origin.command.end) if isinstance(read.effect, WrittenFile) else None
    return source.place(below.start(), below.end()) if below else origin.place
