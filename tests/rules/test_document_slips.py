"""LP312 in the text of a here-document: what is expanded among what is kept, and a delimiter that is quoted in vain."""

from __future__ import annotations

import pytest

from tests.rules.reporting import said


def found(script: str) -> list[int]:
    return [one.line for one in said("LP312", script) if one.level == "warning"]


TEXT = '#!/bin/sh\nD="\\$(dirname "\\$0")"\n{}\n'

EXPANDED = {
    "a variable of the text's own": 'exec "${D}/bin/x" "\\$@"',
    "one that is kept elsewhere": 'echo "\\$F"\necho "$F"',
    "the arguments": 'exec "\\$D/x" "$@"',
    "its own name": 'exec -a "$0" "\\$D/x"',
    "a path of what is kept": 'L="$(dirname "\\$D")"',
    "its own old value": 'export CLASSPATH="\\$D/lib:$CLASSPATH"',
    "a field of awk's": "L=\\$(ldconfig -p | awk '/libz/ {{ print $NF }}')",
    "its first field": "cat x | awk -F= '{{print $1}}'",
    "a folder under another name": "X=\\$libdir\nDIR=\\$(DESTDIR)$libdir",
    "of the environment of one command": 'env A=\\$A B=$B "\\$D/x"',
}
KEPT = {
    "all kept": 'exec "\\${D}/bin/x" "\\$@"',
    "a variable of the writing script": 'echo "\\$PREFIX"\nexec "$PREFIX/x" "\\$@"',
    "handed on": 'CC=$CC\necho "\\$CC" "$CC"',
    "a variable that stands there once": 'exec "\\$D/x" $FLAGS "\\$@"',
    "awk that runs now": "L=$(ldconfig -p | awk '/libz/ {{ print $NF }}')",
    "an argument among fields": "awk '/$1/ {{ print \\$NF }}' x",
    "a build's settings, in its rules": "\\$(MAKE) KIND=${{KIND}} ARCH=${{ARCH}} \\$X",
    "a makefile's own folder": "LIBDIR=\\$(DESTDIR)$libdir\nX=\\$libdir",
    "a command's output": 'V="$(basename "$PREFIX")"',
}


@pytest.mark.parametrize("text", EXPANDED.values(), ids=EXPANDED.keys())
def test_expanded(text: str) -> None:
    script = f"PREFIX=/opt/x\ncp libz.so.1 out/\ncat > out/run <<EOF\n{TEXT.format(text)}EOF\n"
    assert found(script) == [5 + len(text.splitlines())]


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT.keys())
def test_kept(text: str) -> None:
    script = f"PREFIX=/opt/x\ncp libz.so.1 out/\ncat > out/run <<EOF\n{TEXT.format(text)}EOF\n"
    assert found(script) == []


def test_the_text_of_another_shell() -> None:
    script = "cp libz.so.1 out/\ncat > setup.csh <<E\nsetenv X \\$Y/lib:$X\nsetenv Z \\$Y\nE\n"
    assert found(script) == [3]


def test_a_delimiter_is_quoted_and_the_text_escaped() -> None:
    script = f"cp libz.so.1 out/\ncat > out/run <<{{}}\n{TEXT.format('exec x')}EOF\n"
    assert found(script.format("'EOF'")) == [2]
    assert found(script.format("EOF")) == []


@pytest.mark.parametrize(
    "line", ['sed "s/\\$A/\\$B/" x', 'sh -c "echo \\$A \\$B"', "grep 'a\\$A\\$B' x", 'echo "\\$A \\$B"']
)
def test_a_backslash_for_another_reader(line: str) -> None:
    assert found(f"cp libz.so.1 out/\ncat > out/run <<'EOF'\n#!/bin/sh\n{line}\nEOF\n") == []


def test_a_variable_of_a_file_that_the_launcher_sources() -> None:
    conf = 'echo "ROOT=/usr/lib/x" > out/x.conf\n'
    script = (
        conf + 'echo "#!/bin/sh" > out/x\necho ". /etc/x.conf" >> out/x\n'
        'echo "export LD_LIBRARY_PATH=$ROOT/lib" >> out/x\necho "exec /usr/bin/x" >> out/x\n'
    )
    assert found(script) == [4]
    assert found(script.replace("$ROOT", "\\$ROOT")) == []
    assert found("ROOT=/opt\n" + script) == []
    assert found(script.replace(". /etc/x.conf", "true")) == []


@pytest.mark.parametrize(
    ("before", "line"),
    [
        ("cat <<EOF\n", "    - export LD_LIBRARY_PATH=/x/lib:$LD_LIBRARY_PATH\n"),
        ("ssh $host <<EOF\n", "export LD_LIBRARY_PATH=/x/lib:$LD_LIBRARY_PATH\n"),
        ("docker build - <<EOF\n", "ENV LD_LIBRARY_PATH=/x/lib:${LD_LIBRARY_PATH}\n"),
        ("if x; then\ncat <<EOF\n", "LD_PRELOAD=/x/liba.so:$LD_PRELOAD ./run\n"),
    ],
)
def test_a_list_that_goes_on_from_this_machines(before: str, line: str) -> None:
    script = f"{before}d=\\$(pwd)\n{line}EOF\n"
    assert len(found(script)) == 1
    assert found(script.replace("$LD", "\\$LD").replace("${LD", "\\${LD")) == []
    assert found(script.replace("<<EOF", "<<'EOF'").replace("\\$", "$")) == []
    # What the same machine's shell reads, and what has no escapes at all.
    assert found(script.replace(before, "bash <<EOF\n")) == []
    assert found(script.replace("\\$", "")) == []
