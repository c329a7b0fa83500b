"""What rules about the shell's quoting, and about copies that undo each other, are about (see `subjects`)."""

from __future__ import annotations

from lintpack.rules.gates.subjects import loader, loader_named, written
from lintpack.rules.shared.wording import lines_with, word_end

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context

_LISTS = ("LIBRARY_PATH=", "LD_PRELOAD=")
_BEFORE = {"export": "export", "readonly": "export", "local": "export", "env": "env"}


def given_unquoted(text: str) -> Iterator[tuple[int, int, str]]:
    """Where words `LD_LIBRARY_PATH=$x…` begin and end that are not quoted as a whole, behind `export` or `env`, or in
    what `eval` gets."""
    for sign in _LISTS:
        at = text.find(sign)
        while at >= 0:
            start = at
            while start and (text[start - 1] == "_" or text[start - 1].isalnum()):
                start -= 1
            line = text[text.rfind("\n", 0, start) + 1 : start]
            words = line.split()
            how = ""
            if words and "#" not in line and "alias" not in line:
                if "eval" in words or 'eval "export' in line:
                    how = "eval"
                elif "env" in words and not any(word == "|" for word in words):
                    how = "env"
                elif words[-1] in _BEFORE:
                    how = _BEFORE[words[-1]]
            if how and text[start - 1] in ' \t"':
                end = word_end(text, at + len(sign))
                if "$" in text[at:end]:
                    yield start, end, how
            at = text.find(sign, at + 1)


# `eval "export $2=$1:…"`: the name comes from a variable, and nothing quotes the value a second time.
EVALUATED = r"""\beval[ \t]+"(?:export[ \t]+)?\$\{?\w+\}?=\$[^"\\\n']*\""""


def split(context: Context) -> bool:
    """Scripts with such a word, part of which is not quoted; and those in which `eval` gives a value to a name that it
    has from a variable."""
    if context.speaks_of(('eval "export $', 'eval "$', 'eval "export ${')):
        return True
    for script in context.plan.scripts:
        text = script.source.text
        for start, end, how in given_unquoted(text):
            value = text[start:end].partition("=")[2]
            if how == "eval" or value[:1] not in "\"'" or value.count('"') > 2 or value[-1:] != value[:1]:
                return True
    return False


FILES = frozenset(
    "grep egrep fgrep basename dirname cp mv ln install ldd readlink realpath patchelf strip chrpath readelf ls find"
    " rsync mkdir test [".split()
)


def paths_given(context: Context) -> bool:
    """Plans of `loader_named`, and scripts that run the loader by its name, or with an option of its own."""
    return loader_named(context) or context.speaks_of(("ld-linux", "ld-musl", "ry-path", "--libra", "nhibit-"))


def texts_written(context: Context) -> bool:
    """Plans of `written`, and scripts with a here-document, or a string for another shell, that reads a variable which
    it sets itself."""
    if written(context) or ("WrittenFile" in context.kinds and context.speaks_of(_KEPT_LINES)):
        return True
    return any(
        sets_its_own(text) or hands_over(text) or loops_inside(text)
        for text in [script.source.text for script in context.plan.scripts]
    )


# A line for a file that a variable keeps first.
_KEPT_LINES = ('="export LD_LIBRARY_PATH=', '="export DYLD_LIBRARY_PATH=', '="LD_LIBRARY_PATH=')
# What is handed to another shell, or to the same once more.
_HANDING = ("ssh ", '-c "', 'eval "', '--command "', '--command="')
# Characters in which such a string shows what it is.
_HANDED = 400


def hands_over(text: str) -> bool:
    """Whether a string in double quotes for another shell has a loop, an assignment of its own, or awk in it."""
    for sign in _HANDING:
        at = text.find(sign)
        while at >= 0:
            said = text[at : at + _HANDED]
            sets = '"' in said and "$" in said and ("awk" in said or "for " in said or "=" in said)
            if sets and ("lib" in said or "ld" in said or ".so" in said):
                return True
            at = text.find(sign, at + 1)
    return False


def loops_inside(text: str) -> bool:
    """Whether a loop's `do` stands on a line with a quote before its `for` or `read`."""
    at = text.find("; do")
    while at >= 0:
        head = text[text.rfind("\n", 0, at) + 1 : at]
        quote = head.find('"')
        if 0 <= quote < max(head.find("for "), head.find("read ")):
            return True
        at = text.find("; do", at + 4)
    return False


def sets_its_own(text: str) -> bool:
    """Whether a here-document with a bare delimiter has `name=…` or `for name in`, and `$name` without a backslash."""
    at = text.find("<<")
    while at >= 0:
        start = at
        while text[start : start + 1] in ("<", "-", " "):
            start += 1
        end = start
        while text[end : end + 1].isalnum() or text[end : end + 1] == "_":
            end += 1
        at = end
        if end > start and text[start].isalpha():
            word = text[start:end]
            # Behind `<<-` tabs may stand before it; at the end of the text nothing behind it.
            ends = (f"\n{word}\n", f"\t{word}\n", f"\n{word}")
            close = next((n for n in [text.find(one, end) for one in ends] if n >= 0), -1)
            body = text[end : close if close >= 0 else end]
            if "=" in body or " in " in body:
                for line in body.split("\n"):
                    before, sign, _ = line.partition(
                        " in " if line.lstrip()[:4] == "for " or "RUN for " in line else "="
                    )
                    name = before.split()[-1:] if sign else []
                    if name and name[0].isidentifier():
                        plain = body.replace("\\$", "")
                        if f"${name[0]}" in plain or f"${{{name[0]}" in plain:
                            return True
                at = close
        at = text.find("<<", at)
    return False


def quotes_kept(context: Context) -> bool:
    """Scripts with a line in which an escaped quote opens a word of a command that takes files' names."""
    for script in context.plan.scripts:
        text = script.source.text
        for _, line in lines_with(' \\"$', text):
            if not FILES.isdisjoint(line.replace("(", " ").replace("`", " ").split()):
                return True
    return False


def copied_over(context: Context) -> bool:
    """Plans in which two copies, or two links, of different libraries have one name."""
    from lintpack.script.plan import Link
    from lintpack.script.texts import shown

    seen: dict[str, str] = {}
    pairs = [(into, source) for _, source, into in context.copies if ".so" in into or ".dylib" in into]
    if "Link" in context.kinds:
        pairs += [(f"{shown(one.path)} ", shown(one.target)) for one in context.each(Link)]
    for into, source in pairs:
        name = into.rpartition("/")[2]
        # A folder that is copied to has the copy's own name behind it.
        if (".so" in name or ".dylib" in name) and name != source.rpartition("/")[2] and "*" not in name:
            if seen.setdefault(into, source) != source:
                return True
        else:
            seen.setdefault(into, source)
    return False


_TESTS = ("-z ", "-n ", '= ""')
_HOLDS = ("PATH", "LIB", "DIR", "PREFIX", "ROOT", "LD_", "path", "lib", "dir", "prefix", "root")
# Characters of a branch that are looked at.
_BRANCH = 600


def read_empty(context: Context) -> bool:
    """Scripts that test a variable for whether it is empty, and give its value to another where it is; and those with a
    test that has one answer."""
    for script in context.plan.scripts:
        text = script.source.text
        if " -n $" in text or '"="' in text or ' "x$' in text or ("[ -f $" in text and "=$(find" in text):
            from lintpack.rules.gates.idle_subjects import idle_tests

            if any(True for _ in idle_tests(text)):
                return True
        for sign in _TESTS:
            at = text.find(sign)
            while at >= 0:
                if sign[0] == "=" or text[at + 3 : at + 4] in ('"', "$"):
                    start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
                    name = tested(text[at:end] if sign[0] == "-" else text[start:at])
                    if name and _given_on(name, text, start, end, sign != "-n "):
                        return True
                at = text.find(sign, at + 3)
    return False


def _given_on(name: str, text: str, start: int, end: int, either: bool) -> bool:
    """Whether an assignment reads the variable behind the test, or in the branch where it is empty, or in `either`."""
    line = text[start:end]
    for operator in ("&&", "||"):
        if operator in line and _gives(name, line.partition(operator)[2]):
            return True
    stop = text.find("\nfi", end, end + _BRANCH)
    branch = text[end : stop if stop >= 0 else end + _BRANCH]
    return _gives(name, branch if either else branch.partition("else")[2])


def _gives(name: str, text: str) -> bool:
    return any(
        f"${name}" in line.partition("=")[2].replace("{", "") for _, line in lines_with(name, text) if "=" in line
    )


def tested(line: str) -> str:
    """The variable that is asked for in a line with a test, where it may hold folders; else ""."""
    word = line.partition("$")[2].lstrip("{")
    if not any(part in word for part in _HOLDS):
        return ""
    end = next((n for n, char in enumerate(word) if not (char.isalnum() or char == "_")), len(word))
    name = word[:end]
    return name if any(part in name for part in _HOLDS) else ""


def overwriting(context: Context) -> bool:
    """Plans that have to do with the loader's environment, and scripts that write settings for systemd or modules, or
    the loader's own."""
    return loader(context) or context.speaks_of(("Environment=", "setenv ")) or conf_written(context)


def conf_written(context: Context) -> bool:
    """Plans that write files, of scripts that name the list of the loader's folders, and not only the folder beside
    it."""
    return "WrittenFile" in context.kinds and any(
        piece[:1] not in (".", "-", "_")
        for script in context.plan.scripts
        for piece in script.source.text.split("/etc/ld.so.conf")[1:]
    )


# What says yes or no, in any spelling of it.
SAYING = frozenset("yes no true false on off 1 0 y n t f".split())
_FIRST = frozenset(word[0] for word in SAYING) | {word[0].upper() for word in SAYING}
# What follows a value, or the first part of a path or a list.
_BEHIND = frozenset("\n; \t:/")
# Characters in which a clause of options ends.
_CLAUSE = 300


def options(context: Context) -> bool:
    """Scripts that test a variable for a word which it never holds, take an option for its own value, or may read one
    before it is given."""
    return any(
        ordered(script.source.text) or any(True for find in (own_values, odd_tests) for _ in find(script.source.text))
        for script in context.plan.scripts
    )


def ordered(text: str) -> bool:
    """Whether the folder that an option names is read above the end of the loop that reads the options."""
    at = text.find("getopts")
    if at < 0:
        at = text.find("shift")
    above = text[: text.find("done", at)] if at >= 0 else ""
    for sign in ("OPTARG", "$2", "{2}", "{1#"):
        for piece in above.split(sign)[:-1]:
            head = piece[-60:].rstrip("\"'${")
            if head[-1:] == "=":
                name = head[:-1].replace(")", " ").split()[-1:]
                if name and (f"${name[0]}/" in above or f"${{{name[0]}}}/" in above):
                    return True
    return False


def own_values(text: str) -> Iterator[int]:
    """Where `=$1`, or `:$1` in a list, stands first in a clause `-l|--libdir)`, and the arguments are shifted."""
    for sign in ("$1", "${1}") if "shift" in text else ():
        at = text.find(sign)
        while at >= 0:
            end = at + len(sign)
            quote = text[at - 1] == '"'
            if text[at - 1 - quote] in "=:" and "shift" in text[end : end + _CLAUSE]:
                behind = text[end : end + 1 + quote].removeprefix('"')
                clause = text[text.rfind(";;", 0, at) + 2 : at]
                head, bracket, body = clause.rpartition(")")
                option = head.rpartition("\n")[2].lstrip()[:1] == "-"
                body = body.rpartition("=")[0]
                if option and bracket and behind[:1] in _BEHIND and not ("$" in body or "shift" in body):
                    yield at
            at = text.find(sign, end)


def odd_tests(text: str) -> Iterator[tuple[int, int, str, str, tuple[str, ...]]]:
    """Tests that compare a variable with a word for yes or no, where all that the script gives it are other such words:
    where the test begins and ends, the variable, the word, and what it holds."""
    at = text.find("= ")
    while at >= 0:
        # The first letter tells most others.
        if text[at - 1] in " =!" and text[at + 2 : at + 4].lstrip("\"'")[:1] in _FIRST:
            left = text[text.rfind("\n", 0, at) + 1 : at - 1].rstrip().rpartition(" ")[2].strip("\"'")
            word = text[at + 2 : at + 10].split(None, 1)[0].rstrip(";]").strip("\"'")
            name = left[1:].strip("{}")
            if left[:1] == "$" and name.isidentifier() and word.lower() in SAYING:
                yield from _odd(name, word, at, text)
        at = text.find("= ", at + 1)


def _odd(name: str, word: str, at: int, text: str) -> Iterator[tuple[int, int, str, str, tuple[str, ...]]]:
    if f"{name}={word}" in text or f'{name}="{word}"' in text:
        return
    values = _held(name, text)
    start = text.rfind("[", 0, at)
    start = max(start, text.rfind("test ", 0, at))
    if len(values) > 1 and word not in values and "\n" not in text[start:at]:
        yield start, text.find(word, at) + len(word) + (text[at + 2] in "\"'"), name, word, values


def _held(name: str, text: str) -> tuple[str, ...]:
    """The words for yes and no that a variable may hold, where assignments say all of it; else nothing."""
    found: list[str] = []
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        before, after = text[at - 1 : at], text[end : end + 1]
        if not (before.isalnum() or before == "_" or after.isalnum() or after == "_"):
            line = text[text.rfind("\n", 0, at) + 1 : at]
            if before == "$" or (before == "{" and after == "}"):
                pass
            elif after == "=" and before in ("", " ", "\t", "\n", ";", ")"):
                stop = next((n for n in range(end + 1, len(text)) if text[n] in " \t\n;)&|"), len(text))
                value = text[end + 1 : stop].strip("\"'")
                if value.lower() not in SAYING:
                    return ()
                found.append(value)
            elif not ("#" in line or line.split()[-1:] == ["export"]):
                return ()
        at = text.find(name, end)
    return tuple(dict.fromkeys(found))


def problems(context: Context) -> bool:
    """Scripts with a region that could not be parsed, or that write launchers."""
    if any(script.tree.problems for script in context.plan.scripts):
        return True
    if "WrittenFile" not in context.kinds:
        return False
    from lintpack.script.plan import WrittenFile

    return any("LD_" in str(piece) for file in context.each(WrittenFile) for piece in file.text)
