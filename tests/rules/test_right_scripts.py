"""Scripts that are right, where one line of them alone looks wrong."""

from __future__ import annotations

import pytest

from lintpack.check import Settings, check
from lintpack.repository import MemoryRepository
from lintpack.rules import selected
from tests.rules.reporting import said, warned


def test_a_folder_that_ends_in_its_own_variables_name() -> None:
    """LP115."""
    right = "TCZ=/mnt/tmp/TCZ\nmv $TCZ/usr/local/lib/libJ.so.1 $TCZ-dev/usr\nmkdir -p $TCZ-doc\ncp $TCZ/x $TCZ-doc\n"
    assert said("LP115", right) == []
    assert said("LP115", f"EXT=x\nwork=/mnt/tmp\n{right.replace('/mnt/tmp/TCZ', '$work/$EXT/TCZ')}") == []
    assert said("LP115", f"doc=/mnt/tmp/TCZ/doc\n{right.replace('/TCZ', '/$T/TCZ', 1)}") == []
    wrong = "cp TCZ/usr/local/lib/libJ.so.1 out/\ncp $TCZ/x $TCZ/y out/\n"
    assert warned("LP115", wrong) == [(1, "TCZ/usr/local/lib/libJ.so.1")]


_SAVED = "set -u\nstart() {\n  old=$LD_LIBRARY_PATH\n  prog\n  LD_LIBRARY_PATH=$old\n}\n"


@pytest.mark.parametrize(
    "below",
    [
        "export LD_LIBRARY_PATH=/opt/x/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}\nstart\n",
        "all() {\n  start\n}\nexport LD_LIBRARY_PATH=/opt/x/lib\nall\n",
        "init() {\n  export LD_LIBRARY_PATH=/opt/x/lib\n}\ninit\nstart\n",
    ],
)
def test_a_function_that_is_called_when_the_path_is_set(below: str) -> None:
    """LP307."""
    assert said("LP307", _SAVED + below) == []
    assert said("LP307", f"cat > run.sh <<'EOF'\n#!/bin/sh\n{_SAVED}{below}EOF\n") == []


@pytest.mark.parametrize(
    "below",
    [
        "start\nexport LD_LIBRARY_PATH=/opt/x/lib\n",
        "all() {\n  start\n}\nall\nexport LD_LIBRARY_PATH=/opt/x/lib\nstart\n",
        "init() {\n  export LD_LIBRARY_PATH=/opt/x/lib\n}\nstart\ninit\n",
        "",
    ],
)
def test_a_function_that_is_called_before(below: str) -> None:
    """LP307."""
    assert warned("LP307", _SAVED + below) == [(3, "$LD_LIBRARY_PATH")]


def test_what_is_installed_here_under_one_name() -> None:
    """LP101: a debug build, and what is copied as it is."""
    beside = "cp /usr/local/lib/libcjson.so.1 out/lib\n"
    for copy in ("cp /usr/local/lib/libcurl-d.so", "cp -P /usr/local/lib/libcurl.so", "cp /usr/local/lib/libcurl.so"):
        levels = [one.level for one in said("LP101", f"{copy} out/lib\n{beside}")]
        assert levels == ["warning" if copy == "cp /usr/local/lib/libcurl.so" else "note"]


def test_the_system_loader_is_not_the_packages_own() -> None:
    """LP107."""
    copy = "cp /lib/x86_64-linux-gnu/libc.so.6 app/lib/\n"
    assert said("LP107", copy + 'exec "$here/lib/$ld" --library-path "$here/lib" "$here/prog"\n') == []
    for start in ("/lib64/ld-linux-x86-64.so.2 --library-path app/lib app/prog\n", "grep -q -- --library-path x/y\n"):
        assert warned("LP107", copy + start) == [(1, "libc.so.6")]


def test_each_pass_of_a_loop_writes_a_launcher_of_its_own() -> None:
    """LP317."""
    launcher = "{}<<'EOF' >> $d/run.sh\n{}export LD_LIBRARY_PATH=$d/lib\nexec $d/prog\nEOF\n"
    whole, part = launcher.format("  cat ", "#!/bin/sh\n"), launcher.format("  cat ", "")
    assert said("LP317", f"for b in x y; do\n{whole}done\n") == []
    assert said("LP317", f"for b in x y; do\n  rm -rf $d\n  mkdir $d\n{part}done\n") == []
    assert said("LP317", f"for b in x y; do\n{part}done\n") != []


def test_a_library_that_gets_the_name_that_programs_are_given() -> None:
    """LP202."""
    script = (
        "for so in $(ldd prog | awk '{{print $3}}'); do\n  real=$(readlink -f $so)\n  base=$(basename $real)\n"
        "  cp $real lib/\n{}done\n"
    )
    assert [line for line, _ in warned("LP202", script.format(""))] == [4]
    assert said("LP202", script.format("  patchelf --set-soname $base lib/$base\n")) == []
    assert said("LP202", script.format('  ln -s "$base" "lib/${base%%.so*}.so"\n')) == []


def test_libraries_of_packages_that_only_the_sibling_installs() -> None:
    """LP105: a note."""
    libs = "".join(f"cp /usr/lib64/{lib} lib/\n" for lib in ("liba.so.1", "libb.so.2", "libc3.so.3", "libd.so.4"))
    more = libs + "cp /usr/lib64/libargon2.so.0 lib/\n"
    for own, theirs, level in (
        ("", "yum install -y libargon2-devel\n", "warning"),
        ("yum install -y php zip\n", "yum install -y zip\n", "warning"),
        ("yum install -y php\n", "yum install -y php \\\n  libargon2-devel\n", "note"),
    ):
        assert [one.level for one in said("LP105", own + libs, other=theirs + more)] == [level]


def test_a_value_that_only_the_shell_has() -> None:
    """LP302 and LP304: one of the two is enough."""
    run = "#!/bin/sh\n{}LD_LIBRARY_PATH={}\nexec /opt/x/bin/prog\n"
    for value, levels in (("/opt/x/lib:$LD_LIBRARY_PATH", ([], ["warning"])), (":/opt/x/lib", (["warning"], ["note"]))):
        script = run.format("", value)
        assert tuple([one.level for one in said(code, script)] for code in ("LP302", "LP304")) == levels
        assert [one.level for one in said("LP302", run.format("export ", value))] == ["warning"]
        assert [one.level for one in said("LP302", run.format("", value + "\nexport LD_LIBRARY_PATH"))] == ["warning"]


def test_a_script_that_no_shell_reads() -> None:
    """LP302: what is exported at the end of one that leaves by `exit`."""
    ends = "make -j && make install\nexport LD_LIBRARY_PATH=/usr/local/lib:$LD_LIBRARY_PATH\n"
    skips = "case $1 in\n  ubuntu*)\n    exit 0;\n  ;;\nesac\n"
    assert [one.level for one in said("LP302", f"#!/bin/bash\nset -e\n{ends}")] == ["warning"]
    assert said("LP302", f"#!/bin/bash\nset -e\n{skips}{ends}") == []
    assert [one.level for one in said("LP322", f"#!/bin/bash\nset -e\n{skips}{ends}")] == ["note"]


def test_an_environment_that_is_read_first() -> None:
    """LP302."""
    script = "cat > $D/x.sh <<EOF\n{}export X=$P\nexport LD_LIBRARY_PATH=\\$X/lib:\\$LD_LIBRARY_PATH\nEOF\n"
    assert said("LP302", script.format(". $TOP/env.sh\n")) == []
    assert [one.level for one in said("LP322", script.format(". $TOP/env.sh\n"))] == ["note"]
    assert [one.level for one in said("LP302", script.format("[ -f $TOP/env.sh ] && . $TOP/env.sh\n"))] == ["warning"]


def test_what_a_script_for_macos_writes() -> None:
    """LP302: its loader does not read the variable."""
    path = "apps/lammps/{}.sh"
    script = (
        "#!/bin/sh\ncat << EOF > $B/vars.sh\nexport X=$P\nexport LD_LIBRARY_PATH=\\$X/lib:\\$LD_LIBRARY_PATH\nEOF\n"
    )
    for name, levels in (("macos", []), ("default", ["warning"])):
        entry = path.format(name)
        settings = Settings(selected(("LP302",), ()), {})
        found = check([(entry, MemoryRepository({entry: script}), entry)], settings).report.findings
        assert [finding.level for finding in found] == levels


def test_a_script_that_another_one_calls_by_its_path() -> None:
    """LP303."""
    script = '#!/bin/sh\nhere=`dirname "$0"`\nexport LD_LIBRARY_PATH=$here/libs\ncd $here\nprog -x\n'
    for call, level in (
        ('"$ROOT"/apps/pack.sh "$@"', "note"),
        ("/opt/x/pack.sh", "note"),
        ("cp /x/pack.sh y", "warning"),
    ):
        assert [one.level for one in said("LP303", script, other=f"#!/bin/sh\n{call}\n")] == [level]


def test_settings_that_go_with_a_compiler() -> None:
    """LP305."""
    script = "export PATH=/opt/x/bin:$PATH\n{}export LD_LIBRARY_PATH=/opt/x/lib\n"
    for more, level in (("", "warning"), ("export CC=clang\n", "note")):
        settings = Settings(selected(("LP305",), ()), {})
        entry = "env.sh"
        found = check([(entry, MemoryRepository({entry: script.format(more)}), entry)], settings).report.findings
        assert [finding.level for finding in found] == [level]


@pytest.mark.parametrize("text", ["$P/lib", "$P/lib:/usr/lib"])
def test_a_look_at_what_the_variable_has(text: str) -> None:
    """LP305."""
    look = '#!/bin/sh\nif ! echo "$LD_LIBRARY_PATH" | grep -q $P; then\n'
    script = f"{look}  export LD_LIBRARY_PATH={text}\nfi\nexec $P/prog\n"
    assert warned("LP305", script) == ([] if text.endswith("/usr/lib") else [(3, f"LD_LIBRARY_PATH={text}")])


def test_a_variable_that_is_handed_to_what_is_written() -> None:
    """LP312."""
    script = "cat > $R/env.sh <<EOF\n{}export LD_LIBRARY_PATH=\\$R/lib:\\$LD_LIBRARY_PATH\nEOF\n"
    assert said("LP312", script.format("export R=$R\n")) == []
    assert [one.text for one in said("LP312", script.format("export R=$R\nexport X=$R/x\n"))] == ["$R"]


@pytest.mark.parametrize(
    "script",
    [
        # LP303: `cd` to its own folder is what makes a written `lib` right.
        ("LP303", 'here=`dirname "$0"`\nexport LD_LIBRARY_PATH=lib:/usr/local/lib\ncd $here\n./prog\n'),
        # LP129: what is asked for as a folder becomes one.
        (
            "LP129",
            'for f in libfoo.so.1; do\n  if [ -d "$f" ]; then\n    mkdir -p "out/$(basename "$f")"\n  fi\ndone\n',
        ),
        # LP102: the whole version was its SONAME.
        ("LP102", "cp libonnxruntime.so.1.15.0 out/lib/\n"),
        # LP124: uClibc counts otherwise, and what is taken out is not packed.
        ("LP124", "# uClibc\ncp libresolv.so.1 out/lib/\n"),
        ("LP124", "patchelf --remove-needed libresolv.so.1 prog\n"),
        # LP201: links never come so far.
        (
            "LP201",
            'for f in deps/lib/lib*.so*; do\n  if [ -L "$f" ]; then\n    continue\n  fi\n  cp "$f" out/lib/\ndone\n',
        ),
    ],
)
def test_what_another_line_makes_right(script: tuple[str, str]) -> None:
    code, text = script
    assert warned(code, f"#!/bin/sh\n{text}") == []


def test_a_script_for_a_c_shell_is_not_read() -> None:
    files = {
        "scripts/pack.sh": "scripts/setup\ncp libfoo.so.1 out/\n",
        "scripts/setup": "#!/bin/tcsh\nif ($x == 1) then\n",
    }
    entry = [("scripts/pack.sh", MemoryRepository(files), "scripts/pack.sh")]
    outcome = check(entry, Settings(selected(("LP001",), ()), {}, "medium"))
    assert outcome.report.findings == ()


def test_a_file_that_lies_elsewhere_is_not_the_script_itself() -> None:
    """`cd tools; . ./pack.sh`, of which the repository has no file."""
    script = "cd tools\n. ./pack.sh\ncp libfoo.so.1 out/\n"
    assert len(said("LP005", script, least="low")) <= 1
    assert said("LP001", script) == []


def test_a_dev_name_that_is_right() -> None:
    """LP101."""
    boost = "".join([f"cp Kit_10.1/libboost_{part}.so.1.58.0 /usr/lib\n" for part in ("system", "thread", "timer")])
    assert warned("LP101", f"cp Kit_10.1/libMakersOwn.so /usr/lib\n{boost}") == []
    others = boost.replace("boost_system", "ssl").replace("boost_thread", "curl")
    assert len(warned("LP101", f"cp Kit_10.1/libMakersOwn.so /usr/lib\n{others}")) == 1
    copied = 'cp -L "/usr/lib/gcc/x86_64-linux-gnu/9/libasan.so" out/\n'
    assert len(warned("LP101", copied)) == 1
    assert warned("LP101", copied, entry='#!/bin/sh\nLD_PRELOAD="$PWD/libasan.so" exec ./prog\n') == []


def test_all_that_ldd_prints_where_the_loader_is_packed_too() -> None:
    """LP136."""
    pack = "set -e\nldd bin/prog | awk '{print $3}' | xargs -I{} cp {} out/lib/\ntar czf out.tgz out\n"
    assert len(warned("LP136", pack)) == 1
    launcher = '#!/bin/sh\nexec "$here/lib/ld-linux-x86-64.so.2" --library-path "$here/lib" "$here/bin/prog"\n'
    assert warned("LP136", pack, run=launcher) == []
