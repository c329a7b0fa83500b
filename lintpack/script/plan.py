"""The plan: what a script would do to files, in order.

Every effect says where it was written (`place`: the operand that it is about; `command`: the whole command),
how the interpreter came there (`calls`, outermost first), under which conditions (`guards`), and whether the
command's failure would be noticed. Paths are texts: relative ones are relative to the directory that the
script was started in, and `.` and `..` are resolved as far as that is certain.
"""

from __future__ import annotations

from lintpack.record import Record
from lintpack.script.values import ALWAYS, Choices, Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.bash.tree import Script
    from lintpack.source import Place, Source


class Guard(Record):
    """A condition as written, and the outcome under which the effect happens."""

    shown: str
    holds: bool
    place: Place
    condition: int
    branch: int


class Frame(Record):
    """What led to an effect: a function call, a sourced file, a script in a string, one that the script writes, or
    the definition of a function that the script itself never calls.

    `kind`: function, source, string, written, definition."""

    kind: str
    name: str
    place: Place


class Origin(Record):
    """Where an effect comes from; every effect has one. `number` is its rank in the plan.

    `unchecked` is None where a failure of the command stops the script or is handled, else why it goes unseen:
    "no set -e", "|| true", "pipeline", "condition" (`&&` behind it), "suspended" (in what is called as a condition),
    "background", "echo" (`|| echo …`), "subshell" (`|| (exit 1)`, where that ends nothing).
    `quiet`: its error output is thrown away.
    """

    number: int
    place: Place
    command: Place
    calls: tuple[Frame, ...]
    guards: tuple[Guard, ...]
    when: Choices = ALWAYS
    unchecked: str | None = None
    quiet: bool = False
    subshell: bool = False


class Transfer(Record):
    """One source operand that is copied, moved or written to one destination.

    `tool` is the program (cp, mv, install, rsync, tar, dd, cat …). `destination` is the full path that the file gets
    (for a source with a glob the wildcard stays in it, `${pack}/lib/libz.so*`). `links`: "follow" (the file behind a
    link is copied under the link's name), "keep", "skip" (links are left out), or "" where it is not known or makes no
    difference. `resolved` is False where the
    library's name could not be told; a folder's contents are meant where `recursive` and the source ends in `/.` or
    `/`.
    """

    origin: Origin
    tool: str
    source: Text
    destination: Text
    links: str = ""
    recursive: bool = False
    moves: bool = False
    resolved: bool = True
    parents: bool = False
    options: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()


class Link(Record):
    """`path` becomes a link to `target` (as written: relative to the link's folder)."""

    origin: Origin
    target: Text
    path: Text
    symbolic: bool
    force: bool = False
    no_dereference: bool = False
    resolved: bool = True


class Removal(Record):
    origin: Origin
    path: Text
    recursive: bool = False


class Directory(Record):
    """`mkdir`."""

    origin: Origin
    path: Text


class Export(Record):
    """A variable of the environment gets a value. `how`: export, assign (not exported), command (prefix of one
    command), unset, env. `value` keeps `$LD_LIBRARY_PATH` of the caller as a hole or reference named so. `cwd` is the
    working directory then, `()` the one that the script was started in."""

    origin: Origin
    name: str
    value: Text | None
    how: str
    program: Text | None = None
    nounset: bool = False
    cwd: Text = ()


class Archive(Record):
    """An archive is made from, or unpacked into, `base`. `action`: create, append, extract. `members`: paths with
    base.

    `names`: what each member is called inside; () where those are the paths from `base`. A folder's contents (`x/.`)
    are called `.`, and have their own names.
    """

    origin: Origin
    action: str
    path: Text
    base: Text
    members: tuple[Text, ...]
    format: str = ""
    excludes: tuple[Text, ...] = ()
    names: tuple[Text, ...] = ()


class RunPath(Record):
    """An RPATH or RUNPATH is written: `tool` patchelf, chrpath, linker (-Wl,-rpath) …; `value` None: it is removed."""

    origin: Origin
    tool: str
    file: Text | None
    value: Text | None
    options: tuple[str, ...] = ()


class Change(Record):
    """A file is changed in place: `kind` mode, strip, soname, needed, interpreter, rpath-shrink, touch, edit, ldconfig.

    `value` of needed: `+ NAME`, `- NAME` or `OLD => NEW`."""

    origin: Origin
    kind: str
    path: Text
    value: Text | None = None


class WrittenFile(Record):
    """Text that the script writes (here-document, echo, printf, tee); `append` for `>>`.

    `spans` map a piece of it back: (offset in `text`'s known characters, place in the script)."""

    origin: Origin
    path: Text
    text: Text
    append: bool
    mode: str = ""
    spans: tuple[tuple[int, Place], ...] = ()


class ProgramStart(Record):
    """A program that is not a known tool is started (matters in launchers): its words and the loader's environment.

    `cwd` is the working directory then, `()` the one that the script was started in."""

    origin: Origin
    words: tuple[Text, ...]
    environment: tuple[tuple[str, Text], ...]
    replaces: bool = False
    cwd: Text = ()


# Why a copy could not be told, where the command may be a function of a file that cannot be read, or a slip.
UNKNOWN_COMMAND = "the command is not known"
# And where a command that copies has one operand.
NO_DESTINATION = "it has no destination"


class Unresolved(Record):
    """A copy of which something could not be told. `names`: what is known of the libraries' names, may be empty."""

    origin: Origin
    tool: str
    why: str
    names: tuple[str, ...] = ()

    @property
    def unknown(self) -> bool:
        """Whether it is the command itself that is not known."""
        return self.why == UNKNOWN_COMMAND

    def may_be(self, library: str) -> bool:
        """Whether it may copy the library, as far as that can be told from its name."""
        return not self.names or any(name in library for name in self.names)


class Unfollowed(Record):
    """A sourced file that could not be read, and why."""

    origin: Origin
    path: Text
    why: str


class Limit(Record):
    """A bound of the interpreter was reached here; `what` names the constant and what was cut."""

    origin: Origin
    what: str


Effect = (
    Transfer
    | Link
    | Removal
    | Directory
    | Export
    | Archive
    | RunPath
    | Change
    | WrittenFile
    | ProgramStart
    | Unresolved
    | Unfollowed
    | Limit
)


class ReadScript(Record):
    """A file that was read on the way: its text, and its tree with what could not be parsed and the comments."""

    source: Source
    tree: Script


class Plan(Record):
    """The effects of one entry script, in order of `origin.number`. `sources` are the paths of all files that were
    read, and `scripts` the files themselves, the entry script first."""

    path: str
    effects: tuple[Effect, ...]
    sources: tuple[str, ...]
    scripts: tuple[ReadScript, ...] = ()
