"""Options as getopt_long(3) reads them, over words that may be partly unknown.

GNU order: options may follow operands, `--` ends them, a long option may be cut short where that is unique.
"""

from __future__ import annotations

from lintpack.record import Record
from lintpack.script import texts
from lintpack.script.values import Hole, Reference, Wildcard

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.script.invocation import Invocation
    from lintpack.script.values import Text
    from lintpack.source import Place


class Operand(Record):
    """A word and where it stands."""

    text: Text
    place: Place


class Spec:
    """The options of a program.

    `short` is as for getopt (`abt:S::`). `long` is words: `archive=a` is -a, `suffix:=S` is -S and takes an argument,
    `backup?` may take one after `=`, a name without `=` stands for itself. `inorder`: options end at the first operand.
    `single`: long options start with one `-` (gcc, patchelf takes both).
    """

    __slots__ = ("_long", "_written", "inorder", "short")

    def __init__(self, short: str = "", long: str = "", inorder: bool = False) -> None:
        self.inorder = inorder
        self.short: dict[str, int] = dict.fromkeys(short.replace(":", ""), 0)
        letter = ""
        for part in short.split(":")[:-1]:
            letter = part[-1:] or letter
            self.short[letter] = 1 if part else 2
        self._written = long
        self._long: dict[str, tuple[str, int]] | None = None

    @property
    def long(self) -> dict[str, tuple[str, int]]:
        """The long options: what each stands for, and whether it takes an argument; read when first asked for."""
        if self._long is not None:
            return self._long
        self._long = {}
        for word in self._written.split():
            name, _, stands = word.partition("=")
            takes = 1 if name.endswith(":") else 2 if name.endswith("?") else 0
            name = name.rstrip(":?")
            self._long[name] = (stands or name, takes)
        return self._long

    def find(self, name: str) -> tuple[str, int] | None:
        """The option called `name` or cut short to it; None where there is none, or several that differ."""
        if name in self.long:
            return self.long[name]
        found = {option for full, option in self.long.items() if full.startswith(name)}
        return found.pop() if len(found) == 1 else None


class Arguments:
    """The words of a command, sorted. `given`: options in order, by their short name where they have one;
    `sequence`: the same with the operands between them, called ""."""

    __slots__ = ("doubtful", "operands", "sequence", "unknown")

    def __init__(self) -> None:
        self.sequence: list[tuple[str, Operand | None]] = []
        self.operands: list[Operand] = []
        self.unknown: list[str] = []
        # Words that may be options or operands: unknown, and before the first word that is surely an operand.
        self.doubtful: list[Operand] = []

    @property
    def given(self) -> list[tuple[str, Operand | None]]:
        return [(name, value) for name, value in self.sequence if name]

    def add_operands(self, *words: Operand) -> None:
        self.operands.extend(words)
        self.sequence.extend([("", word) for word in words])

    def has(self, *names: str) -> bool:
        for name, _ in self.sequence:  # noqa: SIM110 (asked for each option of each command, and a generator costs more)
            if name in names:
                return True
        return False

    def last(self, *names: str) -> str:
        """Which of the options was given last, "" for none."""
        for name, _ in reversed(self.sequence):
            if name in names:
                return name
        return ""

    def value(self, *names: str) -> Operand | None:
        """The argument of the last of these options."""
        for name, value in reversed(self.sequence):
            if name in names and value is not None:
                return value
        return None

    def values(self, *names: str) -> list[Operand]:
        return [value for name, value in self.sequence if name in names and value is not None]

    def shown(self) -> tuple[str, ...]:
        """The options as given, for a plan: `-L`, `--parents`; doubtful words and unknown options too."""
        known = ["-" + name if len(name) == 1 else "--" + name for name, _ in self.given]
        return (*known, *self.unknown, *[texts.shown(word.text) for word in self.doubtful])


def tail(text: Text, start: int) -> Text:
    """`text` without the first `start` characters of its first piece, a string."""
    rest = str(text[0])[start:]
    return (rest, *text[1:]) if rest else text[1:]


def parse(call: Invocation, spec: Spec, start: int = 1) -> Arguments:
    """Sort the words of `call` from `start` on."""
    return sort(call_operands(call, start), spec)


def call_operands(call: Invocation, start: int = 1) -> list[Operand]:
    """The words of `call` from `start` on, with their places."""
    return [Operand(text, place) for text, place in zip(call.words, call.places, strict=False)][start:]


def sort(words: list[Operand], spec: Spec) -> Arguments:
    """Sort `words`, the arguments of a program, into options and operands."""
    found = Arguments()
    at, count = 0, len(words)
    while at < count:
        word = words[at]
        at += 1
        first = word.text[0] if word.text else ""
        if isinstance(first, Reference):
            first = _common_start(first)
        if isinstance(first, Hole) and len(word.text) == 1 and not found.operands and looks_like_options(first.shown):
            found.doubtful.append(word)
            continue
        if not isinstance(first, str) or not first.startswith("-") or word.text == ("-",):
            if spec.inorder:
                found.add_operands(*words[at - 1 :])
                break
            found.add_operands(word)
            continue
        if word.text == ("--",):
            found.add_operands(*words[at:])
            break
        if not isinstance(word.text[0], str):
            found.doubtful.append(word)
        elif first.startswith("--"):
            at += _long(found, spec, word, words[at] if at < count else None)
        else:
            at += _cluster(found, spec, word, words[at] if at < count else None)
    return found


def _common_start(reference: Reference) -> str | Hole:
    """`-` where every alternative that is not empty starts so, "" where none does, a hole where it differs."""
    starts = [_start(a.text) for a in reference.alternatives if a.text]
    dashes = [isinstance(start, str) and start[:1] == "-" for start in starts]
    if dashes and all(dashes):
        return "-"
    if any(dashes) or any(isinstance(start, Hole) for start in starts):
        return Hole(reference.shown)
    return ""


def _start(text: Text) -> str | Hole:
    first = text[0]
    if isinstance(first, Reference):
        return _common_start(first)
    return "" if isinstance(first, Wildcard) else first


def looks_like_options(name: str) -> bool:
    """Whether the name of an unknown variable says that it holds options (`$CP_OPTS`, `${RSYNC_FLAGS}`)."""
    name = name.upper()
    return any(part in name for part in ("OPT", "FLAG", "ARGS", "VERBOSE", "FORCE", "PARAM", "QUIET"))


def _long(found: Arguments, spec: Spec, word: Operand, following: Operand | None) -> int:
    """Read one `--name` or `--name=value`; how many of the words after it were used up."""
    name, equals, _ = str(word.text[0])[2:].partition("=")
    option = spec.find(name)
    if option is None or (not equals and len(word.text) > 1):
        found.unknown.append(texts.shown(word.text))
        return 0
    stands, takes = option
    if equals:
        found.sequence.append((stands, Operand(tail(word.text, 3 + len(name)), word.place)))
        return 0
    if takes == 1 and following is not None:
        found.sequence.append((stands, following))
        return 1
    found.sequence.append((stands, None))
    return 0


def _cluster(found: Arguments, spec: Spec, word: Operand, following: Operand | None) -> int:
    """Read `-abc`, `-tDIR` or `-t DIR`; how many of the words after it were used up."""
    letters = str(word.text[0])
    for at in range(1, len(letters)):
        letter = letters[at]
        takes = spec.short.get(letter)
        if takes is None:
            found.unknown.append("-" + letter)
            continue
        if not takes:
            found.sequence.append((letter, None))
            continue
        rest = tail(word.text, at + 1)
        if rest:
            found.sequence.append((letter, Operand(rest, word.place)))
        elif takes == 1 and following is not None:
            found.sequence.append((letter, following))
            return 1
        else:
            found.sequence.append((letter, None))
        return 0
    if len(word.text) > 1:
        found.unknown.append(texts.shown(word.text))
    return 0
