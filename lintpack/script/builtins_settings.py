"""Builtins that change variables and options: export, declare, local, set, shopt, shift … (bash manual, 4.1 to 4.3)."""

from __future__ import annotations

from lintpack.bash.tree import ArrayValue, Assignment
from lintpack.record import replace
from lintpack.script import texts
from lintpack.script.assign import assign, assign_value
from lintpack.script.calls import value_text
from lintpack.script.emit import LOADER, export
from lintpack.script.values import Alternative, Hole
from lintpack.script.variables import Positionals

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.script.builtins import Builtin
    from lintpack.script.calls import Call
    from lintpack.script.interpreter import Run
    from lintpack.script.values import Text
    from lintpack.source import Place

# What `set -X` calls the options of `set -o` (bash manual, 4.3.1).
_LETTERS = {
    "a": "allexport",
    "b": "notify",
    "e": "errexit",
    "f": "noglob",
    "h": "hashall",
    "k": "keyword",
    "m": "monitor",
    "n": "noexec",
    "p": "privileged",
    "t": "onecmd",
    "u": "nounset",
    "v": "verbose",
    "x": "xtrace",
    "B": "braceexpand",
    "C": "noclobber",
    "E": "errtrace",
    "H": "histexpand",
    "P": "physical",
    "T": "functrace",
}


def options_of(letters: str) -> frozenset[str]:
    """The options that the letters of `set` stand for."""
    return frozenset([_LETTERS[letter] for letter in letters if letter in _LETTERS])


# --- declarations --------------------------------------------------------------------------------


def _declaration(run: Run, call: Call, add: str, local: bool, name: str) -> None:
    """`declare -xi name=value …` and its kin. A name alone is declared, and exported as it is."""
    run.state.status = 0
    remove, at, shows = "", 1, False
    words = call.words
    while at < len(words):
        word = texts.known(words[at]) or ""
        if word == "--":
            at += 1
            break
        if word[:1] not in {"-", "+"} or len(word) < 2 or isinstance(_node(call, at), Assignment):
            break
        letters = word[1:]
        if name == "export" and word[0] == "-" and "n" in letters:
            remove, add = "x", ""
        elif "f" in letters or "F" in letters or "p" in letters:
            shows = True
        elif word[0] == "-":
            add += "".join([letter for letter in letters if letter in "xrinluAa"])
            if "g" in letters:
                local = False
        else:
            remove += letters
        at += 1
    if shows:
        return
    for rank in range(at, len(words)):
        _declare(run, call, rank, add, remove, local)
        if not run.live:
            return


def _node(call: Call, at: int) -> object:
    return call.nodes[at] if at < len(call.nodes) else None


def _declare(run: Run, call: Call, at: int, add: str, remove: str, local: bool) -> None:
    node, text = _node(call, at), call.words[at]
    variables = run.variables
    if isinstance(node, Assignment) and (isinstance(node.value, ArrayValue) or node.index is not None):
        variables.declare(node.name, add.replace("r", ""), remove, local)
        assign(node, run)
        _finish(run, node.name, add, local)
        return
    head = texts.head(text)
    name, equals, _ = head.partition("=")
    append = bool(equals) and name.endswith("+")
    name = name.removesuffix("+")
    if not name.isidentifier():
        return
    value: Text | None = None
    if equals:
        value = texts.normal((head[head.index("=") + 1 :], *text[1:]))
        if append:
            value = texts.concat(variables.text(name) or (), value)
    elif len(text) > 1:
        return
    if value is None and not add and not local:
        return
    variables.declare(name, add.replace("r", ""), remove, local)
    if value is not None:
        assign_value(name, (Alternative(value),), run)
    _finish(run, name, add, local)
    variable = variables.get(name)
    if variable is not None and variable.exported and not (value is None and "x" not in add):
        _exported(run, name, call.located(run)[at])


def _finish(run: Run, name: str, add: str, local: bool) -> None:
    if "r" in add:
        run.variables.declare(name, "r", "", local)


def _exported(run: Run, name: str, place: Place) -> None:
    if name.startswith(LOADER):
        run.loader_names.add(name)
    export(run, name, value_text(run, name), "export", place)


def export_(run: Run, call: Call) -> None:
    _declaration(run, call, "x", False, "export")


def declare(run: Run, call: Call) -> None:
    _declaration(run, call, "", len(run.variables.frames) > 1, "declare")


def local(run: Run, call: Call) -> None:
    if call.words[1:] != (("-",),):
        _declaration(run, call, "", len(run.variables.frames) > 1, "local")


def readonly(run: Run, call: Call) -> None:
    _declaration(run, call, "r", False, "readonly")


def unset(run: Run, call: Call) -> None:
    run.state.status = 0
    functions = False
    for at, word in enumerate(call.words[1:], 1):
        name = texts.known(word)
        if name is None:
            continue
        if name in {"-f", "-v", "-n"}:
            functions = name == "-f"
            continue
        base, bracket, index = name.partition("[")
        if functions or (run.variables.get(name) is None and name in run.state.functions):
            run.state.functions = {n: f for n, f in run.state.functions.items() if n != name}
        elif bracket:
            index = index.rstrip("]")
            run.variables.unset(base, int(index) if index.isdigit() else index)
        elif base.isidentifier():
            run.variables.unset(base)
            if base.startswith(LOADER):
                export(run, base, None, "unset", call.located(run)[at])


# --- options -------------------------------------------------------------------------------------


def set_(run: Run, call: Call) -> None:
    run.state.status = 0
    words = call.words
    options = set(run.state.options)
    at = 1
    while at < len(words):
        word = texts.known(words[at])
        if word is None or word[:1] not in {"-", "+"}:
            break
        if word in {"--", "-"}:
            at += 1
            run.variables.positionals = Positionals(tuple(words[at:]))
            at = len(words)
            break
        on = word[0] == "-"
        for letter in word[1:]:
            if letter == "o":
                at += 1
                name = texts.known(words[at]) if at < len(words) else None
                if name:
                    (options.add if on else options.discard)(name)
            elif letter in _LETTERS:
                (options.add if on else options.discard)(_LETTERS[letter])
        at += 1
    if at < len(words):
        run.variables.positionals = Positionals(tuple(words[at:]))
    run.state.options = frozenset(options)


def shopt(run: Run, call: Call) -> None:
    run.state.status = 0
    words = [texts.known(word) or "" for word in call.words[1:]]
    names = {word for word in words if not word.startswith("-")}
    letters = "".join([word[1:] for word in words if word.startswith("-")])
    if "s" in letters:
        run.state.options |= names
    elif "u" in letters:
        run.state.options -= names
    else:
        run.state.status = int(not names <= run.state.options)


def shift(run: Run, call: Call) -> None:
    variables = run.variables
    found = variables.positionals
    count: int | None = 1
    if len(call.words) > 1:
        known = texts.known(call.words[1])
        count = int(known) if known and known.isdigit() and len(known) < 6 else None
    run.state.status = 0
    if count is None:
        variables.positionals = Positionals((), True, found.shifted + 1)
        run.state.status = None
    elif count <= len(found.known):
        variables.positionals = replace(found, known=found.known[count:])
    elif found.open:
        variables.positionals = Positionals((), True, found.shifted + count - len(found.known))
        run.state.status = None
    else:
        run.state.status = 1


def let(run: Run, call: Call) -> None:
    from lintpack.script.expand_arithmetic import evaluate_text

    value: int | None = 0
    for word in call.words[1:]:
        value = evaluate_text(word, run)
    run.state.status = None if value is None else int(value == 0)


def type_(run: Run, call: Call) -> None:
    """`type name`, `hash name`: a function or builtin is there, a program may be."""
    from lintpack.script.builtins import find_builtin
    from lintpack.script.printed import printed

    names = [texts.known(word) for word in call.words[1:]]
    wanted = [name for name in names if name is None or not name.startswith("-")]
    if wanted and all(name is not None and (name in run.state.functions or find_builtin(name)) for name in wanted):
        run.state.status = 0
    else:
        run.state.status = run.conditions.unknown(("program", *call.words[-1:]))
    if texts.known(call.words[0]) == "type":
        printed(run, None, call.words, call.start, call.end)


def getopts(run: Run, call: Call) -> None:
    """`getopts OPTIONS NAME`: any of the options, with any argument, or no more of them."""
    run.state.status = None
    words = call.words
    name = texts.known(words[2]) if len(words) > 2 else None
    letters = texts.known(words[1]) if len(words) > 1 else None
    if not name or not name.isidentifier() or letters is None:
        return
    if len(words) == 3 and not run.variables.positionals.open and _getopts_known(run, letters, name):
        return
    number = str(run.variables.number())
    assign_value(name, (Alternative((Hole(f"${{{name}}}", number),)),), run)
    run.variables.assign("OPTARG", (Hole("${OPTARG}", number),))
    run.variables.assign("OPTIND", (Hole("${OPTIND}", number),))


def _getopts_known(run: Run, letters: str, name: str) -> bool:
    """getopts over known arguments, one letter a word; False where that does not hold."""
    index = texts.known(run.variables.text("OPTIND") or ("1",)) if run.variables.get("OPTIND") else "1"
    if index is None or not index.isdigit():
        return False
    known = run.variables.positionals.known
    at = int(index) - 1
    word = texts.known(known[at]) if at < len(known) else ""
    if word is None:
        return False
    if len(word) < 2 or word[0] != "-" or word == "--":
        if word == "--":
            run.variables.assign("OPTIND", (str(at + 2),))
        run.variables.assign(name, ("?",))
        run.state.status = 1
        return True
    letter, rest = word[1], word[2:]
    where = letters.find(letter)
    takes = where >= 0 and letters[where + 1 : where + 2] == ":"
    if rest and not takes:
        return False
    argument: Text | None = texts.literal(rest) if rest else None
    if takes and not rest:
        at += 1
        argument = known[at] if at < len(known) else None
    run.variables.assign(name, (letter,) if where >= 0 else ("?",))
    if takes and argument is not None:
        run.variables.assign("OPTARG", argument)
    run.variables.assign("OPTIND", (str(at + 2),))
    run.state.status = 0
    return True


def nothing(run: Run, call: Call) -> None:
    run.state.status = 0


def unsure(run: Run, call: Call) -> None:
    run.state.status = None


BUILTINS: dict[str, Builtin] = {
    "export": export_,
    "declare": declare,
    "typeset": declare,
    "local": local,
    "readonly": readonly,
    "unset": unset,
    "set": set_,
    "shopt": shopt,
    "shift": shift,
    "let": let,
    "hash": type_,
    "type": type_,
    "getopts": getopts,
    "fg": unsure,
    "kill": unsure,
    "compgen": unsure,
    "caller": unsure,
}
for _name in [
    "umask",
    "ulimit",
    "alias",
    "unalias",
    "enable",
    "bind",
    "bg",
    "jobs",
    "disown",
    "suspend",
    "times",
    "history",
    "fc",
    "complete",
    "compopt",
    "help",
]:
    BUILTINS[_name] = nothing
