"""The command line: its commands and options, and how they are read.

argparse would cost 5 ms of the 60 that a run takes, so this reads a literal table; the help is made from it as well.
"""

from __future__ import annotations

from lintpack.findings import CONFIDENCES, LEVELS
from lintpack.record import Record
from lintpack.report import FORMATS


class UsageError(Exception):
    """The command line cannot be understood; the message says why."""


class Option(Record):
    """`value` is what stands for its argument in the help, "" for a switch. A `repeats` option collects all its values.
    `commands` are those that know it, separated by blanks."""

    name: str
    value: str
    help: str
    commands: str
    choices: tuple[str, ...] = ()
    repeats: bool = False


class Command(Record):
    name: str
    operands: str
    summary: str
    least: int = 1
    most: int | None = None


class Arguments(Record):
    """What was asked for. `values` has each option that was given: its arguments, in order; [] for a switch."""

    command: str
    operands: tuple[str, ...]
    values: dict[str, list[str]]

    def has(self, option: str) -> bool:
        return option in self.values

    def last(self, option: str, default: str = "") -> str:
        given = self.values.get(option)
        return given[-1] if given else default

    def all(self, option: str) -> tuple[str, ...]:
        return tuple(self.values.get(option, ()))

    def listed(self, option: str) -> tuple[str, ...]:
        """The values of an option that takes comma-separated lists."""
        return tuple(item for value in self.all(option) for part in value.split(",") if (item := part.strip()))


COMMANDS = (
    Command("check", "PATH…", "find mistakes in shell scripts, and in what they built (the default command)"),
    Command("plan", "PATH…", "show what scripts pack: from where to where, and under which condition"),
    Command("loads", "ARCHIVE [PROGRAM]", "show what an archive's programs would load, and from where", 1, 2),
    Command(
        "why", "LIBRARY… [PATH…]", "show where a library is packed, where it lies, what needs it and where that looks"
    ),
    Command("diff", "OLD NEW", "show what changed for the loader between two archives", 2, 2),
    Command(
        "profile", "list|show|capture [NAME]", "list, show or capture the systems that programs can be tried on", 1, 2
    ),
    Command("merge", "REPORT…", "join the reports of several runs (all JSON, SARIF or JUnit) into one"),
    Command("init", "[FOLDER]", "write a configuration for what a repository has", 0, 1),
    Command("baseline", "write|check PATH…", "write down what an old repository has, or hold it against that"),
    Command("rule", "NAME|CODE", "explain a rule: what it sees, why, and when it is wrong", 1, 1),
    Command("rules", "", "list all rules", 0, 0),
    Command("schema", "report|config", "print the JSON Schema of a report, or of the configuration", 1, 1),
    Command("completion", "bash|zsh|fish", "print what lets a shell complete lintpack's command lines", 1, 1),
    Command("help", "[COMMAND]", "show the options of a command, with examples", 0, 1),
)

_TEXT = ("text", "json")
_FORMATS = {
    "check": FORMATS,
    "merge": ("json", *[form for form in FORMATS if form != "json"]),
    "plan": _TEXT,
    "rules": _TEXT,
    "loads": ("tree", "json", "dot", "mermaid"),
    "why": _TEXT,
    "diff": _TEXT,
}

OPTIONS = (
    Option(
        "--format",
        "FORMAT",
        "how it is printed",
        "check plan loads why diff rules merge",
    ),
    Option("--report", "FORMAT=FILE", "write a report to FILE as well", "check merge", repeats=True),
    Option("--output", "FILE", "write to FILE, not to standard output", "merge"),
    Option(
        "--set",
        "NAME=VALUE",
        "the value of a variable that the scripts take from outside",
        "check plan why baseline",
        repeats=True,
    ),
    Option(
        "--select",
        "RULES",
        "only these rules: codes, names or prefixes such as LP1, separated by commas",
        "check baseline",
        repeats=True,
    ),
    Option("--ignore", "RULES", "all rules but these", "check baseline", repeats=True),
    Option(
        "--min-confidence",
        "LEVEL",
        "leave out findings less sure than this: low, medium (default) or high",
        "check baseline",
        CONFIDENCES,
    ),
    Option(
        "--fail-on",
        "LEVEL",
        "the level from which findings make the exit status 1: note, warning (default), error or never",
        "check merge baseline",
        (*LEVELS, "never"),
    ),
    Option(
        "--build-dir",
        "DIR",
        "where the packed files are built: SONAMEs and links are looked up there",
        "check baseline",
        repeats=True,
    ),
    Option("--base", "REV", "compare with this git revision: what a change loses counts as an error", "check baseline"),
    Option("--archive", "FILE", "an archive or folder that the scripts built", "check why baseline", repeats=True),
    Option(
        "--staged",
        "",
        "check the scripts that are staged in git, as they are staged, against the last commit",
        "check",
    ),
    Option(
        "--config-scripts", "", "check the scripts that the configuration names (its key `scripts`)", "check baseline"
    ),
    Option(
        "--config-archive",
        "",
        "check the archives that the configuration names (`archives`) as far as they are built",
        "check baseline",
    ),
    Option(
        "--library-path",
        "VALUE",
        "as LD_LIBRARY_PATH; without it, what the archive's own launchers export",
        "loads",
    ),
    Option("--preload", "VALUE", "as LD_PRELOAD", "loads"),
    Option("--cwd", "DIR", "the working directory of the programs", "loads"),
    Option(
        "--prefix",
        "DIR",
        "where the archive will be unpacked, or the folder lie",
        "check loads why baseline",
    ),
    Option(
        "--profile",
        "NAME|FILE",
        "the target system, such as debian-12 (default: host, this machine); `lintpack profile list` lists them",
        "check loads why diff baseline",
    ),
    Option("--verbose", "", "show each place that the loader looks at", "loads"),
    Option(
        "--limit",
        "NAME=VALUE",
        "raise a bound on what is read of an archive, such as members=1000000 or unpacked=100G",
        "check loads why diff baseline",
        repeats=True,
    ),
    Option("--fix", "", "mend what can be mended safely; the exit status tells of what remains", "check"),
    Option("--unsafe-fixes", "", "mend also what should be looked at after; alone, or with --fix or --diff", "check"),
    Option("--diff", "", "show as a unified diff what would be mended, and change nothing", "check"),
    Option("--add-ignore", "", "add comments that ignore what is found, each with a reason to fill in", "check"),
    Option("--statistics", "", "show how many findings each rule has, most first", "check"),
    Option("--jobs", "N", "how many processes work on it; without it, one for each processor", "check baseline init"),
    Option(
        "--shard", "K/N", "only the K-th of N parts of the scripts, or archives, as their paths divide them", "check"
    ),
    Option("--force", "", "write the file though there is one", "init"),
    Option(
        "--baseline",
        "FILE",
        "leave out the findings that this file has, as `lintpack baseline write` made it",
        "check baseline",
    ),
    Option("--exit-zero", "", "exit with 0 though there are findings", "check merge baseline"),
    Option(
        "--exclude",
        "PATTERN",
        "leave out paths that match, as in .gitignore",
        "check plan why baseline init",
        repeats=True,
    ),
    Option(
        "--force-exclude", "", "apply exclusions to paths given by name as well (for hooks)", "check plan why baseline"
    ),
    Option(
        "--stdin-filename", "PATH", "what `-` (standard input) is called in messages, and where it lies", "check plan"
    ),
    Option(
        "--config",
        "FILE",
        "read this configuration, not the nearest lintpack.toml or pyproject.toml",
        "check plan why merge baseline",
    ),
    Option("--no-config", "", "read no configuration", "check plan why merge baseline"),
    Option(
        "--color",
        "WHEN",
        "auto (default), always or never",
        "check plan loads why diff rule rules merge baseline",
        ("auto", "always", "never"),
    ),
)

_COMMON = ("--help", "--version")
# With these, `check` has something to read without a path.
_IN_PLACE_OF_PATHS = ("--archive", "--staged", "--config-scripts", "--config-archive")
SHORT = {"-h": "--help", "-V": "--version", "-f": "--format"}


def formats(command: str) -> tuple[str, ...]:
    """What `--format` takes, the default first; () where a command has no such option."""
    return _FORMATS.get(command, ())


def _did_you_mean(word: str, known: list[str] | tuple[str, ...]) -> str:
    from lintpack.suggest import did_you_mean

    return did_you_mean(word, known)


def parse(words: list[str]) -> Arguments:
    """Read the words of a command line; raises UsageError. `--help` and `--version` win over everything else."""
    known = {option.name: option for option in OPTIONS}
    values: dict[str, list[str]] = {}
    operands: list[str] = []
    command = ""
    rest = iter(words)
    for word in rest:
        if word == "--":
            operands += rest
            break
        if word == "-" or not word.startswith("-"):
            if not command and not operands and any(word == c.name for c in COMMANDS):
                command = word
            else:
                operands.append(word)
            continue
        name, equals, value = word.partition("=")
        name = SHORT.get(name, name)
        if name in _COMMON and not equals:
            values[name] = []
            continue
        option = known.get(name)
        if option is None:
            raise UsageError(f"there is no option `{name}`" + _did_you_mean(name, [*known, *_COMMON]))
        given = values.setdefault(name, [])
        if not option.value:
            if equals:
                raise UsageError(f"option `{name}` takes no value")
            continue
        if not equals:
            following = next(rest, None)
            if following is None:
                raise UsageError(f"option `{name}` needs a value: {name} {option.value}")
            value = following
        if option.choices and value not in option.choices:
            choices = ", ".join(option.choices)
            raise UsageError(f"`{name}` is one of {choices}; not `{value}`" + _did_you_mean(value, option.choices))
        given.append(value)
    arguments = Arguments(command or "check", tuple(operands), values)
    if not any(name in values for name in _COMMON):
        _validate(arguments)
    return Arguments(command, arguments.operands, values) if "--help" in values else arguments


def _validate_parts(arguments: Arguments) -> None:
    """How the work is divided."""
    jobs = arguments.last("--jobs", "1")
    if not (jobs.isascii() and jobs.isdigit() and int(jobs)):
        raise UsageError(f"`--jobs {jobs}`: it takes a number from 1 on")
    if not arguments.has("--shard"):
        return
    part, _, parts = arguments.last("--shard").partition("/")
    if not all(n.isascii() and n.isdigit() for n in (part, parts)) or not 1 <= int(part) <= int(parts):
        raise UsageError(f"`--shard {arguments.last('--shard')}`: it takes K/N, and K is from 1 to N")
    if arguments.has("--archive") and (arguments.operands or arguments.has("--staged")):
        raise UsageError(
            "`--shard` divides scripts, or archives; what is said of both together needs a run that has both"
        )
    if any(arguments.has(option) for option in ("--config-archive", "--staged", "--fix", "--unsafe-fixes")):
        raise UsageError("`--shard` does not go with --config-archive, --staged, --fix and --unsafe-fixes")


def _validate(arguments: Arguments) -> None:
    command = next(c for c in COMMANDS if c.name == arguments.command)
    for option in OPTIONS:
        if arguments.has(option.name) and command.name not in option.commands.split():
            other = option.commands.split()[0]
            raise UsageError(f"`lintpack {command.name}` has no option `{option.name}`; `lintpack {other}` has it")
    form, known = arguments.last("--format"), formats(command.name)
    if form and form not in known:
        choices = ", ".join(known)
        raise UsageError(f"`--format` is one of {choices}; not `{form}`" + _did_you_mean(form, known))
    reads_else = command.name in ("check", "baseline") and any(arguments.has(option) for option in _IN_PLACE_OF_PATHS)
    least = command.least if command.name != "baseline" else 2
    if len(arguments.operands) < least and not (reads_else and len(arguments.operands) >= least - 1):
        raise UsageError(f"what should be read? usage: lintpack {command.name} {command.operands}")
    if command.most is not None and len(arguments.operands) > command.most:
        raise UsageError(f"too many arguments; usage: lintpack {command.name} {command.operands}".rstrip())
    if arguments.has("--statistics") and form not in ("", *_TEXT):
        raise UsageError(f"`--statistics` goes with --format {' or '.join(_TEXT)}, not {form}")
    mends = (arguments.has("--fix") or arguments.has("--unsafe-fixes")) and not arguments.has("--diff")
    if arguments.has("--add-ignore") and any(arguments.has(o) for o in ("--fix", "--unsafe-fixes", "--diff")):
        raise UsageError("`--add-ignore` does not go with --fix, --unsafe-fixes and --diff: mend first, then ignore")
    mends = mends or arguments.has("--add-ignore")
    if mends and "-" in arguments.operands:
        raise UsageError("standard input cannot be mended in its place; `--diff` shows what would be")
    if arguments.has("--staged"):
        if arguments.operands or arguments.has("--config-scripts"):
            raise UsageError("`--staged` finds its scripts itself, and takes no others")
        if mends:
            raise UsageError("what is staged cannot be mended in its place; mend the files, and stage them again")
    _validate_parts(arguments)
    for value in arguments.all("--set"):
        name, equals, _ = value.partition("=")
        if not equals or not name.isidentifier() or not name.isascii():
            raise UsageError(f"`--set {value}`: it takes NAME=VALUE, and NAME is a variable's")
    for value in arguments.all("--report"):
        form, equals, file = value.partition("=")
        if not equals or not file or form not in FORMATS:
            raise UsageError(f"`--report {value}`: it takes FORMAT=FILE, and FORMAT is one of {', '.join(FORMATS)}")
