"""find: runs commands on, removes or prints the files that it would find, as texts with wildcards."""

from __future__ import annotations

from lintpack.script import paths, texts
from lintpack.script.commands.finding import Action, Branch, Expression
from lintpack.script.commands.options import call_operands
from lintpack.script.commands.transfers import looks_like_file
from lintpack.script.commands.wild import replaced, wild
from lintpack.script.invocation import Outcome
from lintpack.script.plan import Removal, WrittenFile
from lintpack.script.streams import Found

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.script.invocation import Invocation
    from lintpack.script.values import Text

_SILENCING = {"exec", "execdir", "delete", "print", "print0", "printf", "fprint", "fprint0", "fls", "quit", "ls"}


def find(call: Invocation) -> Outcome:
    words = call_operands(call)
    at = 0
    while at < len(words) and texts.known(words[at].text) in {"-H", "-L", "-P", "-D", "-O1", "-O2", "-O3"}:
        at += 2 if words[at].text == ("-D",) else 1
    follows = any(word.text == ("-L",) for word in words[:at])
    start = at
    while at < len(words) and not _begins(words[at].text):
        at += 1
    roots = words[start:at] or []
    expression = Expression(words[at:])
    branches = expression.parse()
    places = [word.text for word in roots] or [paths.HERE]
    silent = not any(action.kind in _SILENCING for branch in branches for action in branch.actions)
    out: list[Text | str] = []
    told = True
    for branch in branches:
        if silent and any(action.kind == "prune" for action in branch.actions):
            continue
        # Without an action, find prints what the whole expression chose.
        actions = (*branch.actions, Action("print")) if silent else branch.actions
        filters = (*branch.tests, "-L") if follows else branch.tests
        found: list[Text] = []
        starts: list[Text] = []
        for root in places:
            is_file = _is_file(call, root)
            if not is_file or (not expression.least and _passes(root, branch)):
                found.append(_path(root, branch, 0 if is_file else expression.most, filters))
                starts.append(root)
        for action in actions if found else ():
            printed = _act(call, action, found, starts)
            told = told and printed is not None
            out += printed or ()
    return Outcome(None, paths.concat(*out) if told else None)


def _begins(text: Text) -> bool:
    """Whether the expression begins here: `-name`, `(`, `!`."""
    first = texts.head(text)
    return first[:1] == "-" or text in {("(",), ("!",), (")",), (",",)}


def _is_file(call: Invocation, root: Text) -> bool:
    """Whether find starts at a file, and so finds nothing else."""
    known = call.shell.directory(call.shell.path(root))
    name = paths.basename(root)
    if known is None:
        # A name of which nothing is known is a folder's: that is what find is for.
        return bool(texts.tail(name)) and looks_like_file(name, [name])
    return not known


def _passes(root: Text, branch: Branch) -> bool:
    """Whether a file that find starts at may have the name that a branch asks for."""
    from lintpack.script.patterns import match

    return branch.name is None or match(paths.basename(root), wild(branch.name)) is not False


def _path(root: Text, branch: Branch, most: int, filters: tuple[str, ...]) -> Text:
    """The files of one branch below `root`, with `**/` for folders in between (as bash's globstar)."""

    def make(written: str) -> Found:
        return Found(written, filters)

    if most == 0:
        return root
    name = branch.name
    if name is None and branch.path is not None:
        name = paths.split(branch.path)[1]
    if name is None and branch.regex:
        name = _from_regex(branch.regex)
    last = wild(name, make) if name is not None else (make("*"),)
    if "-iname" in " ".join(branch.tests) and texts.known(last) is not None:
        last = wild(last, make)
    base = root if texts.tail(root).endswith("/") else paths.concat(root, "/")
    if most == 1:
        return paths.concat(base, last)
    return paths.concat(base, (make("**"),), "/", last)


def _from_regex(regex: str) -> Text:
    """A pattern at least as wide as a regular expression for a whole path: its last component, groups as `*`."""
    import re

    last = regex.rpartition("/")[2]
    wide = r"\\?\((?:[^()\\]|\\.)*?\\?\)[*+?]?|\[[^]]*\][*+?]?|\.\*|\.\+|\\\+|\."
    last = re.sub(wide, "*", last.replace("\\.", "\0"))
    last = re.sub(r"[\\^$+?]|\*+", lambda m: "*" if "*" in m[0] else "", last).replace("\0", ".")
    return (last,) if last else ("*",)


def _act(call: Invocation, action: Action, found: list[Text], roots: list[Text]) -> list[Text | str] | None:
    """Do it, and give what is printed; None where that cannot be told."""
    shell = call.shell
    kind = action.kind
    if kind in {"exec", "execdir"} and action.words:
        return _execute(call, action, found)
    if kind == "delete":
        for path in found:
            shell.emit(Removal, path=shell.path(path))
    elif kind == "print":
        return [piece for path in found for piece in (path, "\n")]
    elif kind == "print0":
        return [piece for path in found for piece in (path, "\0")]
    elif kind == "printf" and action.words:
        return [_printed(action.words[0].text, path, root) for path, root in zip(found, roots, strict=True)]
    elif kind in {"fprint", "fprint0"} and action.words:
        text = paths.concat(*[piece for path in found for piece in (path, "\n")])
        word = action.words[0]
        shell.emit(WrittenFile, word.place, path=shell.path(word.text), text=text, append=False)
    return []


def _execute(call: Invocation, action: Action, found: list[Text]) -> list[Text | str] | None:
    """Run it on all that is found, and give what the commands print; None where one of them is not told."""
    shell = call.shell
    places = tuple([word.place for word in action.words])
    if action.together:
        words = tuple([word.text for word in action.words[:-1]])
        outputs = [shell.execute((*words, *found), places[:-1] + places[-1:] * len(found)).output]
    else:
        outputs = [
            shell.execute(tuple([replaced(word.text, "{}", path) for word in action.words]), places).output
            for path in found
        ]
    return None if None in outputs else [text for text in outputs if text]


def _printed(form: Text, path: Text, root: Text) -> Text:
    """What `-printf FORMAT` prints of a path: %p %f %h %P, escapes; other directives become holes' stand-in `*`."""
    out: list[Text | str] = []
    for piece in form:
        if not isinstance(piece, str):
            out.append((piece,))
            continue
        at = 0
        while at < len(piece):
            two = piece[at : at + 2]
            if two[:1] == "\\" and len(two) == 2:
                out.append({"n": "\n", "t": "\t", "0": "\0", "\\": "\\"}.get(two[1], two))
            elif two[:1] == "%" and len(two) == 2:
                out.append(_directive(two[1], path, root))
            else:
                out.append(two[:1])
                at -= 1
            at += 2
    return paths.concat(*out)


def _directive(letter: str, path: Text, root: Text) -> Text | str:
    if letter == "f":
        return paths.basename(path)
    if letter == "h":
        return paths.dirname(path)
    if letter == "P":
        return paths.inside(path, root) or path
    if letter == "H":
        return root
    if letter == "%":
        return "%"
    return path if letter == "p" else (Found("*"),)


MODELS = {"find": find, "gfind": find}
