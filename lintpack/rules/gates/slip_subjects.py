"""What rules about slips of the hand are about (see `subjects`)."""

from __future__ import annotations

from lintpack.rules.gates import subjects

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.rules.shared.packed import Packed

    # Where a loop's keyword is, all up to `do`, the variables, and all up to the first `done`, perhaps of one inside.
    Loop = tuple[int, str, tuple[str, ...], str]


def misnamed(context: Context) -> bool:
    """Plans and scripts in which a library's name may be none (see `name_suspects`)."""
    from lintpack.rules.shared.name_suspects import suspect

    return suspect(context)


# A word of a sentence before a library's name.
JOINED = (" and lib", " or lib", " und lib", " oder lib", " et lib", " ou lib")


def misplaced(context: Context) -> bool:
    """Plans that copy into a folder, make one, or set a mode that has the name of a library; those with a copy that has
    no destination, or one of the next command's; archives with an option's name, or none; odd lines of find."""
    from lintpack.script.plan import NO_DESTINATION, Archive, Change, Directory, Transfer, Unresolved
    from lintpack.script.texts import known, shown

    if any(".so" in into.rpartition("/")[0] or "+/" in into for _, _, into in context.copies):
        return True
    if context.speaks_of(JOINED) or any(no_operands(script.source.text) for script in context.plan.scripts):
        return True
    for effect in context.plan.effects:
        if isinstance(effect, Transfer):
            source = known(effect.source)
            if source and "/" not in source and "\\\n" in effect.origin.command.text:
                return True
        elif isinstance(effect, Archive):
            name = shown(effect.path).rpartition("/")[2]
            if name[:1] == "-" or "." not in name or (effect.members and "." in shown(effect.members[0][-1:])):
                return True
        elif isinstance(effect, Directory):
            if ".so" in (known(effect.path[-1:]) or ""):
                return True
        elif isinstance(effect, Change):
            if effect.kind == "mode" and ".so" in shown(effect.value or ()):
                return True
        elif isinstance(effect, Unresolved) and effect.why == NO_DESTINATION:
            return True
    if not context.speaks_of(("-name", "-type", "-exec", "-print", "-maxdepth")):
        return False
    from lintpack.rules.gates.find_subjects import doubtful

    return doubtful(context)


# Commands that take their files as operands, and never from a pipe.
PIPED = frozenset(
    "rpm dpkg dpkg-query ldd patchelf readelf pkg-config strip rm cp mv install ln chmod chrpath basename dirname"
    " readlink realpath".split()
)


_FIRST = ("rpm -q", "dpkg -L", "(ldd |", "-needed |")
_BEGIN = frozenset([name[:3].ljust(3) for name in (*PIPED, "sudo")])


def no_operands(text: str) -> bool:
    """Whether one of these stands behind a `|` with nothing but options, or may do so before one."""
    for sign in _FIRST:
        if sign in text:
            return True
    before = ""
    for piece in text.split("|"):
        # Between the bars of `||` stands nothing.
        if piece[1:4] in _BEGIN and before:
            words = piece[:80].partition("\n")[0].split()
            if (words[0] in PIPED or words[0] == "sudo") and len(words) < 6:
                return True
        before = piece
    return False


def looping(context: Context) -> bool:
    """Scripts with a loop that copies and does not read its variable, or that goes over the words of a command."""
    texts = [script.source.text for script in context.plan.scripts]
    return any(same_each_time(loop) or words_of_a_command(loop, text) for text in texts for loop in loops(text))


# What ends names with NULs, or may wait for some: few words, for most scripts have none of them.
ZEROS = ("print0", "xargs", "d ''")
_WAITS = (" -0", "-r0", "--null", "\\0")


def zeros(context: Context) -> bool:
    """Scripts that list files, or read a list, with NULs between them."""
    return context.speaks_of(("print0", "d ''")) or (context.speaks_of(("xargs",)) and context.speaks_of(_WAITS))


# What packs, and what prints names of files.
COPIES = ("cp", "mv", "install", "ln", "rsync", "patchelf", "chrpath", "strip")
LISTING = ("find", "ls", "ldd", "cat", "grep", "awk", "sed", "readelf", "objdump", "ldconfig", "locate")
# Characters of the longest head that is looked at.
_LONGEST = 2000


def loops(text: str) -> Iterator[Loop]:
    for keyword in ("for ", "while "):
        at = text.find(keyword)
        while at >= 0:
            # Words of comments and of strings are no loops.
            before = text[text.rfind("\n", 0, at) + 1 : at].rstrip(" \t")
            end = text.find("do", at, at + _LONGEST)
            if end >= 0 and (not before or before[-1] in ";|&({" or before.endswith(("do", "then", "else"))):
                head = text[at:end]
                names = _for(head) if keyword == "for " else _read(head)
                if names:
                    stop = text.find("done", end)
                    yield at, head, names, text[end : stop if stop >= 0 else len(text)]
            at = text.find(keyword, at + 1)


def _for(head: str) -> tuple[str, ...]:
    words = head.split(None, 3)
    return (words[1],) if len(words) > 2 and words[2] == "in" else ()


def _read(head: str) -> tuple[str, ...]:
    given = head.partition("read ")[2].partition(";")[0].partition("<")[0]
    return tuple([word for word in given.split() if word.isidentifier()])


def words_of_a_command(loop: Loop, text: str) -> bool:
    """Whether the first word that the loop goes over is a function's name or that of a program which prints names; or
    it stands in quotes; or find's tests are among the words."""
    if lost_find(loop[1]):
        return True
    words = loop[1].split(None, 5)
    if len(words) < 5 or words[0] != "for":
        return False
    first = words[3]
    return first[:1].isalpha() and (
        first in LISTING or f"{first}()" in text or f"{first} ()" in text or f"function {first}" in text
    )


# What find asks of each file, and no list has.
TESTS_OF_FIND = (" -name ", " -iname ", " -type ", " -maxdepth ", " -mindepth ", " -path ", " -regex ")


def lost_find(head: str) -> bool:
    """Whether the head of a loop has tests for find outside of a substitution, or a quoted command."""
    if "$(" in head or "`" in head or head[:4] != "for ":
        return False
    words = head.split(None, 4)
    if len(words) > 4 and words[3][:1] in ("'", '"') and words[3][1:] in LISTING and words[2] == "in":
        return True
    return any(test in head for test in TESTS_OF_FIND)


def same_each_time(loop: Loop) -> bool:
    """Whether the loop copies, and what it gives a value to is not read; or the list itself is."""
    _, head, names, body = loop
    read = any(f"${name}" in body or f"${{{name}" in body or f"{{#{name}" in body for name in names)
    if read:
        for piece in head.split("$")[1:]:
            name = piece.lstrip("{").partition("[")[0].strip('"};\n ')
            if f"${name}" in body or f"${{{name}" in body:
                read = not name.isidentifier()
    return not read and any(f"{tool} " in body for tool in COPIES)


def bare_names(context: Context) -> list[str]:
    """Parts of copies' paths, as the script writes them, that are names of variables which paths begin with: in
    capitals, or with an underscore."""
    paths = "/".join([f"{source}/{into}" for _, source, into in context.copies])
    found = []
    for part in set(paths.split("/")):
        if (part.isupper() or "_" in part) and len(part) > 2 and part.isidentifier():  # noqa: SIM102
            if context.speaks_of((f"${part}/", f"${{{part}}}/", f'${part}"/')):
                found.append(part)
    return sorted(found)


# What lines begin with that stand in no function, which are indented.
_PACKING = ("\nfor ", "\ncp ", "\ninstall ", "\nln ", "\nmv ", "\npatchelf ", "\ntar ")


def read_outside(text: str) -> list[str]:
    """Variables that a function has for itself, and that stand in a line at the margin, of a loop or a copy."""
    found: list[str] = []
    if "local " not in text:
        return found
    for head in _PACKING:
        at = text.find(head)
        while at >= 0:
            end = text.find("\n", at + 1)
            for piece in text[at : end if end >= 0 else len(text)].split("$")[1:]:
                word = piece.lstrip("{#!")
                length = next((n for n, char in enumerate(word) if not (char.isalnum() or char == "_")), len(word))
                name = word[:length]
                if name.islower() and name not in found and _made_local(name, text):
                    found.append(name)
            at = text.find(head, at + 1)
    return found


def _made_local(name: str, text: str) -> bool:
    """Whether a line begins with `local` and has the name."""
    at = text.find("local ")
    while at >= 0:
        end = text.find("\n", at)
        words = text[at : end if end >= 0 else len(text)].replace("=", " ").replace(";", " ").split()
        if name in words:
            return True
        at = text.find("local ", at + 1)
    return False


def variables(context: Context) -> bool:
    """Either of these, or what looks like a slip in a variable's spelling."""
    if any(read_outside(script.source.text) for script in context.plan.scripts) or bare_names(context):
        return True
    for script in context.plan.scripts:
        if _slash_inside(script.source.text) or any(True for _ in unquoted(script.source.text)):
            return True
    return subjects.slips(context)


def unquoted(text: str) -> Iterator[int]:
    """Where a line begins that gives a name the beginning of a list, and has more of it behind a blank."""
    for sign in (" $(", " `", ".so"):
        at = text.find(sign)
        while at >= 0:
            start = text.rfind("\n", 0, at) + 1
            name, equals, value = text[start:at].partition("=")
            if equals and value and name.removesuffix("+").strip().isidentifier():
                first, blank, _ = value.partition(" ")
                bare = first.replace('"', "").replace("{", "").replace("}", "")
                own = bare[:1] == "$" and (bare[1:] == name.strip() or name[-1] == "+")
                if sign != ".so":
                    if (own and not blank) or (value[-1] in ")`" and value[0] in "$`"):
                        yield start
                elif own if blank else value[0] not in "\"'(`":
                    end = text.find("\n", at)
                    if blank or ".so" in text[at + 3 : end if end >= 0 else len(text)].partition(" ")[2]:
                        yield start
            at = text.find(sign, at + 2)


def _slash_inside(text: str) -> bool:
    """Whether `${NAME/word}` stands in a text, beside a `${NAME}/word`."""
    for piece in text.split("${")[1:]:
        at = piece.find("/", 0, 40)
        if at > 0 and piece[:at].isidentifier():
            word = piece[at + 1 : at + 60].partition("}")[0]
            name = piece[:at]
            written = (f"{{{name}}}/{word}", f"${name}/{word}", f'{{{name}}}"/{word}')
            if word[:1].isalpha() and any(one in text for one in written):
                return True
    return False


def library_lines(text: str) -> list[int]:
    """Where a line's first word begins that is a library's name, and the line above does not go on."""
    found = []
    at = text.find(".so")
    while at >= 0:
        line = text.rfind("\n", 0, at) + 1
        word = text[line:at].lstrip()
        if word and not (" " in word or "=" in word or "(" in word or "#" in word):
            # The backslash of a comment is part of it.
            goes_on = text[line - 2 : line - 1] == "\\"
            if not goes_on or text[text.rfind("\n", 0, line - 1) + 1 : line].lstrip()[:1] == "#":
                found.append(at - len(word))
        at = text.find(".so", at + 3)
    return found


# What a redirection is taken apart into (see `torn_subjects`), and tests that have grown together with their ends.
TORN = ("2&", "?&1", " 2 >")
GLUED = (".so]", ".so']", '.so"]')


def lines_broken(context: Context) -> bool:
    """Scripts with such a line, a blank behind a backslash, or a redirection or a test that a slip spoils."""
    words = ("\\ \n", "\\\t\n", *TORN, *GLUED)
    return context.speaks_of(words) or any(library_lines(script.source.text) for script in context.plan.scripts)


def tested_patterns(context: Context) -> bool:
    """Scripts with a line in which a test's option stands before a pattern for a library's names."""
    for script in context.plan.scripts:
        text = script.source.text
        at = text.find(".so")
        while at >= 0:
            if text[at + 3 : at + 4] == "*" or text[at + 3 : at + 5] == ".*":
                before = text[text.rfind("\n", 0, at) + 1 : at]
                if ("[" in before or "test " in before) and any(f" -{letter} " in before for letter in "efrsxLh"):
                    return True
            at = text.find(".so", at + 3)
    return False


# Where a system has programs, and no libraries.
OF_PROGRAMS = ("/bin", "/sbin", "/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin")


def doubtful_folders(context: Context) -> bool:
    """What `subjects.scattered` says, and what `wrong_folders` does."""
    return subjects.scattered(context) or wrong_folders(context)


def wrong_folders(context: Context) -> bool:
    """Libraries from a folder of programs, or put above the folder that their copy runs in or at the root of a package;
    and scripts with a variable that is `lib64` or `lib`."""
    for one in context.packed:
        if one.folder in OF_PROGRAMS or "/../" in one.into or one.into == "${pkgdir}":
            return True
    if "Archive" in context.kinds and context.speaks_of(("dpkg", "rpm", "fpm")):
        return True
    return context.speaks_of(("=lib64", '="lib64"', "='lib64'")) and context.speaks_of(("lib/lib",))


MULTIARCH = ("-linux", "-gnu")


def named_folders(context: Context) -> bool:
    """Plans that pack a library, and scripts with a folder by its name with a dot before it and without, or with a star
    right behind a word; those that write an RPATH; and what `odd_triplets` says."""
    if context.speaks_of(MULTIARCH):
        from lintpack.rules.gates.triplet_subjects import odd_triplets

        if odd_triplets(context):
            return True
    if not context.speaks_of((".so",)):
        return False
    if context.packed or "RunPath" in context.kinds or behind_a_folder(context):
        return True
    return any(dotted(script.source.text) for script in context.plan.scripts)


def dotted(text: str) -> bool:
    """Whether a folder's name begins with a dot in one place, and not in another."""
    for piece in set(text.split("/.")[1:]) if "/." in text else ():
        name, slash, _ = piece.partition("/")
        if slash and len(name) > 3 and name[0].islower() and name.replace("-", "").isidentifier():  # noqa: SIM102
            if any(f"{before}{name}/" in text for before in (" ./", " ", '"', "'", "=")):
                return True
    return False


# Letters that a family's names begin with, behind `lib`.
FAMILY = 3


def families(context: Context) -> list[dict[str, Packed]]:
    """The libraries that one command packs, by name: those whose names begin alike, where there are three."""
    found: dict[tuple[str, object], dict[str, Packed]] = {}
    for one in context.packed:
        name = one.name.link_name
        if one.transfer is not None and name.startswith("lib") and len(name) > FAMILY + 6:
            found.setdefault((name[3 : 3 + FAMILY], one.origin.command), {}).setdefault(name, one)
    return [names for names in found.values() if len(names) > 2]


# How a script names libraries of the system, or looks for them.
SYSTEMS = ("-name", "/usr/lib", " /lib")


# A word that is no library's name, before a star.
STAR = r"(?!lib)[a-z][a-z-]*[a-z]s?"


def behind_a_folder(context: Context) -> bool:
    """Scripts with a pattern `word*.so` whose word does not begin a library's name."""
    for script in context.plan.scripts:
        text = script.source.text
        at = text.find("*.so")
        while at >= 0:
            start = at
            while start and (text[start - 1].islower() or text[start - 1] == "-"):
                start -= 1
            if at - start > 2 and text[start - 1 : start] in ("/", " ", "\t") and text[start : start + 3] != "lib":
                return True
            at = text.find("*.so", at + 1)
    return False


def left_to_the_system(context: Context) -> bool:
    """What `subjects.of_the_system` says, and scripts that search for what stands in a list of such libraries."""
    if subjects.of_the_system(context):
        return True
    return context.speaks_of(("-type f",)) and context.speaks_of(("xclude", "EXCLUDE", "lacklist", "BLACKLIST"))
