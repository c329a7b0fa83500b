"""Modules of Python by the name that one version on one machine gives them, in scripts that build for any Python that
is there: see hard_coded_architecture.

cmake .. && make && cp fast.cpython-38-darwin.so ../module/
python setup.py build_ext -i && mv fast.cpython-311-x86_64-linux-gnu.so lib/
"""

from __future__ import annotations

import re

from lintpack.record import Record
from lintpack.rules.shared.wording import lines_with

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.source import Place

_NAME = r"[\w*?${}-]*\.cpython-(?P<version>3\d+)m?-(?P<machine>darwin|[a-z0-9_]+-linux-gnu\w*)\.so(?![\w.])"
_TAKES = r"\s*(?:sudo\s+)?(?:cp|mv|ln|install|strip|patchelf|rsync|chmod)\s"
_BUILDS = (
    r"(?m)^[^#\n]*(?:^|[\s;&|(])(?:cmake|make|ninja|meson|scons|maturin|bazel build|cargo build|(?:python\S*|pip3?) .*"
    r"(?:setup\.py|-m build|\binstall [.-]|wheel))(?=[\s;&|]|$)"
)


class Tagged(Record):
    """The module's name, and the version and machine that it speaks of."""

    place: Place
    name: str
    version: str
    machine: str


def tagged(context: Context) -> Iterator[Tagged]:
    for script in context.plan.scripts:
        text = script.source.text
        for start, line in lines_with(".cpython-3", text):
            for match in re.finditer(_NAME, line) if re.match(_TAKES, line) else ():
                digits = match["version"]
                version = f"{digits[0]}.{digits[1:]}"
                # One Python is asked for by its version somewhere.
                chosen = rf"(?<![\d.]){re.escape(version)}(?!\d)|(?:cp|py|python)-?{digits}(?!\d)"
                if re.search(_BUILDS, text) and not re.search(chosen, re.sub(r"\.cpython-\d+", "", text)):
                    at = start + match.start()
                    place = script.source.place(at, at + len(match[0]))
                    yield Tagged(place, match[0], version, match["machine"])
