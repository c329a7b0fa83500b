"""Functions, wrappers, and commands whose name is in a variable."""

from __future__ import annotations

import pytest

from lintpack.script.plan import Transfer
from tests.script.plans import guarded, line, lines, plan

COPY = "copy_file() {\n    if [ $# -lt 2 ]; then exit 1; fi\n    cp -Lrv $*\n}\n"


def test_a_wrapper_is_seen_through_with_its_call() -> None:
    found = plan(COPY + "copy_file ./lib/libz.so.1 out/bin").effects
    assert [line(effect) for effect in found] == ["cp lib/libz.so.1 -> out/bin/libz.so.1"]
    origin = found[0].origin
    assert origin.place.line == 3
    assert [(frame.kind, frame.name, frame.place.line) for frame in origin.calls] == [("function", "copy_file", 5)]


def test_what_goes_into_an_initramfs_is_not_run() -> None:
    assert plan("dracut_install mv ln /usr/bin/ldd").effects == ()
    assert plan("inst_multiple cp rm /etc/fstab\ncopy_exec mv /bin").effects == ()


def test_calls_inside_calls() -> None:
    (effect,) = plan(COPY + 'pack() { copy_file "$1" "$2"; }\npack a.so d/').effects
    assert [frame.name for frame in effect.origin.calls] == ["pack", "copy_file"]


@pytest.mark.parametrize(
    "script",
    [
        'run() { echo "$@"; "$@"; }\nrun cp a.so d/',
        'run() { eval "$1"; }\nrun "cp a.so d/"',
        'run() { eval "$@"; }\nrun cp a.so d/',
        'run() { bash -c "$1"; }\nrun "cp a.so d/"',
        'run() { "$@" || exit 1; }\nrun cp a.so d/',
        'try() { local cmd="$1"; shift; $cmd "$@"; }\ntry cp a.so d/',
        'cmd="cp a.so"\n$cmd d/',
        "CP=cp\n$CP a.so d/",
        "CP='cp -a'\n$CP a.so d/",
        "$CP a.so d/",
        "${CP} a.so d/",
        '"$CP" a.so d/',
        "$SUDO cp a.so d/",
        "${DRY_RUN} cp a.so d/",
        "$SUDO $CP a.so d/",
        "${csudo}cp a.so d/",
        "csudo=''\nif command -v sudo >/dev/null; then csudo='sudo '; fi\n${csudo}cp a.so d/",
        "csudo=''\n[ $UID = 0 ] || csudo=sudo\n$csudo cp a.so d/",
        "check_run cp a.so d/",
        "print_exec cp a.so d/",
        "sudo cp a.so d/",
        "sudo -E env X=1 nice -n 5 cp a.so d/",
        "command cp a.so d/",
        "builtin command cp a.so d/",
        "exec cp a.so d/",
        "/usr/bin/cp a.so d/",
        "\\cp a.so d/",
        "'cp' a.so d/",
        "time cp a.so d/",
        "! cp a.so d/",
        "{ cp a.so d/; }",
        "(cp a.so d/)",
        "cp a.so d/ &",
        "x=$(cp a.so d/)",
        "if true; then :; fi; eval 'cp a.so' d/",
        "f() (cp a.so d/)\nf",
        'function f { cp "$1" d/; }\nf a.so',
        'f() { cp $1 $2; }\ng() { f "$@"; }\ng a.so d/',
    ],
)
def test_seen_through(script: str) -> None:
    assert [line(e) for e in plan(script).effects if isinstance(e, Transfer)] == ["cp a.so -> d/a.so"]


def test_a_name_by_convention_brings_its_options() -> None:
    assert lines("${LN_S} libz.so.1.2 libz.so.1") == ["ln libz.so.1.2 <- libz.so.1"]
    assert lines("${INSTALL} libz.so.1 lib/") == ["install libz.so.1 -> lib/libz.so.1"]


def test_words_that_only_look_like_a_command() -> None:
    assert lines("apt-get install libz.so d/") == []
    assert lines("git mv a.so d/") == []
    assert lines("make install") == []
    assert lines("echo cp a.so d/") == []


def test_an_unknown_copy_command_is_not_dropped() -> None:
    assert lines("inst_libdir_file libz.so.1 out/") == [
        "unresolved inst_libdir_file: the command is not known libz.so.1",
        "inst_libdir_file libz.so.1 -> out/libz.so.1",
    ]
    # Which of its words is the folder cannot be told here.
    assert lines("copy_all -t out libz.so.1") == ["unresolved copy_all: the command is not known libz.so.1"]


def test_local_variables_end_with_the_function() -> None:
    assert lines("x=a\nf() { local x=b; g; }\ng() { cp $x d/; }\nf\ncp $x d/") == ["cp b -> d/b", "cp a -> d/a"]


def test_global_variables_stay() -> None:
    assert lines("f() { x=b; }\nx=a\nf\ncp $x d/") == ["cp b -> d/b"]


def test_parameters_come_back() -> None:
    assert lines("f() { cp $1 d/; }\nset -- a\nf b\ncp $1 d/") == ["cp b -> d/b", "cp a -> d/a"]


def test_return_values() -> None:
    script = "f() { if [ $1 = a ]; then return 1; fi; }\nif f a; then cp x d/; else cp y d/; fi\nf b && cp z d/"
    assert lines(script) == ["cp y -> d/y", "cp z -> d/z"]


def test_a_return_value_that_depends_on_a_branch() -> None:
    script = 'f() { [ "$os" = a ] && return 0; return 1; }\nif f; then cp x d/; fi\nif [ "$os" = a ]; then cp y d/; fi'
    x, y = plan(script).effects
    assert x.origin.when == y.origin.when or x.origin.when & y.origin.when


def test_return_leaves_only_the_function() -> None:
    assert guarded("f() { [ -f x ] || return; cp a d/; }\nf\ncp b d/") == ["cp a -> d/a", "cp b -> d/b"]


def test_exit_in_a_function_leaves_the_script() -> None:
    assert lines("f() { exit 1; }\nf\ncp a d/") == []
    assert lines("f() { exit 1; }\n(f)\ncp a d/") == ["cp a -> d/a"]
    assert lines("f() { exit 1; }\nx=$(f)\ncp a d/") == ["cp a -> d/a"]


def test_what_a_function_prints() -> None:
    script = 'lib() { if [ "$1" = z ]; then echo libz.so.1; else echo libx.so.2; fi; }\ncp "$(lib z)" d/\ncp `lib x` d/'
    assert lines(script) == ["cp libz.so.1 -> d/libz.so.1", "cp libx.so.2 -> d/libx.so.2"]


def test_what_a_function_prints_depends_on_a_branch() -> None:
    script = 'lib() { if [ "$os" = a ]; then echo liba.so.1; return; fi; echo libb.so.1; }\ncp "$(lib)" d/'
    assert sorted(lines(script)) == ["cp liba.so.1 -> d/liba.so.1", "cp libb.so.1 -> d/libb.so.1"]


def test_what_cannot_be_told_is_shown_as_written() -> None:
    assert lines('f() { ldd x | grep y; }\ncp "$(f a)/liba.so" d/') == ["cp $(f a)/liba.so -> d/liba.so"]


def test_effects_inside_a_substitution_count() -> None:
    script = 'f() { mkdir -p out >&2; echo out; }\ncp a "$(f)"/'
    assert lines(script) == ["mkdir out", "cp a -> out/a"]
    assert plan(script).effects[0].origin.subshell


def test_a_function_may_be_defined_anew() -> None:
    assert lines("f() { cp a d/; }\nf() { cp b d/; }\nf") == ["cp b -> d/b"]


def test_a_function_that_hides_a_command() -> None:
    assert lines('cp() { command cp -L "$@"; }\ncp a d/') == ["cp a -> d/a"]


def test_variables_for_one_call() -> None:
    assert lines("f() { cp $x d/; }\nx=a\nx=b f\ncp $x d/") == ["cp b -> d/b", "cp a -> d/a"]


def test_names_of_libraries_that_are_looked_up() -> None:
    script = """
find_lib() { ldd bin/server | grep "lib${1}\\.so" | awk '{print $3}'; }
pack() { path=$(find_lib $1); cp "$path" out/; }
pack crypto
pack ssl
"""
    assert [text for text in lines(script) if text.startswith("unresolved")] == [
        "unresolved cp: the name of its source is not known libcrypto",
        "unresolved cp: the name of its source is not known libssl",
    ]
    assert [effect.resolved for effect in plan(script).effects if isinstance(effect, Transfer)] == [False, False]


def test_lists_that_differ_in_options_only_are_one_copy() -> None:
    script = 'args=(-v)\nif [ $DEBUG = 1 ]; then args+=(-f); fi\ncp "${args[@]}" a.so d/\ncp b.so d/'
    found = plan(script).effects
    assert [line(effect) for effect in found] == ["cp a.so -> d/a.so", "cp b.so -> d/b.so"]
    assert not found[0].origin.when
    assert [effect.origin.number for effect in found] == [0, 1]


@pytest.mark.parametrize("asked", ["gcc -print-file-name=liba.so.1", '"$CC" --print-file-name=liba.so.1'])
def test_what_a_compiler_finds_has_the_name_that_it_was_asked_for(asked: str) -> None:
    (found,) = lines(f"CC=clang\ncp $({asked}) d/")
    assert found.endswith("/liba.so.1 -> d/liba.so.1")


def test_a_version_that_a_compiler_prints_is_not_nothing() -> None:
    assert lines("v=$(gcc -dumpversion); cp /usr/lib/gcc/$v/liba.so d/") == [
        "cp /usr/lib/gcc/${v}/liba.so -> d/liba.so"
    ]
