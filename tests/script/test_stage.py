"""The tree that a plan builds: what is where at the end, and what goes into its archives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack.script import texts
from lintpack.script.plan import Guard, Origin, Removal
from tests.script.commands.fake_shell import FakeShell, text

if TYPE_CHECKING:
    from lintpack.script.stage import Stage


def stage_of(*lines: str) -> FakeShell:
    shell = FakeShell()
    for line in lines:
        shell.run(line)
    return shell


def names(stage: Stage, folder: str) -> list[str]:
    return [texts.shown(entry.name) for entry in stage.names(text(folder))]


def test_names_are_where_the_copies_put_them() -> None:
    stage = stage_of("mkdir -p out/lib", "cp a.so.1 b.so out/lib", "ln -s a.so.1 out/lib/a.so", "rm out/lib/b.so").stage
    assert names(stage, "out/lib") == ["a.so.1", "a.so"]
    assert [stage.kind(text(f"out/lib/{name}")) for name in ("a.so.1", "a.so")] == ["file", "link"]
    assert stage.resolve(text("out/lib/a.so")) == text("out/lib/a.so.1")
    assert stage.kind(text("out")) == "directory"


def test_answers_have_three_values() -> None:
    shell = stage_of("mkdir out", "cp lib/libz.so* out/", "cp a.so out/")
    place = shell.source.place(0, 0)
    guard = Guard("[ -n x ]", True, place, 1, 0)
    stage = shell.stage
    assert stage.provides(text("out/a.so")) is True
    assert stage.provides(text("out/libz.so.1")) is None
    assert stage.provides(text("out/libx.so.1")) is False
    shell.effects.append(Removal(Origin(9, place, place, (), (guard,)), text("out/a.so")))
    assert stage.provides(text("out/a.so")) is None


def test_a_folder_of_unknown_contents_may_hold_anything() -> None:
    stage = stage_of("mkdir -p out", "cp -r build/lib out/", "cp -r build/conf/. out/etc").stage
    assert stage.provides(text("out/lib/a.so")) is None
    assert stage.provides(text("out/etc/deep/x")) is None
    assert stage.provides(text("out/bin/x")) is False


def test_copies_of_folders_that_the_plan_made_are_known() -> None:
    stage = stage_of(
        "mkdir -p tree/lib", "cp a.so.1 tree/lib/", "ln -s a.so.1 tree/lib/a.so", "cp -rT tree copy", "mv -T tree moved"
    ).stage
    assert names(stage, "copy/lib") == ["a.so.1", "a.so"]
    assert stage.resolve(text("copy/lib/a.so")) == text("copy/lib/a.so.1")
    assert stage.provides(text("tree/lib/a.so.1")) is False
    assert stage.provides(text("moved/lib/a.so.1")) is True
    assert stage.provides(text("moved/lib/b.so")) is False


def test_links_to_folders_are_followed() -> None:
    stage = stage_of("mkdir -p out/v1", "ln -s v1 out/current", "cp a.so out/current/").stage
    assert stage.provides(text("out/v1/a.so")) is True
    assert names(stage, "out/current") == ["a.so"]


def test_removals_by_pattern() -> None:
    stage = stage_of("mkdir out", "cp a.la b.la c.so out/", "rm -f out/*.la", "cp d.la out/").stage
    assert names(stage, "out") == ["c.so", "d.la"]
    stage = stage_of("mkdir -p out/x", "cp a.la c.so out/x/", "find out -name *.la -delete").stage
    assert names(stage, "out/x") == ["c.so"]


def packed(shell: FakeShell) -> tuple[list[str], bool]:
    (archive,) = shell.stage.archives()
    return [texts.shown(name) for name, _ in archive.entries], archive.complete


def test_what_an_archive_holds() -> None:
    shell = stage_of("mkdir -p top/lib", "cp a.so b.la top/lib/", "tar czf o.tgz --exclude=*.la top", "cp c.so top/lib")
    assert packed(shell) == (["top", "top/lib", "top/lib/a.so"], True)
    shell = stage_of("mkdir -p top/lib", "cp a.so top/lib/", "tar czf o.tgz -C top .")
    assert packed(shell) == (["lib", "lib/a.so"], True)
    shell = stage_of("tar czf o.tgz build")
    assert packed(shell) == (["build"], False)


def test_an_archive_of_the_plan_is_unpacked() -> None:
    stage = stage_of(
        "mkdir top", "cp a.so top/", "tar cf o.tar top", "tar xf o.tar -C dest", "tar xf x.tar -C other"
    ).stage
    assert stage.provides(text("dest/top/a.so")) is True
    assert stage.provides(text("dest/top/b.so")) is False
    assert stage.provides(text("other/b.so")) is None


def test_folders_copied_into_each_other_end() -> None:
    shell = stage_of("mkdir -p d/x", "touch d/x/f")
    for number in range(40):
        shell.run(f"cp -r d/x d/x{number}")
        shell.run(f"cp -rT d e{number}")
        shell.run(f"cp -r e{number} d/e{number}")
    assert shell.stage.provides(text("d/x/f")) is True
    assert shell.stage.provides(text("d/e39/x39/f")) in {True, None}


def test_a_path_of_any_depth() -> None:
    shell = stage_of("mkdir -p " + "a/" * 1500, "cp x.so " + "a/" * 1500, "rm -rf a", "mkdir -p " + "b/" * 20_000)
    assert shell.stage.provides(text("a")) is False


def test_a_pattern_may_take_away_what_a_pattern_put_there() -> None:
    stage = stage_of("mkdir out", "cp lib*.so out/", "rm -f out/*").stage
    assert stage.provides(("out/liba.so",)) is None
