"""What `--help` and `lintpack help` print: made from the table of options, with examples."""

from __future__ import annotations

from lintpack.options import COMMANDS, OPTIONS, Command, Option, formats

_WIDTH = 100
_INDENT = 25

# The options of each command stand in these groups, in this order; those that are in none come last.
GROUPS = (
    (
        "what is read",
        (
            "--archive",
            "--config-scripts",
            "--config-archive",
            "--build-dir",
            "--base",
            "--staged",
            "--set",
            "--exclude",
            "--force-exclude",
            "--stdin-filename",
            "--limit",
        ),
    ),
    ("the target", ("--profile", "--prefix", "--library-path", "--preload", "--cwd")),
    ("what is reported", ("--select", "--ignore", "--min-confidence", "--baseline", "--fail-on", "--exit-zero")),
    ("how it is shown", ("--format", "--report", "--output", "--statistics", "--verbose", "--color")),
    ("mending", ("--diff", "--fix", "--unsafe-fixes", "--add-ignore")),
    ("a big repository", ("--jobs", "--shard")),
    ("configuration", ("--config", "--no-config")),
)

# Command lines and what they are for, by command; "" for lintpack as a whole.
EXAMPLES: dict[str, tuple[tuple[str, str], ...]] = {
    "": (
        ("lintpack scripts", "the shell scripts below a folder"),
        ("lintpack --archive server.tar.gz scripts", "and what they built, held against each other"),
        ("lintpack loads server.tar.gz bin/server", "where a program's libraries would come from"),
        ("lintpack rule LP101", "what a finding means, and when it is wrong"),
    ),
    "check": (
        ("lintpack scripts", "the shell scripts below a folder"),
        ("lintpack --build-dir build scripts", "SONAMEs are read from the built files"),
        ("lintpack --archive server.tar.gz scripts", "the scripts, and the archive that they made"),
        ("lintpack --archive server.tar.gz --profile el8", "an archive alone, on an older system"),
        ("lintpack --base origin/main scripts", "also what was lost since the main branch"),
        ("lintpack --diff scripts", "what could be mended, as a patch"),
        ("lintpack --baseline lintpack-baseline.json scripts", "what is new since `lintpack baseline write`"),
        ("lintpack --shard 3/16 scripts", "a part, on one of 16 machines; `lintpack merge` joins their reports"),
    ),
    "init": (
        ("lintpack init", "looks at the repository that you are in"),
        ("lintpack init --exclude vendor/ server", "at a folder, without a part of it"),
    ),
    "baseline": (
        ("lintpack baseline write scripts", "what is found now is written down"),
        ("lintpack baseline check scripts", "which of it is gone, and can be taken out"),
    ),
    "plan": (
        ("lintpack plan scripts/pack.sh", "copies, links and archives, in order"),
        ("lintpack plan --set BUILD=out scripts/pack.sh", "with a variable from outside"),
    ),
    "loads": (
        ("lintpack loads server.tar.gz", "every program of the archive, with its launchers' settings"),
        ("lintpack loads server.tar.gz bin/server --profile el8", "one program, on another system"),
        ("lintpack loads dist --verbose", "a folder; and every place that was looked at"),
    ),
    "why": (
        ("lintpack why libssl.so.3 scripts", "which line packs it"),
        ("lintpack why libssl.so.3 --archive server.tar.gz", "which program asks for it, and what answers"),
    ),
    "diff": (("lintpack diff server-1.0.tar.gz server-1.1.tar.gz", "names, versions and providers that changed"),),
    "profile": (
        ("lintpack profile list", "the systems that lintpack knows"),
        ("lintpack profile show el8", "what one of them has"),
        ("lintpack profile capture customer", "this system as a profile, on standard output"),
    ),
    "rule": (("lintpack rule LP101", "by code"), ("lintpack rule dropped-version-suffix", "or by name")),
    "rules": (("lintpack rules --format json", "for programs"),),
    "merge": (
        ("lintpack merge --format text shard-*.json", "what all machines of a matrix found, as text"),
        ("lintpack merge shard-*.sarif --output lintpack.sarif", "one file to upload"),
    ),
    "schema": (("lintpack schema report", "of what `--format json` prints"),),
    "help": (("lintpack help loads", "the same as `lintpack loads --help`"),),
    "completion": (
        ("lintpack completion bash", "goes into ~/.local/share/bash-completion/completions/lintpack"),
        ("lintpack completion zsh", "goes into a file `_lintpack` in a folder of $fpath"),
        ("lintpack completion fish", "goes into ~/.config/fish/completions/lintpack.fish"),
    ),
}

# What else there is to say of a command.
DETAILS = {
    "check": "Folders are searched for shell scripts; `-` is standard input. What is found names the line, and "
    "the facts that it rests on.",
    "plan": "What a value depends on is shown as it stands in the script; what could not be told comes last.",
    "loads": "ARCHIVE may be a folder. The launchers in it are read for LD_LIBRARY_PATH and LD_PRELOAD; no program "
    "is run.",
    "merge": "What several reports have is counted once. From JSON any format can be made, from the others their own.",
    "why": "A LIBRARY is a name such as libssl.so.3; what has a slash, or is there, is a PATH to scripts.",
}
STATUS = (
    ("0", "nothing at or above --fail-on was found"),
    ("1", "findings; --fail-on says from which level (warning), --exit-zero makes it 0"),
    ("2", "wrong usage or configuration, input that cannot be read, or an internal error"),
)
_STATUS_ELSE = (("0", "it worked"), ("2", "wrong usage, or input that cannot be read"))
VARIABLES = (
    ("NO_COLOR", "no colours; --color wins over it"),
    ("FORCE_COLOR", "colours, though standard output is no terminal"),
    ("LINTPACK_DEBUG", "where lintpack itself fails, show all of it"),
)


def help_text(name: str = "") -> str:
    """The help of lintpack, or of one of its commands."""
    chosen = next((c for c in COMMANDS if c.name == name), None)
    lines = _overview() if chosen is None else _of_command(chosen)
    return "\n".join(lines) + "\n"


def _overview() -> list[str]:
    lines = ["usage: lintpack [check] PATH… [options]", "       lintpack COMMAND … [options]", ""]
    lines += ["Finds what makes a shipped program load the wrong shared library, or none: in the shell scripts that"]
    lines += ["pack it, and in the archive that they made. Neither is run.", "", "commands:"]
    width = max(len(c.name) for c in COMMANDS)
    lines += [f"  {c.name:<{width}}  {c.summary}" for c in COMMANDS]
    lines += _examples("")
    lines += _table("exit status:", STATUS) + _table("environment:", VARIABLES)
    return [
        *lines,
        "",
        "`lintpack help COMMAND` has the options of a command; `lintpack --version` says which lintpack.",
    ]


def _of_command(command: Command) -> list[str]:
    from textwrap import wrap

    lines = [f"usage: lintpack {command.name} {command.operands} [options]".replace("  ", " ")]
    lines += ["", *wrap(f"{_sentence(command)} {DETAILS.get(command.name, '')}", _WIDTH)]
    own = [option for option in OPTIONS if command.name in option.commands.split()]
    placed = {name for _, names in GROUPS for name in names}
    groups = [*GROUPS, ("more", tuple(option.name for option in own if option.name not in placed))]
    for title, names in groups:
        found = [option for name in names for option in own if option.name == name]
        if found:
            lines += ["", f"{title}:", *(line for option in found for line in _option(option, command.name))]
    lines += ["", "-h, --help shows this; -V, --version the version."]
    lines += _examples(command.name)
    return lines + _table("exit status:", STATUS if command.name in ("check", "merge") else _STATUS_ELSE)


def _option(option: Option, command: str) -> list[str]:
    text = option.help
    if option.name == "--format":
        first, *others = formats(command)
        text += f": {', '.join((f'{first} (default)', *others[:-1]))} or {others[-1]}"
    if option.repeats:
        text += "; may be repeated"
    short = "-f, " if option.name == "--format" else ""
    return _entry(f"{short}{option.name} {option.value}".rstrip(), text)


def _examples(command: str) -> list[str]:
    return ["", "examples:", *(line for words, text in EXAMPLES[command] for line in (f"  {words}", f"      {text}"))]


def _table(title: str, rows: tuple[tuple[str, str], ...]) -> list[str]:
    width = max(len(name) for name, _ in rows)
    return ["", title, *(f"  {name:<{width}}  {text}" for name, text in rows)]


def _sentence(command: Command) -> str:
    return command.summary[0].upper() + command.summary[1:] + "."


def _entry(head: str, text: str) -> list[str]:
    from textwrap import wrap

    lines = wrap(text, _WIDTH - _INDENT)
    if len(head) > _INDENT - 4:
        return [f"  {head}", *(" " * _INDENT + line for line in lines)]
    return [f"  {head:<{_INDENT - 3}} {lines[0]}", *(" " * _INDENT + line for line in lines[1:])]
