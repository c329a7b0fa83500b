"""The expression of find (POSIX, find; GNU findutils manual, 2 and 3) as branches: which files, then what is done."""

from __future__ import annotations

from lintpack.record import Record, replace
from lintpack.script import texts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.script.commands.options import Operand
    from lintpack.script.values import Text

# More branches than this are cut: each `-o` inside an `-a` doubles them.
BRANCHES = 24
# Parentheses and `!` inside each other; deeper ones are read as if they were not there.
DEPTH = 50

# Tests and options with one argument that only narrow the choice.
_TAKES_ONE = frozenset(
    {
        "amin",
        "anewer",
        "atime",
        "cmin",
        "cnewer",
        "ctime",
        "fstype",
        "gid",
        "group",
        "ilname",
        "inum",
        "links",
        "lname",
        "mmin",
        "mtime",
        "newer",
        "perm",
        "samefile",
        "size",
        "uid",
        "used",
        "user",
        "xtype",
        "context",
        "regextype",
        "newermt",
        "newerct",
        "newerat",
        "maxdepth",
        "mindepth",
        "files0-from",
        "type",
    }
)
_TAKES_NONE = frozenset(
    {
        "empty",
        "executable",
        "false",
        "nogroup",
        "nouser",
        "readable",
        "true",
        "writable",
        "depth",
        "d",
        "follow",
        "mount",
        "xdev",
        "noleaf",
        "daystart",
        "warn",
        "nowarn",
        "ignore_readdir_race",
        "noignore_readdir_race",
    }
)
_NAMES = frozenset({"name", "iname", "path", "ipath", "wholename", "iwholename", "regex", "iregex"})


class Action(Record):
    """What is done with a file: `kind` exec, execdir, delete, print, printf, prune … `words`: arguments; `together`:
    `+` instead of `;`."""

    kind: str
    words: tuple[Operand, ...] = ()
    together: bool = False


class Branch(Record):
    """Files that pass all `tests` (as written), with what is known of them; then `actions`, in order."""

    name: Text | None = None
    path: Text | None = None
    regex: str = ""
    without: tuple[str, ...] = ()
    kinds: str = ""
    tests: tuple[str, ...] = ()
    actions: tuple[Action, ...] = ()
    impossible: bool = False


class Expression:
    """A parser by descent: `,` below `-o` below `-a` below `!`."""

    def __init__(self, words: list[Operand]) -> None:
        self.words = words
        self.at = self.depth = 0
        self.least, self.most = 0, -1
        self.unknown: list[str] = []

    def _peek(self) -> str:
        if self.at >= len(self.words):
            return ""
        return texts.known(self.words[self.at].text) or "\0"

    def parse(self) -> list[Branch]:
        found = self._either()
        while self._peek() in {",", ")"} and self.at < len(self.words):
            self.at += 1
            found += self._either()
        return found[:BRANCHES]

    def _either(self) -> list[Branch]:
        found = self._both()
        while self._peek() in {"-o", "-or"}:
            self.at += 1
            found += self._both()
        return found[:BRANCHES]

    def _both(self) -> list[Branch]:
        found = [Branch()]
        while self.at < len(self.words) and self._peek() not in {"-o", "-or", ",", ")"}:
            if self._peek() in {"-a", "-and"}:
                self.at += 1
                continue
            others = self._one()
            found = [_and(one, other) for one in found for other in others][:BRANCHES]
        return found

    def _one(self) -> list[Branch]:
        word = self._peek()
        if word not in {"!", "-not", "("}:
            return [self._primary()]
        self.at += 1
        if self.depth == DEPTH or self.at >= len(self.words):
            return [Branch()]
        self.depth += 1
        if word != "(":
            found = _negated(self._one())
        else:
            found = self._either()
            while self._peek() == ",":
                self.at += 1
                found += self._either()
            if self._peek() == ")":
                self.at += 1
        self.depth -= 1
        return found

    def _argument(self) -> Operand | None:
        self.at += 1
        return self.words[self.at - 1] if self.at <= len(self.words) else None

    def _primary(self) -> Branch:
        word = self.words[self.at]
        self.at += 1
        written = texts.known(word.text)
        name = written[1:] if written and written[0] == "-" else ""
        if name in _NAMES:
            return self._named(name)
        if name in {"exec", "execdir", "ok", "okdir"}:
            return Branch(actions=(self._exec(name.replace("ok", "exec")),))
        if name in {"delete", "print", "print0", "prune", "quit", "ls"}:
            return Branch(actions=(Action(name),))
        if name in {"printf", "fprint", "fprint0", "fls"}:
            argument = self._argument()
            return Branch(actions=(Action(name, (argument,) if argument else ()),))
        if name == "fprintf":
            self.at += 1
            argument = self._argument()
            return Branch(actions=(Action("fprint", (argument,) if argument else ()),))
        if name in _TAKES_NONE:
            return Branch(tests=(f"-{name}",)) if name in {"empty", "executable"} else Branch()
        if name in _TAKES_ONE or name.startswith("newer"):
            return self._narrow(name)
        self.unknown.append(texts.shown(word.text))
        return Branch(tests=(texts.shown(word.text),))

    def _narrow(self, name: str) -> Branch:
        argument = self._argument()
        value = texts.shown(argument.text) if argument else ""
        if name in {"maxdepth", "mindepth"}:
            depth = int(value) if value.isdigit() and len(value) < 5 else -1
            if name == "maxdepth":
                self.most = depth
            elif depth > 0:
                self.least = depth
            return Branch(tests=(f"-{name} {value}",))
        if name == "type":
            return Branch(kinds=value, tests=(f"-type {value}",))
        return Branch(tests=(f"-{name} {value}",))

    def _named(self, name: str) -> Branch:
        argument = self._argument()
        if argument is None:
            return Branch()
        test = (f"-{name} {texts.shown(argument.text)}",)
        if name.endswith("regex"):
            return Branch(regex=texts.shown(argument.text), tests=test)
        if name.endswith("name") and "whole" not in name:
            return Branch(name=argument.text, tests=test)
        return Branch(path=argument.text, tests=test)

    def _exec(self, kind: str) -> Action:
        words: list[Operand] = []
        while self.at < len(self.words):
            word = self.words[self.at]
            self.at += 1
            if word.text == (";",):
                break
            if word.text == ("+",) and words and words[-1].text == ("{}",):
                return Action(kind, tuple(words), True)
            words.append(word)
        return Action(kind, tuple(words))


def _and(one: Branch, other: Branch) -> Branch:
    return Branch(
        _narrower(one.name, other.name),
        _narrower(one.path, other.path),
        one.regex or other.regex,
        one.without + other.without,
        other.kinds or one.kinds,
        one.tests + other.tests,
        one.actions + other.actions,
        one.impossible or other.impossible,
    )


def _narrower(one: Text | None, other: Text | None) -> Text | None:
    """The pattern that says more, of two that both must match."""
    if one is None or other is None:
        return other if one is None else one
    return one if texts.length(one) >= texts.length(other) else other


def _negated(branches: list[Branch]) -> list[Branch]:
    """Not any of `branches`: all their tests negated, one after the other; names become exclusions."""
    result = Branch()
    for branch in branches:
        tests = " ".join(branch.tests)
        if tests:
            hidden = () if branch.name is None else (texts.shown(branch.name),)
            result = replace(result, without=result.without + hidden, tests=(*result.tests, f"! {tests}"))
    return [result]
