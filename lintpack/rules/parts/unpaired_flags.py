"""Of flags for the link editor, an `-rpath` that names another library's folder than the `-L` before it.

CUDA_FLAGS="-L$top/cuda/lib -Wl,-rpath,$top/cuda/lib"
FLAGS="-L$top/lib -Wl,-rpath,$top/cuda/lib"

Who builds in one folder and installs into another has two on purpose; here the second is that of another such pair, and
the first one is in no RPATH, or in its own elsewhere.
"""

from __future__ import annotations

from lintpack.patterns import re
from lintpack.rules.parts.wrong_folders import Wrong
from lintpack.rules.shared.wording import line_before

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context

_PATH = r"(?:\\?['\"])?((?:[/\w.+-]|\$\{?\w+\}?|['\"](?=/))+)"
_PAIR = rf"(?<![\w-])-L[ \t]?{_PATH}(?:\\?['\"])?[ \t]+(?:-l\S+[ \t]+)*-Wl,-{{1,2}}rpath[,=](?:-Wl,)?{_PATH}"
_ANY = rf"rpath[,=](?:-Wl,)?{_PATH}"
# Folders of the system, which need no RPATH, and of a build, which must be in none.
_NO_MATTER = (
    r"/(?:usr(?:/local)?/)?lib(?:32|64)?(?:/[\w-]*linux-gnu)?$|\.|[\w.]+(?:/|$)"
    r"|(?i:\$\{?\w*(?:build|src|source|obj|work|stag|dest|tmp|root|pwd|stub))"
)


def unpaired(context: Context) -> Iterator[Wrong]:
    for script in context.plan.scripts:
        text = script.source.text
        pairs = [one for one in re.finditer(_PAIR, text) if "#" not in line_before(text, one.start())]
        both = {_plain(one[1]): one for one in pairs if _plain(one[1]) == _plain(one[2])}
        if not both or len(both) == len(pairs):
            continue
        run = {_plain(one[1]) for one in re.finditer(_ANY, text)}
        for one in pairs:
            linked, named = _plain(one[1]), _plain(one[2])
            other = both.get(named)
            if (
                linked == named
                or other is None
                or (linked in run and linked not in both)
                or re.match(_NO_MATTER, linked)
            ):
                continue
            yield Wrong(
                script.source.place(*one.span(2)),
                "the folder of another library",
                f"links with what lies in `{one[1]}`, but the RPATH beside it names `{one[2]}`",
                f"write `-Wl,-rpath,{one[1]}`",
                script.source.place(*other.span()),
            )


def _plain(path: str) -> str:
    return re.sub(r"['\"\\]", "", path).replace("{", "").replace("}", "").rstrip("/")
