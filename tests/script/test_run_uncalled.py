"""Functions that a script defines for others, and never calls itself."""

from __future__ import annotations

from lintpack.repository import MemoryRepository
from lintpack.script import interpret, texts
from lintpack.script.plan import Link, Transfer


def _done(script: str, **others: str) -> list[tuple[str, str, str]]:
    """What each copy or link makes, and the functions that led to it."""
    files = {"lib.sh": script, **{f"{name}.sh": text for name, text in others.items()}}
    plan = interpret("lib.sh", MemoryRepository(files))
    found = []
    for effect in plan.effects:
        if isinstance(effect, (Transfer, Link)):
            made = effect.destination if isinstance(effect, Transfer) else effect.path
            calls = " ".join(f"{frame.kind}:{frame.name}" for frame in effect.origin.calls)
            found.append((texts.shown(made), calls, effect.origin.command.text))
    return found


def test_a_library_of_functions_is_run_with_unknown_arguments() -> None:
    script = (
        'install_server() {\n  cp lib/libfoo.so.1 "$1/lib"\n  exit 1\n}\ninstall_local() { cp lib/libbar.so.1 $2; }\n'
    )
    assert [(made, calls) for made, calls, _ in _done(script)] == [
        ("${1}/lib/libfoo.so.1", "definition:install_server"),
        ("${2}/libbar.so.1", "definition:install_local"),
    ]


def test_what_a_function_calls_is_seen_once_through_it() -> None:
    script = 'put() { cp "$1" out/; }\nall() { put libfoo.so.1; put libbar.so.1; }\n'
    assert [(made, calls) for made, calls, _ in _done(script)] == [
        ("out/libfoo.so.1", "definition:all function:put"),
        ("out/libbar.so.1", "definition:all function:put"),
    ]


def test_functions_that_are_called_are_not_run_again() -> None:
    assert [calls for _, calls, _ in _done("put() { cp a.so out/; }\nput\n")] == ["function:put"]


def test_functions_of_a_sourced_file_are_left_alone() -> None:
    assert _done(". ./other.sh\ncp a.so out/\n", other="put() { cp b.so out/; }\n") == [
        ("out/a.so", "", "cp a.so out/")
    ]


def test_one_does_not_see_what_another_does_to_variables() -> None:
    script = "dir=a\none() { dir=b; }\ntwo() { cp libfoo.so.1 $dir/; }\n"
    assert [made for made, _, _ in _done(script)] == ["a/libfoo.so.1"]


def test_they_are_run_after_an_early_end_of_the_script() -> None:
    assert [made for made, _, _ in _done("f() { cp libfoo.so.1 out/; }\nexit 0\n")] == ["out/libfoo.so.1"]


def test_functions_that_call_each_other_end() -> None:
    assert len(_done("a() { cp libfoo.so.1 out/; b; }\nb() { a; }\n")) < 20
