"""Which module has which builtin of the shell. Modules are imported when a script first uses one of theirs."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from lintpack.script.calls import Call
    from lintpack.script.interpreter import Run

    Builtin = Callable[[Run, Call], None]

_BUILTINS = {
    "flow": ": true false exit return break continue [ test eval exec source . trap command builtin wait logout",
    "settings": "export declare typeset local readonly unset set shopt shift let umask ulimit alias unalias hash type"
    " enable bind bg fg jobs disown kill suspend times history fc complete compgen compopt caller help getopts",
    "places": "cd pushd popd dirs pwd",
    "input": "read mapfile readarray",
}
MODULES = {name: module for module, names in _BUILTINS.items() for name in names.split()}

_found: dict[str, Builtin] = {}


def find_builtin(name: str) -> Builtin | None:
    """The builtin called `name`; None where there is none. `echo` and `printf` are among the models of commands."""
    found = _found.get(name)
    if found is None:
        module = MODULES.get(name)
        if module is None:
            return None
        from lintpack import lazy

        table: dict[str, Builtin] = lazy.module("lintpack.script.builtins_" + module).BUILTINS
        found = _found[name] = table[name]
    return found
