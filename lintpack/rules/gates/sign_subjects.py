"""What rules ask of slips that lose or double a sign or a letter, beside what `slip_subjects` asks for them.

All of it is asked of most scripts: whole texts are gone through by what Python does at once, and no line by itself."""

from __future__ import annotations

from lintpack.patterns import compiled
from lintpack.rules.gates import shell_subjects, slip_subjects
from lintpack.rules.shared.unset_reads import GIVEN, given_values

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.rules.context import Context

# What a script of ours speaks of.
SUBJECT = (".so", "LD_", "DYLD_", "rpath", "/lib")


def variables(context: Context) -> bool:
    """LP115: what `slip_subjects.variables` says, or one of these."""
    return slip_subjects.variables(context) or called(context) or lost_signs(context) or unset(context)


def called(context: Context) -> bool:
    """Scripts that call a variable as a command, `$(NAME)`, as makefiles read one."""
    everything = (
        "\n".join([script.source.text for script in context.plan.scripts]) if context.speaks_of(("$(",)) else ""
    )
    return any(called_variables(script.source.text, everything) for script in context.plan.scripts if everything)


def called_variables(text: str, everything: str) -> bool:
    """Whether a name in `$(NAME)` is a variable's in `everything`, or such as no command has and a folder's."""
    for piece in text.split("$(")[1:]:
        name, bracket, rest = piece.partition(")")
        if bracket and name.isidentifier():
            if rest[:1] == "/" and name.isupper():
                return True
            if any(one in everything for one in (f"{name}=", f"{name}+=", f"${{{name}")):
                return True
            if name.isupper() and f"${name}" in everything:
                return True
    return False


def lost_signs(context: Context) -> bool:
    """Scripts in which not all braces have a pair, a name stands in braces alone, a blank is in `${NAME}`, or a word
    behind `export` has no `=`."""
    if not context.speaks_of(SUBJECT):
        return False
    for script in context.plan.scripts:
        text = script.source.text
        if text.count("{") != text.count("}") or "${ " in text:
            return True
        for piece in text.replace("${", "").split("{")[1:]:
            name, brace, _ = piece.partition("}")
            if brace and name.isidentifier() and (f"${{{name}" in text or f"${name}" in text):
                return True
        for piece in text.split("export ")[1:]:
            word = piece[:40].split(None, 1)[:1]
            if word and "=" not in word[0] and ("/" in word[0] or '"' in word[0] or "$" in word[0]):
                return True
    return False


def unset(context: Context) -> bool:
    """Scripts that read a variable which nothing gives a value to, and give one to another that is nearly called so."""
    if not context.speaks_of(SUBJECT):
        return False
    names = {name for script in context.plan.scripts for name in _READ.findall(script.source.text)}
    given = context.shared(given_values)
    names = names - GIVEN - given.keys()
    lines = "\n".join(("", *given, "")) if names else ""
    for name in names:
        half = len(name) // 2
        # A slip of one letter leaves the one half of the name or the other.
        if f"\n{name[:half]}" in lines or f"{name[half:]}\n" in lines:
            from lintpack.slips import slip_kind

            if any(slip_kind(name, other) for other in given):
                return True
    return False


_READ = compiled(r"\$\{?([A-Za-z]\w{2,})(?![\w:=?])")


# Letters of tests for files, and for words.
LETTERS = "defhnrswxzL"
_GLUED = ("[-f", "[-d", "[-e", "[-z", "[-n", "[-L", "[-x", "[-s", "[-r", "[!", '["$')
_NUMBERS = ('-eq "', '" -eq', '-ne "', '" -ne')


def read_empty(context: Context) -> bool:
    """LP139: what `shell_subjects.read_empty` says, and scripts with a test that has one answer, or for a line."""
    return shell_subjects.read_empty(context) or one_answer(context) or marks(context)


def marks(context: Context) -> bool:
    """Whether a script looks for a path in a file that it also adds to."""
    if not context.speaks_of((">>", "tee -a", "tee --append")) or not context.speaks_of(("ld.so", "LD_")):
        return False
    for script in context.plan.scripts:
        for piece in script.source.text.split("grep ")[1:]:
            words = piece.partition("\n")[0].split(None, 4)[:4]
            if any("/" in word and word[:1] != "-" for word in words[:-1]):
                return True
    return False


def one_answer(context: Context) -> bool:
    """Whether a script of ours may have such a test."""
    if not context.speaks_of(SUBJECT):
        return False
    if context.speaks_of(_GLUED) or (context.speaks_of(("-eq", "-ne")) and context.speaks_of(_NUMBERS)):
        return True
    for script in context.plan.scripts:
        text = script.source.text
        if text.count("[ ") != text.count(" ]") or '/" ]' in text or "/ ]" in text or "&& -" in text or "|| -" in text:
            return True
        for head in {piece[:5] for piece in text.split("[ ")[1:]}:
            asked = head.removeprefix("! ")
            if asked[1:2] == " " and asked[0] in LETTERS:
                return True
            if asked[:1] == "-" and asked[2:3] in _BEGINS:
                return True
        if any(".so" in piece[:120].partition("]")[0] for piece in text.split("-d ")[1:]):
            return True
    return False


# What a word begins with that has grown together with an option.
_BEGINS = frozenset("\"'$/")


def lines_broken(context: Context) -> bool:
    """LP133: what `slip_subjects.lines_broken` says, and scripts with a command that begins with an option."""
    return slip_subjects.lines_broken(context) or (
        context.speaks_of(_OF_LIBRARIES) and any(dashed(script.source.text) for script in context.plan.scripts)
    )


# Options that have to do with libraries.
_OF_LIBRARIES = ("-Wl,", "rpath", "RPATH", "--library", "_LIBRARY", "-L$", "-L/", "libdir", ".so=", "LD_PRELOAD=")


def dashed(text: str) -> bool:
    """Whether a line begins with `-`, and the one above does not go on."""
    bare = text.replace(" ", "").replace("\t", "")
    return bare.count("\n-") != bare.count("\\\n-")


def misnamed(context: Context) -> bool:
    """LP106: what `slip_subjects.misnamed` says, and scripts in which a library's ending has come apart."""
    if slip_subjects.misnamed(context) or context.speaks_of(_ENDINGS):
        return True
    return any(torn_ending(script.source.text) or prefixed(script.source.text) for script in context.plan.scripts)


# Where the first name of a list may stand.
_BEGIN = (" in lib", "=lib", '="lib', "=(lib", '=("lib', "\n  lib", "\n    lib", "\n\tlib", '\n  "lib')


def prefixed(text: str) -> bool:
    """Whether a library's name is written as `lib$NAME.so`, and another name of the text begins with `lib`."""
    if "lib$" not in text or not any(sign in text for sign in _BEGIN):
        return False
    for piece in text.split("lib$")[1:]:
        name = piece.lstrip("{")
        if (
            not name[:1].isdigit()
            and ".so" in piece[:60].partition(" ")[0]
            and "\\" not in piece[:60].partition(".so")[0]
        ):
            return True
    return False


# What is left of `.so.1` where a sign of it is lost, or another stands in its place.
_ENDINGS = (
    *(".so.so", ".so. ", '.so."', ".so.'", ".so.\n"),
    *(",so", ".os.", ".s0", ".sp.", ".si.", ".ao.", ".sos.", "-so.", "/so.", ".so,", ".s.o"),
    *(".so0", ".so1", ".so2", ".so3", ".so4", ".so5", ".so6", ".so7", ".so8", ".so9"),
)


def torn_ending(text: str) -> bool:
    """Whether a `so.` has no dot before it."""
    return text.count("so.") != text.count(".so.")


# Letters of the options that stand alone, without an argument.
OPTIONS = {
    "cp": frozenset("aLrRdpPfvu"),
    "mv": frozenset("fvnu"),
    "ln": frozenset("sfnrvT"),
    "install": frozenset("Dpv"),
}
_LETTERS = frozenset("aLrRdpPfvunsTD")


def misplaced(context: Context) -> bool:
    """LP129: what `slip_subjects.misplaced` says, and copies and links of a file that is called by such letters, or as
    the command is."""
    if slip_subjects.misplaced(context) or (context.speaks_of(SUBJECT) and swallowed(context)) or fetched(context):
        return True
    if any(_short(source) for _, source, _ in context.copies):
        return True
    if "Link" not in context.kinds:
        return False
    from lintpack.script.plan import Link
    from lintpack.script.texts import known

    return any(_short(known(link.target) or "") for link in context.each(Link))


def fetched(context: Context) -> bool:
    """Whether wget is given something behind the address."""
    if not context.speaks_of(("wget ",)) or not context.speaks_of(SUBJECT):
        return False
    for script in context.plan.scripts:
        for piece in script.source.text.split("wget ")[1:]:
            behind = piece.partition("\n")[0].partition("://")[2].split(None, 1)
            if len(behind) > 1 and behind[1][0] in "/.~$\"'":
                return True
    return False


# Commands that `mkdir` may take for folders, where `&&` is lost.
SWALLOWED = frozenset(("cp", "mv", "ln", "cd", "rm", "patchelf", "mkdir"))


def swallowed(context: Context) -> bool:
    """Whether a line has a word behind the folder of `cd`, or one of those commands behind that of `mkdir`."""
    for script in context.plan.scripts:
        for sign in ("cd ", "pushd ", "mkdir "):
            for piece in script.source.text.split(sign)[1:]:
                words = piece[:90].partition("\n")[0].split(None, 4)[:4]
                if sign == "mkdir ":
                    if not SWALLOWED.isdisjoint(words) and "&&" not in words and ";" not in piece[:90]:
                        return True
                elif len(words) > 1 and words[1][0] in ".abcdefghijklmnopqrstuvwxyz" and words[0][-1] not in ";|&)`":
                    return True
    return False


def _short(name: str) -> bool:
    return name in OPTIONS or (0 < len(name) < 4 and _LETTERS.issuperset(name))
