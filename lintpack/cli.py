"""The command: reads the command line, runs one of the commands, and says how it went by its exit status."""

from __future__ import annotations

import os
import sys

from lintpack import quick_imports, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

    from lintpack.config import Config
    from lintpack.options import Arguments

CLEAN, FINDINGS, FAILED = 0, 1, 2


class OutputError(Exception):
    """What was found cannot be written."""


def program() -> NoReturn:
    """The process `lintpack`: ends without taking its memory apart, which would cost a tenth of a run's time."""
    # CPython (3.11 and later) has the frames of calls in chunks of 16 KB, and takes and gives back the last one again
    # and again where a loop's calls cross its border. A frame that needs 264 KB gets a chunk of 512 KB, in which there
    # is room for those of the calls below it; what is not used of it is never touched.
    _run.__code__ = _run.__code__.replace(co_stacksize=33_000)
    quick_imports.install()
    record.unguard()
    status = main()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        status = status or FAILED
    os._exit(status)


def main(words: Sequence[str] | None = None) -> int:
    """Run lintpack; `words` are the arguments, by default those of the process. Returns the exit status."""
    # A run is short, and makes few cycles and very many small tuples: collecting costs a tenth of it and frees nothing.
    import gc

    gc.disable()
    try:
        status = _run(list(sys.argv[1:] if words is None else words))
    except BrokenPipeError:
        # The reader has seen enough (`lintpack … | head`). Nothing more may be written, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 128 + 13
    except OutputError as error:
        complain(str(error))
        return FAILED
    except KeyboardInterrupt:
        return 130
    return status


def _run(words: list[str]) -> int:
    from lintpack.options import COMMANDS, UsageError, parse

    try:
        arguments = parse(words)
    except UsageError as error:
        named = next((word for word in words if any(word == command.name for command in COMMANDS)), "")
        complain(f"{error}\n`lintpack {f'help {named}' if named else '--help'}` says more")
        return FAILED
    if arguments.has("--help") or arguments.command == "help":
        return _help(arguments)
    if arguments.has("--version"):
        from lintpack import __version__

        write(f"lintpack {__version__}\n")
        return CLEAN
    if arguments.command == "rule":
        from lintpack.command.rule import rule

        return rule(arguments)
    if arguments.command == "rules":
        from lintpack.command.rule import rules

        return rules(arguments)
    if arguments.command == "init":
        from lintpack.command.init import init

        return init(arguments)
    if arguments.command == "baseline":
        from lintpack.command.baselined import baseline

        return baseline(arguments)
    if arguments.command == "merge":
        from lintpack.command.merge import merge

        return merge(arguments)
    if arguments.command == "schema":
        from lintpack.command.schema import schema

        return schema(arguments)
    if arguments.command == "completion":
        from lintpack.command.completion import completion

        return completion(arguments)
    if arguments.command == "plan":
        from lintpack.command.plan import plan

        return plan(arguments)
    if arguments.command in ("loads", "why", "diff", "profile"):
        return _bundles(arguments)
    from lintpack.command.check import check

    return check(arguments)


def _help(arguments: Arguments) -> int:
    from lintpack.help import help_text

    if arguments.command != "help" or not arguments.operands:
        write(help_text(arguments.command if arguments.has("--help") else ""))
        return CLEAN
    from lintpack.options import COMMANDS

    name = arguments.operands[0]
    if name not in (command.name for command in COMMANDS):
        from lintpack.suggest import did_you_mean

        complain(f"there is no command `{name}`" + did_you_mean(name, (command.name for command in COMMANDS)))
        return FAILED
    write(help_text(name))
    return CLEAN


def _bundles(arguments: Arguments) -> int:
    """The commands about archives and the systems they go to."""
    if arguments.command == "loads":
        from lintpack.command.loads import loads

        return loads(arguments)
    if arguments.command == "why":
        from lintpack.command.why import why

        return why(arguments)
    if arguments.command == "diff":
        from lintpack.command.diff import diff

        return diff(arguments)
    from lintpack.command.profile import profile

    return profile(arguments)


# --- what the commands share


def write(text: str) -> None:
    """Text for standard output, as UTF-8 whatever the locale says."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8", "surrogateescape"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"standard output: {(error.strerror or str(error)).lower()}") from None


def complain(line: str) -> None:
    """A line for standard error that names what is wrong."""
    sys.stderr.write("".join(f"lintpack: {one}\n" for one in line.split("\n")))


def coloured(arguments: Arguments) -> bool:
    """Whether to colour: the option wins over NO_COLOR, that over FORCE_COLOR, that over what standard output is."""
    when = arguments.last("--color", "auto")
    if when != "auto":
        return when == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def columns() -> int:
    """The width of the screen that standard output is; 0 where it is none, or its width is not known."""
    width = os.environ.get("COLUMNS", "")
    if width.isdecimal():
        return int(width)
    if not sys.stdout.isatty():
        return 0
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns
    except OSError:
        return 0


def configuration(arguments: Arguments) -> Config:
    """The configuration that the arguments ask for; raises ConfigError."""
    from lintpack.config import Config, find

    path: str | None = None
    if arguments.has("--config"):
        path = arguments.last("--config")
    elif not arguments.has("--no-config"):
        path = find()
    if path is None:
        return Config()
    from lintpack.configfile import load

    return load(path)
