"""Sourced files."""

from __future__ import annotations

import pytest

from tests.script.plans import line, lines, plan

COMMON = "copy_file() { cp -L $*; }\n"


@pytest.mark.parametrize(
    "command",
    [
        "source tools/common.sh",
        ". tools/common.sh",
        ". ./tools/common.sh",
        ". ./tools/../tools/common.sh",
        "source $(dirname $0)/common.sh",
        'source "$(dirname "$0")/common.sh"',
        'source "$(dirname "${BASH_SOURCE[0]}")/common.sh"',
        'source "${BASH_SOURCE%/*}/common.sh"',
        'source "${0%/*}/common.sh"',
        'DIR="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"; source "$DIR/common.sh"',
        "DIR=$(cd $(dirname $0); pwd); . $DIR/common.sh",
        'DIR="$( cd "$( dirname "${BASH_SOURCE[0]}" )" >/dev/null 2>&1 && pwd )"; . "${DIR}/common.sh"',
        'HERE=$(dirname "$(readlink -f "$0")"); . "$HERE/common.sh"',
        'HERE=$(dirname "$(realpath "$0")"); . "$HERE"/common.sh',
        'ROOT="$(cd "$(dirname "$0")/.." && pwd)"; . $ROOT/tools/common.sh',
        'ROOT=$(dirname "$(dirname "$(readlink -f "$0")")"); . $ROOT/tools/common.sh',
        'cd "$(dirname "$0")"; . ./common.sh; cd ..',
        "pushd tools >/dev/null; . common.sh; popd",
        '. "$UNKNOWN/common.sh"',
        '. "$UNKNOWN/tools/common.sh"',
        '# shellcheck source=tools/common.sh\n. "$1"',
        '# shellcheck source=common.sh\n. "$1"',
        "# shellcheck disable=SC1090 source=./tools/common.sh\n# another comment\nsource $X",
        "for f in tools/common.sh; do . $f; done",
        "if ! . tools/common.sh; then exit 1; fi",
        "[ -f tools/common.sh ] && . tools/common.sh",
    ],
)
def test_the_file_is_found(command: str) -> None:
    script = command + "\ncopy_file liba.so d/"
    found = plan(script, {"tools/common.sh": COMMON, "other/x.sh": ""}, path="tools/pack.sh")
    assert [line(effect) for effect in found.effects] == ["cp liba.so -> d/liba.so"]
    assert found.sources == ("tools/pack.sh", "tools/common.sh")


FILES = {"lib/common.sh": COMMON, "lib/a b/common.sh": COMMON, "other/common.sh": "", "tools/lib/common.sh": COMMON}


@pytest.mark.parametrize(
    "script",
    [
        '# shellcheck source=lib/common.sh\n. "$1"',
        '# shellcheck source="lib/a b/common.sh"\n. "$1"',
        '# shellcheck source=SCRIPTDIR/../lib/common.sh\n. "$1"',
        "#!/bin/sh\n# shellcheck source-path=lib\n\necho\n. common.sh",
        '#!/bin/sh\n# words\n# shellcheck source-path=SCRIPTDIR/../lib disable=SC1091\necho\n. "$(f)/common.sh"',
        '# shellcheck source-path=nowhere\n# shellcheck source-path=lib\necho\n. "$DIR/common.sh"',
        "echo\n# shellcheck source-path=lib\nif x; then\n    . common.sh\nfi",
        'echo\nf() {\n    # shellcheck source-path=lib\n    . "$DIR"/common.sh\n}\nf',
        '# shellcheck source-path="lib/a b" # why\necho\n. common.sh',
        "# shellcheck source-path=/usr/lib\n# shellcheck source-path=lib\necho\n. common.sh",
        '# shellcheck source=lib/common.sh\necho\n. "$1"',
        '# shellcheck source-path=tools\necho\n. "/lib/common.sh"',
        '# shellcheck source-path=SCRIPTDIR/lib\necho\n. "${X}/common.sh"',
    ],
)
def test_a_directive_of_shellcheck_leads_to_the_file(script: str) -> None:
    found = plan(script + "\ncopy_file liba.so d/", FILES, path="tools/pack.sh")
    assert [line(effect) for effect in found.effects] == ["cp liba.so -> d/liba.so"]


def test_the_configuration_of_shellcheck_leads_to_the_file() -> None:
    files = {**FILES, ".shellcheckrc": "source-path=nowhere\n# source-path=other\nsource-path=lib  # why\n"}
    found = plan('. "$X/common.sh"\ncopy_file liba.so d/', files, path="tools/pack.sh")
    assert found.sources == ("tools/pack.sh", "lib/common.sh")
    # The nearest counts alone.
    files["tools/.shellcheckrc"] = "source-path=SCRIPTDIR/lib\n"
    found = plan('. "$X/common.sh"\ncopy_file liba.so d/', files, path="tools/pack.sh")
    assert found.sources == ("tools/pack.sh", "tools/lib/common.sh")


@pytest.mark.parametrize(
    ("script", "sources"),
    [
        # A directive is about the next command, and what it contains.
        ('echo\n# shellcheck source=lib/common.sh\n. "$1"\n. "$2"', ["lib/common.sh"]),
        ("echo\n# shellcheck source-path=lib\n. common.sh\n. other/common.sh", ["lib/common.sh", "other/common.sh"]),
        # Of the whole file, it does not hide what is there.
        ('# shellcheck source=lib/common.sh\n. "$1"\n. other/common.sh', ["lib/common.sh", "other/common.sh"]),
        ("# shellcheck source=/dev/null\n. x.sh\n. lib/common.sh", ["lib/common.sh"]),
        # The one above the command counts more than that of the file.
        ('# shellcheck source=other/common.sh\necho\n# shellcheck source=lib/common.sh\n. "$1"', ["lib/common.sh"]),
        # What is as bash would find it stays so.
        ("# shellcheck source-path=lib\n\necho\n. other/common.sh", ["other/common.sh"]),
        # Nothing outside of the repository is read.
        ('# shellcheck source=../../etc/profile\n. "$1"', []),
        ("echo # shellcheck source=lib/common.sh\n. $1", []),
    ],
)
def test_how_far_a_directive_goes(script: str, sources: list[str]) -> None:
    found = plan(script, {**FILES, "etc/profile": ""}, path="pack.sh")
    assert list(found.sources[1:]) == sources


def test_calls_through_a_sourced_file() -> None:
    (effect,) = plan(". common.sh\ncopy_file a.so d/", {"common.sh": COMMON}).effects
    assert (effect.origin.place.path, effect.origin.place.line) == ("common.sh", 1)
    assert [(f.kind, f.name, f.place.path, f.place.line) for f in effect.origin.calls] == [
        ("function", "copy_file", "pack.sh", 2)
    ]


def test_commands_of_a_sourced_file() -> None:
    (effect,) = plan("x=a.so\n. ./copy.sh", {"copy.sh": "cp $x d/"}).effects
    assert line(effect) == "cp a.so -> d/a.so"
    assert [(f.kind, f.name) for f in effect.origin.calls] == [("source", "copy.sh")]


def test_parameters_of_a_sourced_file() -> None:
    files = {"copy.sh": "cp $1 d/"}
    assert lines("set -- a\n. ./copy.sh b\n. ./copy.sh\ncp $1 e/", files) == [
        "cp b -> d/b",
        "cp a -> d/a",
        "cp a -> e/a",
    ]


def test_return_leaves_the_sourced_file() -> None:
    assert lines(". ./x.sh\ncp b d/", {"x.sh": '[ -n "$DONE" ] && return\ncp a d/'}) == ["cp a -> d/a", "cp b -> d/b"]


@pytest.mark.parametrize(
    ("command", "shown"),
    [
        (". missing.sh", "unfollowed missing.sh: there is no such file"),
        ('. "$CONFIG"', "unfollowed ${CONFIG}: its path is not known"),
        (". /etc/os-release", "unfollowed /etc/os-release: it lies outside the repository"),
        (". ../outside.sh", "unfollowed ../outside.sh: there is no such file"),
        ("# shellcheck source=/dev/null\n. ./x.sh", "unfollowed ./x.sh: a comment says so"),
    ],
)
def test_what_is_not_followed_is_said(command: str, shown: str) -> None:
    assert lines(command, {"x.sh": "cp a d/"}) == [shown]


def test_two_files_of_one_name_are_not_guessed() -> None:
    files = {"a/common.sh": COMMON, "b/common.sh": COMMON}
    assert lines('. "$X/common.sh"', files) == ["unfollowed ${X}/common.sh: its path is not known"]


def test_files_that_source_each_other_end() -> None:
    files = {"a.sh": ". ./b.sh\ncp a d/", "b.sh": ". ./a.sh\ncp b d/"}
    found = lines(". ./a.sh", files)
    assert "cp a -> d/a" in found
    assert any(text.startswith("limit SOURCE_DEPTH") for text in found)


def test_scripts_that_are_run() -> None:
    files = {"sub/x.sh": "#!/bin/sh\ncp $1 d/\nx=changed"}
    assert lines("x=a\nbash sub/x.sh b\ncp $x d/", files) == ["cp b -> d/b", "cp a -> d/a"]
    assert lines("./sub/x.sh b", files) == ["cp b -> d/b"]


def test_a_file_that_the_script_wrote() -> None:
    assert lines("cat > env.sh <<'E'\nlib=a.so\nE\n. ./env.sh\ncp $lib d/")[-1] == "cp a.so -> d/a.so"


def test_the_directory_of_a_sourced_file() -> None:
    files = {"tools/env.sh": 'TOOLS=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)'}
    assert lines(". tools/env.sh\ncp $TOOLS/a.so d/", files) == ["cp tools/a.so -> d/a.so"]


def test_a_script_that_starts_itself_again() -> None:
    # As entry points do that begin as root.
    again = '#!/bin/sh\nif [ "$(id -u)" = 0 ]; then exec su-exec app "$0" "$@"; fi\ncp a.so d/\n'
    assert set(lines("./sub/x.sh", {"sub/x.sh": again})) == {"cp a.so -> d/a.so"}
