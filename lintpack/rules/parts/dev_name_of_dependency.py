"""A package links to the dev name of a library, and depends on the package for programs only.

printf 'ln -sf /usr/lib64/libfoo.so /opt/prog/lib/libbar.so\\n' > postinst; fpm --depends foo --after-install postinst …
"""

from __future__ import annotations

from lintpack.findings import Label
from lintpack.patterns import re
from lintpack.record import Record
from lintpack.rules.shared.suffix_evidence import meant_bare
from lintpack.rules.shared.wording import lines_with

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.rule import Rule
    from lintpack.source import Place

# Of a list in YAML, of fpm's options, and of control and spec files.
_LIST = r"(?m)^[ \t]*depends:[ \t]*\n((?:[ \t]*- .*\n)+)"
_EACH = r"(?:--depends[ =]|-d )[\"']?([a-z][\w.+-]+)"
_LINE = r"(?m)^[ \t]*(?:Pre-)?(?:Depends|Requires):[ \t]*(.+)$"
_LINK = (
    r"\bln\s+(?:-\w+\s+)*[\"']?(?P<target>/usr/lib(?:64|/[\w-]+-linux-gnu\w*)?/(?P<name>(?P<stem>lib[\w+-]+)\.so))[\"']?"
    r"\s+[\"']?(?P<link>[^\s;&|]*[^\s;&|\"'])"
)


class Linked(Record):
    """`name` at `place` is linked to, as `link`; the package depends on `package`, which stands at `there`."""

    place: Place
    name: str
    package: str
    there: Place


def check(context: Context, rule: Rule) -> Iterator[Finding]:
    for one in _linked(context):
        if one.name not in context.own:
            yield rule.finding(
                one.place,
                f"links to `{one.name}`, which is not in `{one.package}` that the package depends on",
                label="dev name, not the SONAME",
                related=(Label(one.there, "the package for programs"),),
                notes=("development packages install this name, others do not",),
                help="link to the versioned name",
            )


def _linked(context: Context) -> Iterator[Linked]:
    for script in context.plan.scripts:
        text = script.source.text
        packages = dict(_packages(text))
        if not packages:
            continue
        for start, line in lines_with(".so", text):
            match = re.search(_LINK, line)
            if match is None or line.lstrip().startswith("#") or meant_bare(match["name"], match["stem"]):
                continue
            if (
                match["link"].rpartition("/")[2] in (match["name"], "")
                or match["target"] in text[: start + match.start()]
            ):
                continue
            kin = [package for package in packages if _of(package, match["stem"])]
            if kin and not any(re.search(r"-dev(?:el)?$", package) for package in kin):
                at = start + match.start("name")
                there = script.source.place(packages[kin[0]], packages[kin[0]] + len(kin[0]))
                yield Linked(script.source.place(at, at + len(match["name"])), match["name"], kin[0], there)


def _packages(text: str) -> Iterator[tuple[str, int]]:
    """What the package depends on, and where it is named."""
    for match in re.finditer(_EACH, text) if "fpm" in text else ():
        yield match[1], match.start(1)
    for pattern, name in ((_LIST, r"(?m)- +[\"']?([A-Za-z][\w.+-]+)"), (_LINE, r"(?:^|[,|] *)([a-z][\w.+-]+)")):
        for match in re.finditer(pattern, text):
            for one in re.finditer(name, match[1]):
                yield one[1], match.start(1) + one.start(1)


def _of(package: str, stem: str) -> bool:
    """Whether a package may hold a library: `openblas-threads` and `libopenblasp`, `libfoo2` and `libfoo`."""
    base = re.sub(r"[\d.]+$", "", package.lower().removeprefix("lib").partition("-")[0])
    name = re.sub(r"[\d.]+$", "", stem.lower().removeprefix("lib").partition("-")[0])
    return len(base) > 3 and (name == base or (name.startswith(base) and len(name) < len(base) + 3))
