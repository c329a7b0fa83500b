"""Links whose targets are cut out of a path, and keep the slash that makes them begin at the root.

for f in "$libdir"/plugins/*.so; do ln -s "${f#$libdir}" out/lib/; done
"""

from __future__ import annotations

import re

from lintpack.rules.shared.lost_targets import LostTarget
from lintpack.rules.shared.wording import written_at
from lintpack.script.plan import Link

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context

_FOLDER = r"[\"']?\$\{?(?P<folder>\w+)\}?[\"']?"
# `${f#$dir}`, `${f/$dir/}`; and the same by sed.
_CUT = re.compile(
    rf"(?:^|\s)[\"']?(?P<cut>\$\{{(?P<path>\w+)(?:##?|(?P<by>//?)){_FOLDER}(?(by)/?)\}}"
    rf"|\$\((?:echo|printf\s\S+)\s+[\"']?\$\{{?(?P<sed>\w+)\}}?[\"']?\s*\|\s*sed\s+(?:-\w\s+)?[\"']s(?P<mark>[|#,@!])\^?"
    r"\$\{?(?P<by_sed>\w+)\}?(?P=mark)(?P=mark)g?[\"']\))"
)


def cut_targets(context: Context) -> Iterator[LostTarget]:
    for link in context.each(Link):
        command = link.origin.command
        match = _CUT.search(command.text) if link.symbolic and "$" in command.text else None
        if match is None:
            continue
        folder = match["folder"] or match["by_sed"]
        text = command.source.text
        # What a package is put together in is cut off so that the target is that of the installed file.
        if len(re.findall(rf"\$\{{?{folder}\b", command.text)) > 1 or not _of_libraries(folder, text):
            continue
        # Without a slash of its own at the end: others write it.
        if re.search(rf"(?m)(?<![\w$]){folder}=\S*/[\"']?\s*$", text) or not re.search(
            rf"\$(?:{folder}|\{{{folder}\}})[\"']?/[\w*$\"{{]", text
        ):
            continue
        start = command.start + match.start("cut")
        place = command.source.place(start, start + len(match["cut"]))
        yield LostTarget(
            link.origin,
            place if written_at(link.origin).source is place.source else written_at(link.origin),
            f"what is left of the path behind `${folder}` begins with a slash: the link leads to the root's folders",
            "leads nowhere",
            f'cut off the slash too: `${{{match["path"] or match["sed"]}#"${folder}"/}}`',
        )


def _of_libraries(folder: str, text: str) -> bool:
    """Whether a variable names a folder of libraries, of which nothing lies at the root."""
    if re.search(r"(?i)lib", folder):
        return True
    return re.search(rf"(?m)(?<![\w$]){folder}=\S*/lib(?:32|64)?(?:/[\w.-]+)*[\"']?\s*$", text) is not None
