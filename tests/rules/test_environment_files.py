"""LP302 and LP305 in files that a login shell reads, in templates, and behind a set-up that may not be there."""

from __future__ import annotations

import pytest

from tests.rules.test_loader_environment import found

BOTH = "export PATH=$PATH:$HOME/x/bin\nexport LD_LIBRARY_PATH=$HOME/x/lib\n"
ADD = 'export LD_LIBRARY_PATH="$HOME/x/lib:$LD_LIBRARY_PATH"\n'
HERE = 'here=$(dirname "${BASH_SOURCE[0]}")\n'
EITHER = "if [ {} ]; then\n  here=$here/lib\nelse\n  {}fi\n"


@pytest.mark.parametrize("path", [".profile.d/x.sh", "pkg/etc/profile.d/00_x.sh", "profile.d/x.sh.in"])
def test_what_a_login_shell_reads_keeps_the_callers_value(path: str) -> None:
    assert found(BOTH, path) == ["LP305:2"]
    assert found(BOTH.replace("=$HOME", "=${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$HOME"), path) == []


@pytest.mark.parametrize("test", ["@DARWIN@", '"@SYSTEM@" = Darwin', "x@SYSTEM@ != xLinux", '-n "@DARWIN@"'])
def test_what_configure_fills_in_is_not_known(test: str) -> None:
    assert found(HERE + EITHER.format(test, ADD), "xenv.sh") == ["LP302:5"]


def test_what_is_known_is() -> None:
    assert found(HERE + EITHER.format("yes", ADD), "xenv.sh") == []
    assert found(HERE + EITHER.format('"@X@" = "@X@"', ADD), "xenv.sh") == []


def test_a_set_up_that_may_not_be_there() -> None:
    assert found(HERE + '[ -r "$R/thisroot.sh" ] && . "$R/thisroot.sh"\n' + ADD, "xenv.sh") == ["LP302:3"]
    assert found(HERE + '. "$R/thisroot.sh"\n' + ADD, "xenv.sh") == []
