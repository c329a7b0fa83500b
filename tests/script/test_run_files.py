"""Redirections: files that a script writes, and what it reads."""

from __future__ import annotations

from lintpack.script.plan import WrittenFile
from tests.script.plans import lines, plan


def test_here_document() -> None:
    script = "cat > bin/run <<EOF\n#!/bin/sh\nexport LD_LIBRARY_PATH=$PREFIX/lib:\\$LD_LIBRARY_PATH\nEOF"
    assert lines(script) == [
        "write bin/run: '#!/bin/sh\\nexport LD_LIBRARY_PATH=${PREFIX}/lib:$LD_LIBRARY_PATH\\n'",
    ]


def test_quoted_here_document() -> None:
    script = "cat <<'EOF' > bin/run\nexec $0.bin \"$@\"\nEOF"
    assert lines(script) == ["write bin/run: 'exec $0.bin \"$@\"\\n'"]


def test_here_document_without_tabs() -> None:
    assert lines("cat > f <<-E\n\ta\n\t\tb\n\tE") == ["write f: 'a\\nb\\n'"]


def test_echo_and_append() -> None:
    script = "echo '#!/bin/sh' > run\necho \"cd $HERE\" >> run\nprintf 'exec %s\\n' ./server >> run"
    assert lines(script) == [
        "write run: '#!/bin/sh\\n'",
        "write+ run: 'cd ${HERE}\\n'",
        "write+ run: 'exec ./server\\n'",
    ]


def test_a_group_and_a_loop() -> None:
    assert lines("{ echo a; echo b; } > f") == ["write f: 'a\\nb\\n'"]
    assert lines("for i in 1 2; do echo $i; done > f") == ["write f: '1\\n2\\n'"]
    assert lines("f() { echo x; }\nf > out") == ["write out: 'x\\n'"]
    assert lines("if [ $a = b ]; then echo x; fi > out")[0].startswith("write out: ")


def test_tee() -> None:
    assert lines("echo x | tee f >/dev/null") == ["write f: 'x\\n'"]
    assert lines("sudo tee f <<E\nx\nE") == ["write f: 'x\\n'"]


def test_pieces_of_a_written_file_lead_back_to_the_script() -> None:
    script = "X=1\ncat > run <<EOF\ncd $X\nexec ./server\nEOF\necho 'a b' >> run"
    first, second = plan(script).effects
    assert isinstance(first, WrittenFile)
    assert isinstance(second, WrittenFile)
    known = "cd 1\nexec ./server\n"
    assert first.text == (known,)
    lines_of = {known[offset:].split("\n", maxsplit=1)[0]: place.line for offset, place in first.spans}
    assert lines_of["exec ./server"] == 4
    assert [place.line for _, place in second.spans] == [6]


def test_nothing_is_written_to_nowhere() -> None:
    assert lines("echo x > /dev/null; echo y >&2; echo z > /dev/stderr; echo w 2>/dev/null") == []


def test_an_empty_file() -> None:
    assert lines("> f") == ["write f: ''"]
    assert lines(": > f") == ["write f: ''"]


def test_what_was_written_is_read_again() -> None:
    assert lines("echo liba.so > list\nfor l in $(cat list); do cp $l d/; done")[-1] == "cp liba.so -> d/liba.so"
    assert lines("while read l; do cp $l d/; done < list", {"list": "a.so\nb.so\n"}) == [
        "cp a.so -> d/a.so",
        "cp b.so -> d/b.so",
    ]
    assert lines("while read l; do cp $l d/; done < <(printf 'a\\nb\\n')") == ["cp a -> d/a", "cp b -> d/b"]


def test_a_copy_by_cat() -> None:
    assert lines("cat lib/libz.so.1 > out/libz.so.1") == ["cat lib/libz.so.1 -> out/libz.so.1"]


def test_a_script_in_a_string() -> None:
    assert lines("bash -c 'cp a.so d/'") == ["cp a.so -> d/a.so"]
    assert lines('bash -c "cd build && cp $X/liba.so ../d/"') == ["cp ${X}/liba.so -> d/liba.so"]
    assert lines("sh -c 'cp $1 d/' sh a.so") == ["cp a.so -> d/a.so"]
    assert lines("x=a; bash -c 'cp $x d/liba.so'")[0] == "cp ${x} -> d/liba.so"
    assert lines("bash <<'E'\ncp a.so d/\nE") == ["cp a.so -> d/a.so"]
    assert lines("echo 'cp a.so d/' | sh") == ["cp a.so -> d/a.so"]
    assert lines('eval "cp $X/a.so d/"') == ["cp ${X}/a.so -> d/a.so"]


def test_places_in_a_string_lead_to_the_line() -> None:
    script = "bash -c '\nmkdir d\ncp a.so d/\n'"
    assert [effect.origin.place.line for effect in plan(script).effects] == [2, 3]
    script = 'bash -c "\n  mkdir $D\n  cp \\$x a.so d/\n"'
    assert plan(script).effects[0].origin.place.line == 2


def test_a_string_that_depends_on_a_branch() -> None:
    script = "if [ $x = 1 ]; then c='cp a d/'; else c='cp b d/'; fi\neval $c"
    assert lines(script) == ["cp a -> d/a", "cp b -> d/b"]


def test_a_script_that_starts_itself_as_root_is_read_once() -> None:
    script = '#!/bin/bash\n((EUID != 0)) && exec sudo -- "$0" "$@"\ncp liba.so d/\n'
    assert lines(script, path="tools/pack.sh") == ["cp liba.so -> d/liba.so"]
    other = script.replace('"$@"', "again").replace("exec", "[ $1 = again ] ||")
    assert len(lines(other, path="tools/pack.sh")) > 1
