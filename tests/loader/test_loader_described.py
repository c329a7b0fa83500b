"""Loading on described systems: set-user-ID programs, other releases of glibc, archives with links and modes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lintpack.loader import tree
from lintpack.loader.cache import from_mapping
from lintpack.loader.environment import Environment
from lintpack.loader.load import load
from lintpack.loader.tree import Found
from tests.loader.system import facts, files, profile, program

if TYPE_CHECKING:
    from lintpack.loader.result import LoadResult


def answers(result: LoadResult) -> dict[str, str | None]:
    return {one.needed: one.path for one in reversed(result.loads)}


def test_a_secure_program_ignores_the_library_path() -> None:
    there = files({"/b/p": program("liba.so"), "/env/liba.so": facts(), "/lib/liba.so": facts()}, secure=True)
    environment = Environment(library_path="/env", preload="/env/liba.so")
    assert answers(load("/b/p", there, profile(), environment)) == {"liba.so": "/lib/liba.so"}
    plain = Environment(library_path="/env", secure=False)
    assert answers(load("/b/p", there, profile(), plain)) == {"liba.so": "/env/liba.so"}


@pytest.mark.parametrize(
    ("runpath", "place", "found"),
    [
        ("$ORIGIN/../lib", "/b/p", None),
        ("$ORIGIN/../lib/sub", "/usr/lib/bin/p", "/usr/lib/bin/../lib/sub/liba.so"),
        ("/x/$ORIGIN", "/usr/lib/bin/p", None),
        ("$ORIGINAL", "/b/p", None),
        ("/b/lib", "/b/p", "/b/lib/liba.so"),
        ("/b/$LIB", "/b/p", "/b/lib64/liba.so"),
    ],
)
def test_origin_in_a_secure_program_only_below_the_system_s_directories(
    runpath: str, place: str, found: str | None
) -> None:
    libraries = ["/b/lib/liba.so", "/b/lib64/liba.so", "/usr/lib/lib/sub/liba.so"]
    there = files({place: program("liba.so", runpath=runpath), **{path: facts() for path in libraries}})
    result = load(place, there, profile(), Environment(secure=True))
    assert answers(result) == {"liba.so": found}


def test_preloads_of_a_secure_program() -> None:
    """Only names without a slash, only files with the set-user-ID bit, never from the cache."""
    suid = Found(tree.ELF, facts=facts(), mode=0o4755)
    there = files({"/b/p": program(), "/lib/suid.so": suid, "/lib/plain.so": facts(), "/b/own.so": suid})
    system = profile(cache=from_mapping({"plain.so": "/lib/plain.so"}, 0x303))
    result = load("/b/p", there, system, Environment(preload="suid.so plain.so /b/own.so", secure=True))
    assert [one.path for one in result.scope] == ["/lib/suid.so"]
    assert [one.needed for one in result.failed_preloads] == ["plain.so"]
    assert "not set-user-ID" in [t.outcome for t in result.failed_preloads[0].tried]


def test_tokens_in_needed_are_refused_to_a_secure_program() -> None:
    there = files({"/b/p": program("$ORIGIN/liba.so"), "/b/liba.so": facts()})
    result = load("/b/p", there, profile(), Environment(secure=True))
    assert result.fatal == (
        "error while loading shared libraries: $ORIGIN/liba.so: DST not allowed in SUID/SGID programs"
    )


def test_the_preload_file() -> None:
    there = files({"/b/p": program("liba.so"), "/lib/liba.so": facts(), "/lib/pre.so": facts()})
    result = load("/b/p", there, profile(preload=("pre.so", "none.so")), Environment())
    assert [(one.path, one.preload) for one in result.scope] == [
        ("/lib/pre.so", "/etc/ld.so.preload"),
        ("/lib/liba.so", ""),
    ]
    assert "from /etc/ld.so.preload cannot be preloaded" in result.warnings[0]


@pytest.mark.parametrize(
    ("version", "hwcaps", "legacy", "found"),
    [
        ((2, 32), ("x86-64-v3",), ("tls", "haswell"), "tls/haswell/"),
        ((2, 36), ("x86-64-v3",), ("tls", "haswell"), "glibc-hwcaps/x86-64-v3/"),
        ((2, 36), (), ("haswell",), "haswell/"),
        ((2, 37), (), ("tls", "haswell"), ""),
    ],
)
def test_subdirectories_by_release(
    version: tuple[int, int], hwcaps: tuple[str, ...], legacy: tuple[str, ...], found: str
) -> None:
    subs = ("glibc-hwcaps/x86-64-v3/", "tls/haswell/", "haswell/", "")
    there = files({"/b/p": program("liba.so", runpath="/b"), **{f"/b/{sub}liba.so": facts() for sub in subs}})
    result = load("/b/p", there, profile(version, hwcaps=hwcaps, legacy=legacy), Environment())
    assert answers(result) == {"liba.so": f"/b/{found}liba.so"}


def test_a_library_for_a_newer_kernel_is_passed_over_before_2_36() -> None:
    there = files(
        {"/b/p": program("liba.so", runpath="/b"), "/b/liba.so": facts(kernel=(5, 4, 0)), "/lib/liba.so": facts()}
    )
    old = load("/b/p", there, profile((2, 28), kernel=(4, 18, 0)), Environment())
    assert answers(old) == {"liba.so": "/lib/liba.so"}
    assert old.loads[0].tried[0].outcome == "kernel too old"
    assert answers(load("/b/p", there, profile((2, 28), kernel=(5, 4, 0)), Environment())) == {"liba.so": "/b/liba.so"}
    assert answers(load("/b/p", there, profile((2, 36), kernel=(4, 18, 0)), Environment())) == {"liba.so": "/b/liba.so"}


def test_a_relative_file_for_a_directory_by_release() -> None:
    text = Found(tree.NOT_ELF)
    there = files({"/b/p": program("liba.so"), "/b/file": text, "/b/lib/liba.so": facts()})
    environment = Environment(library_path="file:lib", cwd="/b")
    assert load("/b/p", there, profile((2, 38)), environment).fatal is not None
    assert answers(load("/b/p", there, profile((2, 39)), environment)) == {"liba.so": "/b/lib/liba.so"}


def test_the_directory_slash_by_release() -> None:
    """Before 2.38 one miss in `/` writes it off."""
    there = files({"/b/p": program("liba.so", "libb.so", runpath="/:/b"), "/b/liba.so": facts(), "/libb.so": facts()})
    assert load("/b/p", there, profile((2, 37)), Environment()).fatal is not None
    assert answers(load("/b/p", there, profile((2, 38)), Environment()))["libb.so"] == "/libb.so"


def test_a_processor_that_is_too_old() -> None:
    there = files({"/b/p": program("liba.so", runpath="/b"), "/b/liba.so": facts(isa=4)})
    assert load("/b/p", there, profile(isa=1 | 2 | 4), Environment()).fatal is None
    assert load("/b/p", there, profile(isa=1 | 2), Environment()).fatal == (
        "/b/liba.so: CPU ISA level is lower than required"
    )
    assert load("/b/p", there, profile(isa=None), Environment()).fatal is None


def test_packed_relocations_need_their_version() -> None:
    libc = facts(soname="libc.so.6", versions=("GLIBC_2.2.5", "GLIBC_ABI_DT_RELR"))
    bad = facts("libc.so.6", wants={"libc.so.6": "GLIBC_2.2.5"}, relr=True)
    good = facts("libc.so.6", wants={"libc.so.6": "GLIBC_ABI_DT_RELR"}, relr=True)
    for library, message in ((bad, "DT_RELR without GLIBC_ABI_DT_RELR dependency"), (good, None)):
        there = files({"/b/p": program("liba.so", runpath="/b"), "/b/liba.so": library, "/lib/libc.so.6": libc})
        fatal = load("/b/p", there, profile((2, 36)), Environment()).fatal
        assert (fatal is None) if message is None else (fatal is not None and message in fatal)


def test_versions_that_a_profile_does_not_state_are_not_checked() -> None:
    unknown = Found(tree.ELF, facts=facts(soname="liba.so"), versions_known=False)
    wanting = facts("liba.so", wants={"liba.so": "A_1"})
    there = files({"/b/p": program("libw.so", rpath="/b"), "/b/libw.so": wanting, "/lib/liba.so": unknown})
    result = load("/b/p", there, profile(), Environment())
    assert (result.fatal, result.warnings) == (None, ())


def test_links_of_a_described_tree() -> None:
    there = files(
        {
            "/b/p": program("liba.so", "libb.so", "libd.so", runpath="/b/lib"),
            "/b/lib/liba.so": "../real/liba.so.1",
            "/b/real": "store/real",
            "/b/store/real/liba.so.1": facts(),
            "/b/lib/libb.so": "/b/lib/libb.so",
            "/lib/libb.so": facts(),
            "/b/lib/libd.so": "/lib/libd.so.1",
            "/lib/libd.so.1": facts(),
        }
    )
    result = load("/b/p", there, profile(), Environment())
    by_name = {one.needed: one for one in result.loads}
    assert (by_name["liba.so"].path, by_name["liba.so"].real) == ("/b/lib/liba.so", "/b/store/real/liba.so.1")
    # A loop ends the list; the system's directories are another one.
    assert by_name["libb.so"].path == "/lib/libb.so"
    assert (by_name["libd.so"].path, by_name["libd.so"].inside) == ("/b/lib/libd.so", False)
    assert there.shown("/b/lib/../lib/liba.so") == ("lib/liba.so", True)
    assert there.shown("/lib/libb.so") == ("/lib/libb.so", False)


@pytest.mark.parametrize("mode", [0o000, 0o111])
def test_an_unreadable_member_is_passed_over(mode: int) -> None:
    closed = Found(tree.ELF, facts=facts(), mode=mode)
    there = files({"/b/p": program("liba.so", runpath="/b/lib"), "/b/lib/liba.so": closed, "/lib/liba.so": facts()})
    result = load("/b/p", there, profile(), Environment())
    assert answers(result) == {"liba.so": "/lib/liba.so"}
    assert result.loads[0].tried[0].outcome == "unreadable"


def test_an_unmapped_damaged_file_is_fatal() -> None:
    damaged = Found(tree.DAMAGED, facts=facts(), problem="the file ends in its program headers")
    there = files({"/b/p": program("liba.so", runpath="/b"), "/b/liba.so": damaged, "/lib/liba.so": facts()})
    assert load("/b/p", there, profile(), Environment()).fatal == (
        "error while loading shared libraries: /b/liba.so: the file ends in its program headers"
    )


def test_a_program_for_another_system() -> None:
    there = files({"/b/p": facts(interpreter="/lib/ld-linux-aarch64.so.1", machine=183)})
    assert load("/b/p", there, profile(), Environment()).fatal == "Exec format error"
    i386 = files({"/b/p": facts(interpreter="/lib/ld-linux.so.2", machine=3)})
    assert load("/b/p", i386, profile(), Environment()).fatal == (
        "No such file or directory (the program interpreter /lib/ld-linux.so.2)"
    )


def test_a_deep_chain_and_a_wide_ring_end() -> None:
    count = 300
    ring = {f"/b/lib{i}.so": facts(f"lib{(i + 1) % count}.so", f"lib{(i * 7) % count}.so") for i in range(count)}
    there = files({"/b/p": program("lib0.so", rpath="/b"), **ring})
    assert len(load("/b/p", there, profile(), Environment()).scope) == count


def test_a_loader_that_cannot_be_read_still_answers_to_its_name() -> None:
    there = files({"/b/p": program("liba.so", rpath="/b"), "/b/liba.so": facts("ld-linux-x86-64.so.2")})
    result = load("/b/p", there, profile(), Environment())
    assert [one.via.kind for one in result.scope if one.via] == ["rpath", "interpreter"]
