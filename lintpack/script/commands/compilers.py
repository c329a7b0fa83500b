"""gcc, ld and their kin: the RPATHs and SONAMEs that their options give to what they link (ld(1), gcc(1))."""

from __future__ import annotations

from lintpack.script import texts
from lintpack.script.commands.options import Operand, call_operands
from lintpack.script.invocation import SILENT, UNKNOWN
from lintpack.script.plan import Change, RunPath

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from lintpack.script.invocation import Invocation, Outcome
    from lintpack.script.values import Text


# Options of rustc and bazel with a word for the linker.
_HANDED = ("link-arg=", "link-args=", "-Clink-arg=", "-Clink-args=", "--linkopt=", "--host_linkopt=")


def linker_words(words: Sequence[Operand]) -> list[Operand]:
    """The words for the linker in a compiler's: `-Wl,a,b` and `-Xlinker a` opened, the others as they are. rustc and
    bazel have such words as values of options of their own."""
    found: list[Operand] = []
    passing = False
    for given in words:
        word, head = given, texts.head(given.text)
        if "link" in head and (handed := next((one for one in _HANDED if head.startswith(one)), "")):
            head = head[len(handed) :]
            word = Operand(texts.normal((head, *given.text[1:])), given.place)
        if passing:
            found.append(word)
            passing = False
        elif word.text == ("-Xlinker",):
            passing = True
        elif head.startswith("-Wl,"):
            rest = texts.normal((head[4:], *word.text[1:]))
            found += [Operand(_for_linker(part), word.place) for part in texts.split(rest, ",")]
        else:
            found.append(word)
    return found


def _for_linker(word: Text) -> Text:
    """`-R DIR` as `-rpath DIR`: to the linker they are the same, where DIR is a directory (ld(1))."""
    head = texts.head(word)
    if not head.startswith("-R"):
        return word
    return ("-rpath",) if word == ("-R",) else texts.normal((f"-rpath={head[2:]}", *word[1:]))


# Options by which a compiler or a linker is asked for something, which it prints (gcc(1), "Overall Options").
_ASKS = ("-print", "--print", "-dump", "--version", "-version", "--help", "-v", "-V", "-E", "-M", "-###")


def runpaths(words: Sequence[Operand], compiler: bool = True) -> list[Operand]:
    """The values of -rpath (and of -R, where a linker reads it)."""
    names = {"-rpath", "--rpath"} | (set() if compiler else {"-R"})
    return _values(words, names)


def _values(words: Sequence[Operand], names: set[str]) -> list[Operand]:
    found = []
    for at, word in enumerate(words):
        head = texts.head(word.text)
        name, equals, rest = head.partition("=")
        if name not in names:
            continue
        if equals:
            found.append(Operand(texts.normal((rest, *word.text[1:])), word.place))
        elif len(word.text) == 1 and at + 1 < len(words):
            found.append(words[at + 1])
    return found


def link(call: Invocation) -> Outcome:
    shell = call.shell
    words = call_operands(call)
    opened = linker_words(words)
    output = None
    for at, word in enumerate(words):
        head = texts.head(word.text)
        if head == "-o" and len(word.text) == 1 and at + 1 < len(words):
            output = words[at + 1]
        elif head.startswith("-o") and len(head) > 2 and not head.startswith("-of"):
            output = Operand(texts.normal((head[2:], *word.text[1:])), word.place)
    is_compiler = not call.name.endswith(_LINKERS)
    path = shell.path(output.text) if output else None
    if output is not None and path is not None and not texts.head(output.text).startswith("/dev/"):
        shell.emit(Change, output.place, kind="touch", path=path)
        for word in _values(opened, {"-soname", "-h", "--soname"} if not is_compiler else {"-soname", "--soname"}):
            shell.emit(Change, word.place, kind="soname", path=path, value=word.text)
        for word in _values(opened, {"-dynamic-linker", "--dynamic-linker"}):
            shell.emit(Change, word.place, kind="interpreter", path=path, value=word.text)
    for word in runpaths(opened, is_compiler):
        shell.emit(RunPath, word.place, tool="linker", file=path, value=word.text)
    if output is None:
        return _asked(call, words)
    return SILENT


def _asked(call: Invocation, words: list[Operand]) -> Outcome:
    """What it prints where it is asked for something: `-print-file-name=LIBRARY` prints a path that ends in the name,
    or the name alone where it finds none (gcc(1))."""
    for word in words:
        head = texts.head(word.text)
        if head.startswith(_ASKS):
            option, _, name = head.partition("=")
            if option.endswith("print-file-name") and (name or len(word.text) > 1):
                from lintpack.script.commands.filters import hole
                from lintpack.script.invocation import Outcome

                return Outcome(None, texts.concat(hole(call), ("/",), texts.normal((name, *word.text[1:])), ("\n",)))
            return UNKNOWN
    return SILENT


def flags(call: Invocation) -> Outcome:
    """make, cmake and configure: linker options in their words (`LDFLAGS=-Wl,-rpath,…`, -DCMAKE_INSTALL_RPATH=…)."""
    for word in call_operands(call):
        text = texts.opened(word.text)
        name, equals, rest = texts.head(text).partition("=")
        if not equals:
            continue
        value: Text = texts.normal((rest, *text[1:]))
        if name.partition(":")[0] in {"-DCMAKE_INSTALL_RPATH", "-DCMAKE_BUILD_RPATH"}:
            call.shell.emit(
                RunPath, word.place, tool="cmake", file=None, value=value, options=(name[2:].partition(":")[0],)
            )
            continue
        parts = [Operand(part, word.place) for part in texts.split(value, " ") if part]
        for found in runpaths(linker_words(parts)):
            call.shell.emit(RunPath, found.place, tool="linker", file=None, value=found.text, options=(name,))
    return UNKNOWN


def builders(call: Invocation) -> None:
    """go, cargo and rustc: linker options in their words, `-ldflags '-r DIR -extldflags …'` (cmd/link) among them."""
    words = call_operands(call)
    opened = list(words)
    for at, word in enumerate(words):
        name, equals, rest = texts.head(word.text).partition("=")
        if name not in ("-ldflags", "--ldflags"):
            continue
        if equals:
            flags = Operand(texts.normal((rest, *word.text[1:])), word.place)
        elif at + 1 < len(words):
            flags = words[at + 1]
        else:
            continue
        parts = [Operand(_bare(part), flags.place) for part in texts.split(flags.text, " ") if part]
        opened += parts
        for flag, folder in zip(parts, parts[1:], strict=False):  # noqa: RUF007 (itertools is one more import)
            if flag.text == ("-r",):
                call.shell.emit(
                    RunPath, flags.place, tool="linker", file=None, value=folder.text, options=("-ldflags",)
                )
    for found in runpaths(linker_words(opened)):
        call.shell.emit(RunPath, found.place, tool="linker", file=None, value=found.text, options=(call.name,))


def _bare(text: Text) -> Text:
    """Without the quotes that the tool itself takes off."""
    return texts.normal([piece.strip("'\"") if isinstance(piece, str) else piece for piece in text])


_COMPILERS = ("gcc", "g++", "cc", "c++", "clang", "clang++", "gfortran", "icc", "icpc")
_LINKERS = ("ld", "ld.gold", "ld.bfd", "ld.lld", "lld")
_BUILDERS = (
    *("make", "gmake", "cmake", "configure", "ninja", "meson", "scons", "ctest"),
    *("qmake", "qmake6", "qmake-qt4", "qmake-qt5"),
)
MODELS = {
    **dict.fromkeys((*_COMPILERS, *_LINKERS), link),
    **dict.fromkeys(_BUILDERS, flags),
}
