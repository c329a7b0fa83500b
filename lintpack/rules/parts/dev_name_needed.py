"""LP101 where names lose their versions on the way: tar's --transform, wget's -O, and patchelf's --replace-needed."""

from __future__ import annotations

import re

from lintpack import libname
from lintpack.rules.shared.wording import calls, find_name, lines_with
from lintpack.script import texts
from lintpack.script.plan import Change

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.rule import Rule

# `s/\.so\.[0-9.]*$/.so/`, between any signs.
_CUTS = r"s([/,|#!])[^\n]*?\\*\.so(?:\\*\.)?(?:\[[^\]\n]*\]|\\d|\.)(?:\*|\\*\+)\\?\)?\\?\$?\1[^\n,;/|#!]*?\\?\.so\1"
_FETCHED = (
    r"\b(?:wget|curl)\b[^\n;&|]*?/(lib[\w+.-]+?\.so)(\.[\d.]*\d)[\"']?[^\n;&|]*?[ \t](?:-O|-o|--output)[ \t=]*[\"']?"
    r"(?:[^\s\"';&|]*/)?\1(?=[\"'\s;&|]|$)"
)


def check(context: Context, rule: Rule) -> Iterator[Finding]:
    if "Change" in context.kinds:
        yield from _needed(context, rule)
    if context.speaks_of(("--transform", "--xform")):
        yield from _transformed(context, rule)
    if context.speaks_of(("wget ", "curl ")):
        yield from _fetched(context, rule)


def _needed(context: Context, rule: Rule) -> Iterator[Finding]:
    """`patchelf --replace-needed libssl.so.10 libssl.so`, where `libssl.so.1.1` is packed, and no `libssl.so`."""
    for change in context.each(Change):
        old, arrow, new = texts.shown(change.value or ()).partition(" => ")
        if change.kind != "needed" or not arrow or not new.endswith(".so") or ".so." not in old:
            continue
        name = libname.parse(new)
        if name is None or not name.bare:
            continue
        there = [one.placed or one.name for one in context.packed if one.name.same_library(name)]
        if not there or any(one.bare or not one.exact for one in there) or context.speaks_of((f"/{new} ", f'/{new}"')):
            continue
        place = find_name(new, change.origin, context.plan)
        yield rule.finding(
            place,
            f"makes programs ask for `{new}`, but the library is packed as `{there[0].text}`",
            label="dev name, not the SONAME",
            related=calls(change.origin, place),
            help=f"put `{there[0].text}`",
        )


def _transformed(context: Context, rule: Rule) -> Iterator[Finding]:
    for script in context.plan.scripts:
        for option in ("--transform", "--xform"):
            for start, line in lines_with(option, script.source.text):
                found = re.search(_CUTS, line)
                if found is not None and not line.lstrip().startswith("#"):
                    yield rule.finding(
                        script.source.place(start + found.start(), start + found.end()),
                        f"`{option}` cuts the versions off the names of the libraries that tar packs",
                        label="dev names, not the SONAMEs",
                        notes=("the loader asks for the SONAME; links and what they lead to get one name",),
                        help="leave these names as they are",
                    )


def _fetched(context: Context, rule: Rule) -> Iterator[Finding]:
    """`wget $url/libfoo.so.0 -O lib/libfoo.so`, where nothing makes `libfoo.so.0` afterwards."""
    for script in context.plan.scripts:
        text = script.source.text
        for tool in ("wget ", "curl "):
            for start, line in lines_with(tool, text):
                found = re.search(_FETCHED, line)
                if found is None or line.lstrip().startswith("#"):
                    continue
                name, suffix = found[1], found[2]
                behind = text[start + found.end() :]
                if re.search(
                    rf"\b(?:ln|mv|cp|install|ldconfig)\b[^\n]*{re.escape(name.partition('.so')[0])}|ldconfig", behind
                ):
                    continue
                yield rule.finding(
                    script.source.place(start + found.end() - len(name), start + found.end()),
                    f"stores `{name}{suffix}` as `{name}`",
                    label="dev name, not the SONAME",
                    notes=("the loader asks for the SONAME that the file was published under",),
                    help=f"keep `{name}{suffix}`",
                )
