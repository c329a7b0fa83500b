"""`lintpack completion`: what bash, zsh and fish need to complete command lines, made from the table of options.

The scripts are complete in themselves: pressing Tab starts no Python. Rules, formats and systems are written into them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lintpack import cli
from lintpack.options import COMMANDS, OPTIONS, SHORT, Option, formats

if TYPE_CHECKING:
    from lintpack.options import Arguments

# What stands for files, folders and git's names in `words_of`.
FILES, FOLDERS, REVISIONS = "<files>", "<folders>", "<revisions>"
_COMMON = ("-h", "--help", "-V", "--version")


def completion(arguments: Arguments) -> int:
    shell = arguments.operands[0]
    if shell not in SHELLS:
        from lintpack.suggest import did_you_mean

        cli.complain(f"there is completion for {', '.join(SHELLS)}; not for `{shell}`" + did_you_mean(shell, SHELLS))
        return cli.FAILED
    cli.write(SHELLS[shell]())
    return cli.CLEAN


def words_of(option: Option, command: str) -> tuple[str, ...]:
    """What the value of an option may be; () where there is nothing to choose from."""
    if option.choices:
        return option.choices
    if option.name == "--format":
        return formats(command)
    if option.name == "--limit":
        from lintpack.bundle.limits import Limits

        return tuple(f"{name}=" for name in Limits.__match_args__)
    by_value = {
        "FORMAT=FILE": tuple(f"{form}=" for form in formats(command)),
        "RULES": _rules(),
        "NAME|FILE": (*_profiles(), FILES),
        "DIR": (FOLDERS,),
        "FILE": (FILES,),
        "PATH": (FILES,),
        "REV": (REVISIONS,),
    }
    return by_value.get(option.value, ())


def operands_of(command: str) -> tuple[str, ...]:
    """What stands behind a command."""
    form = next(one.operands for one in COMMANDS if one.name == command).partition(" ")[0]
    if form == "NAME|CODE":
        return _rules()
    if form == "[COMMAND]":
        return tuple(one.name for one in COMMANDS)
    if form.islower() and "|" in form:
        return (*form.split("|"), *(_profiles() if command == "profile" else ()))
    return (FILES,) if form else ()


def _rules() -> tuple[str, ...]:
    from lintpack.rules import MODULES

    return tuple(word for module in MODULES for word in (module.RULE.code, module.RULE.name))


def _profiles() -> tuple[str, ...]:
    from lintpack.loader.profiles import names

    return tuple(names())


def _of(command: str) -> list[Option]:
    return [option for option in OPTIONS if command in option.commands.split()]


def _valued() -> list[str]:
    """The options with a value, and their short forms."""
    names = {option.name for option in OPTIONS if option.value}
    return [*sorted(names), *sorted(short for short, name in SHORT.items() if name in names)]


def _switches(command: str) -> list[str]:
    return [*(name for option in _of(command) for name in _names(option)), *_COMMON]


def _names(option: Option) -> list[str]:
    return [option.name, *(short for short, name in SHORT.items() if name == option.name)]


# --- bash


def bash() -> str:
    """A function for `complete -F`. It reads `--option=value` as bash gives it: three words."""
    every = " ".join(command.name for command in COMMANDS)
    commands: list[str] = []
    values: list[str] = []
    operands: list[str] = []
    for command in COMMANDS:
        commands.append(f"        {command.name}) options='{' '.join(_switches(command.name))}' ;;")
        for option in _of(command.name):
            pattern = "|".join(f"{command.name}:{name}" for name in _names(option))
            if option.value:
                values.append(f"        {pattern}) {_bash_reply(words_of(option, command.name))} ;;")
        operands.append(f"        {command.name}) {_bash_reply(operands_of(command.name))} ;;")
    return "\n".join(
        [
            "# bash completion for lintpack: `source <(lintpack completion bash)`",
            "_lintpack_list() { # the rest of a list that is separated by commas",
            "    local before=''",
            '    [[ $cur == *,* ]] && before="${cur%,*},"',
            '    COMPREPLY=($(compgen -P "$before" -W "$1" -- "${cur##*,}"))',
            "}",
            "_lintpack() {",
            "    local cur=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}",
            "    local command=check given='' word options i",
            "    if [[ $cur == = ]]; then cur=; elif [[ $before == = ]]; then before=${COMP_WORDS[COMP_CWORD-2]}; fi",
            "    for ((i = 1; i < COMP_CWORD; i++)); do",
            "        word=${COMP_WORDS[i]}",
            "        case $word in",
            f"        {'|'.join(_valued())}) [[ ${{COMP_WORDS[i+1]}} == = ]] && ((i += 2)) || ((i++)) ;;",
            "        -*) ;;",
            f"        {every.replace(' ', '|')}) command=$word given=yes; break ;;",
            "        *) given=yes; break ;;",
            "        esac",
            "    done",
            "    COMPREPLY=()",
            "    case $command:$before in",
            *values,
            "    *)",
            "        case $command in",
            *commands,
            "        esac",
            "        if [[ $cur == -* ]]; then",
            '            COMPREPLY=($(compgen -W "$options" -- "$cur"))',
            "            return",
            "        fi",
            "        if [[ -z $given ]]; then",
            "            compopt -o filenames 2>/dev/null",
            f'            COMPREPLY=($(compgen -W \'{every}\' -- "$cur") $(compgen -f -- "$cur"))',
            "            return",
            "        fi",
            "        case $command in",
            *operands,
            "        esac",
            "        ;;",
            "    esac",
            "}",
            "complete -o bashdefault -o default -F _lintpack lintpack",
            "",
        ]
    )


def _bash_reply(words: tuple[str, ...]) -> str:
    """A command that sets COMPREPLY. Files are what bash itself offers where it is empty."""
    if words == (FOLDERS,):
        return 'compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -d -- "$cur"))'
    if words == (REVISIONS,):
        refs = "git for-each-ref --format='%(refname:short)' 2>/dev/null"
        return f'COMPREPLY=($(compgen -W "$({refs})" -- "$cur"))'
    plain = [word for word in words if word != FILES]
    if not plain:
        return ":"
    if plain[0].endswith("="):
        return f"compopt -o nospace 2>/dev/null; COMPREPLY=($(compgen -W '{' '.join(plain)}' -- \"$cur\"))"
    if plain == list(_rules()):
        return f"_lintpack_list '{' '.join(plain)}'"
    return f"COMPREPLY=($(compgen -W '{' '.join(plain)}' -- \"$cur\"))"


# --- zsh


def zsh() -> str:
    """A function for a file `_lintpack` in $fpath; it may be sourced as well."""
    cases: list[str] = []
    for command in COMMANDS:
        specs = [_zsh_option(option, command.name) for option in _of(command.name)]
        specs += ["'(- *)'{-h,--help}'[show help]'", "'(- *)'{-V,--version}'[show the version]'"]
        cases += [
            f"    ({command.name})",
            "        arguments=(",
            *(f"            {spec}" for spec in specs),
            "        )",
        ]
        cases += [f"        operands={_quoted(_zsh_action(operands_of(command.name)))} ;;"]
    described = " ".join(_quoted(f"{c.name}:{c.summary}") for c in COMMANDS)
    names = "|".join(command.name for command in COMMANDS)
    return "\n".join(
        [
            "#compdef lintpack",
            "_lintpack_first() {",
            f"    local -a commands=({described})",
            "    _alternative 'commands:command:{_describe -t commands command commands}' 'files:path:_files'",
            "}",
            "_lintpack_revisions() {",
            "    local -a names=(${(f)\"$(git for-each-ref --format='%(refname:short)' 2>/dev/null)\"})",
            "    compadd -a names",
            "}",
            "_lintpack() {",
            "    local command=check operands",
            "    local -a arguments",
            "    integer i at=0 given=0",
            "    for ((i = 2; i < CURRENT; i++)); do",
            "        case ${words[i]} in",
            f"        ({'|'.join(_valued())}) ((i++)) ;;",
            "        (-*) ;;",
            f"        ({names}) command=${{words[i]}} at=$i given=1; break ;;",
            "        (*) given=1; break ;;",
            "        esac",
            "    done",
            "    case $command in",
            *cases,
            "    esac",
            "    ((given)) || operands=_lintpack_first",
            "    if ((at)); then",
            "        words[at]=()",
            "        ((CURRENT--))",
            "    fi",
            '    _arguments -s -S $arguments "*:argument:$operands"',
            "}",
            'if [[ $funcstack[1] == _lintpack ]]; then _lintpack "$@"; else compdef _lintpack lintpack; fi',
            "",
        ]
    )


def _zsh_option(option: Option, command: str) -> str:
    """A specification for _arguments."""
    text = re.sub(r"([\[\]:\\])", r"\\\1", option.help)
    names = _names(option)
    alone = "*" if option.repeats else "" if len(names) == 1 else f"({' '.join(names)})"
    value = f":{option.value.replace(':', ' ')}:{_zsh_action(words_of(option, command))}" if option.value else ""
    # `--option=value` and `--option value`; a short option takes its value as the next word.
    head = [f"{name}{'=' if option.value and name.startswith('--') else ''}" for name in names]
    if len(head) == 1:
        return _quoted(f"{alone}{head[0]}[{text}]{value}")
    return f"{_quoted(alone)}{{{','.join(head)}}}{_quoted(f'[{text}]{value}')}"


def _zsh_action(words: tuple[str, ...]) -> str:
    if words == (FOLDERS,):
        return "_files -/"
    if words == (REVISIONS,):
        return "_lintpack_revisions"
    plain = [word for word in words if word != FILES]
    if not plain:
        return "_files" if words else " "
    if plain[0].endswith("="):
        return f"{{compadd -S '' -- {' '.join(plain)}}}"
    if plain == list(_rules()):
        return f"{{compset -P '*,'; compadd -S '' -- {' '.join(plain)}}}"
    return f"({' '.join(plain)})" if FILES not in words else f"{{compadd -- {' '.join(plain)}; _files}}"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


# --- fish


def fish() -> str:
    """Lines of `complete`."""
    names = " ".join(command.name for command in COMMANDS)
    lines = [
        "# fish completion for lintpack: `lintpack completion fish | source`",
        "function __lintpack_command",
        "    set -l words (commandline -opc)",
        "    set -l value no",
        "    for word in $words[2..-1]",
        "        if test $value = yes",
        "            set value no",
        "            continue",
        "        end",
        "        switch $word",
        f"            case {' '.join(_valued())}",
        "                set value yes",
        "            case '-*'",
        f"            case {names}",
        "                echo $word",
        "                return",
        "            case '*'",
        "                echo check",
        "                return",
        "        end",
        "    end",
        "    echo $argv",
        "end",
        "function __lintpack_in",
        "    test (__lintpack_command check) = $argv[1]",
        "end",
        "function __lintpack_first",
        "    test (__lintpack_command none) = none",
        "end",
        "complete -c lintpack -s h -l help -d 'show help'",
        "complete -c lintpack -s V -l version -d 'show the version'",
    ]
    for command in COMMANDS:
        lines.append(f"complete -c lintpack -n __lintpack_first -a {command.name} -d {_fish(command.summary)}")
    for command in COMMANDS:
        condition = f"-n '__lintpack_in {command.name}'"
        for option in _of(command.name):
            short = "".join(f" -s {name[1:]}" for name in _names(option)[1:])
            flags = f" {_fish_words(words_of(option, command.name))}" if option.value else ""
            lines.append(f"complete -c lintpack {condition}{short} -l {option.name[2:]}{flags} -d {_fish(option.help)}")
        words = operands_of(command.name)
        if FILES not in words:
            lines.append(f"complete -c lintpack {condition} -f" + (f" -a '{' '.join(words)}'" if words else ""))
    return "\n".join(lines) + "\n"


def _fish_words(words: tuple[str, ...]) -> str:
    """How an option takes its value: `-r` with files, `-x` without."""
    if words == (FOLDERS,):
        return "-x -a '(__fish_complete_directories)'"
    if words == (REVISIONS,):
        return "-x -a '(git for-each-ref --format=\"%(refname:short)\" 2>/dev/null)'"
    plain = " ".join(word for word in words if word != FILES)
    if FILES in words:
        return f"-r -F -a '{plain}'" if plain else "-r -F"
    return f"-x -a '{plain}'" if plain else "-x"


def _fish(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


SHELLS = {"bash": bash, "zsh": zsh, "fish": fish}
