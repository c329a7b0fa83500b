"""A version of a library that no system of today has, or that its own project gave up long ago."""

from __future__ import annotations

import re

from lintpack import libname
from lintpack.rules.rule import Rule
from lintpack.rules.shared.packed import gathered
from lintpack.rules.shared.suffix_evidence import system_folder
from lintpack.rules.shared.wording import assignments, calls, find_name, written_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.evidence.wellknown import WellKnown
    from lintpack.findings import Finding
    from lintpack.libname import LibraryName
    from lintpack.rules.context import Context
    from lintpack.rules.shared.packed import Packed
    from lintpack.source import Place

RULE = Rule(
    code="LP118",
    name="outdated-version",
    summary="A library is taken in a version that supported systems do not have, or that is not built any more.",
    level="warning",
    confidence="medium",
)

# Libraries of Debian 11 that neither Debian 12 nor Ubuntu 22.04 has: Debian 11 had its last update in August 2026.
# Of other libraries that the table has for Debian 11 alone, Ubuntu 22.04 may have that very version.
_LAST = {"libssl.so.1.1": "libssl.so.3", "libcrypto.so.1.1": "libcrypto.so.3"}
_MULTIARCH = r"/(?:usr/)?lib/(?:[\w${}-]+-linux-[\w${}-]+|\*)"

# Conditions on what is there (`-f`, `ls`) or on the system and its version; "$1" and the like may be either.
_ASKS = (
    r"(?i)(?:^|[\s!])-[efrsLhd]\s|\bls\b|\bfind\b|release|debian|ubuntu|centos|rhel|alpine|fedora|suse|distro|version|_ver\b"
    r"|\bID\b|\$\{?os|_os\b|arch|uname|lsb|image|codename|jammy|focal|bionic|buster|bullseye|\$\{?\d"
)

# A function for one system: `build_on_centos_6`.
_SYSTEM = r"(?i)debian|ubuntu|centos|rhel|redhat|alpine|fedora|suse|jammy|focal|bionic|buster|bullseye|[^a-z]el[6-9]\b"

# SONAMEs that have been the same for so long that an older one is a slip, wherever it is taken from; and since when.
_SINCE = {
    "libcairo": (2, 2005),
    "libcurl": (4, 2006),
    "libdbus-1": (3, 2006),
    "libexpat": (1, 2006),
    "libfreetype": (6, 2000),
    "libgmp": (10, 2010),
    "liblzma": (5, 2010),
    "libpq": (5, 2006),
    "libudev": (1, 2012),
}


def check(context: Context) -> Iterator[Finding]:
    yield from gathered(_gone(context))
    yield from gathered(_given_up(context))
    if context.speaks_of(("-2.",)):
        yield from gathered(_numbered(context))


def _numbered(context: Context) -> Iterator[Finding]:
    """Parts of glibc by the name that holds its number."""
    from lintpack.rules.parts.numbered_glibc import numbered

    for one, number in numbered(context):
        if _optional(one):
            continue
        place = find_name(one.name.text, one.origin, context.plan)
        yield RULE.finding(
            place,
            f"takes `{one.name.text}`, which is there with glibc {number} only, and with none from 2.34 on",
            label="of one glibc",
            related=calls(one.origin, place),
            notes=("Debian 11 has glibc 2.31; since 2.34 the file has the name that programs ask for (`libc.so.6`)",),
            help="take the name that programs ask for, which leads to the file, with `cp -L`",
        )


def _gone(context: Context) -> Iterator[Finding]:
    """From a folder of the system, where newer ones lie today."""
    for one in context.packed:
        name = one.name
        if not (name.suffix and name.exact and system_folder(one.folder)) or "64" in one.folder.rpartition("/")[2][:5]:
            continue
        if _optional(one) or _built_here(name, context):
            continue
        table = context.evidence.table
        newer = _newer(name, table) if table is not None else ""
        oldest = table.releases[-1].split(".", maxsplit=1)[0] if table is not None else ""
        if not newer and name.text in _LAST and re.fullmatch(_MULTIARCH, one.folder):
            newer, oldest = _LAST[name.text], "Debian 12"
        if table is None or not newer:
            continue
        place = find_name(name.text, one.origin, context.plan)
        yield RULE.finding(
            place,
            f"takes `{name.text}` from `{one.folder}`, but from {oldest} on that is `{newer}` or newer",
            label="no longer there",
            related=calls(one.origin, place),
            notes=(f"the table of well-known libraries has {', '.join(r.split(' (')[0] for r in table.releases)}",),
            help="copy a pattern that does not hang on the version (`cp -d libfoo.so.*`), or build in a newer image",
        )


def _given_up(context: Context) -> Iterator[Finding]:
    """From anywhere: what is built today asks for another name."""
    for one in context.packed:
        known = _SINCE.get(one.name.base.rstrip("*"))
        number = _number(one.name.version) if known is not None and one.name.suffix.isdigit() else None
        if known is None or number is None or number[0] >= known[0] or _for_one_system(one):
            continue
        soname = f"{one.name.base.rstrip('*')}.so.{known[0]}"
        for place in _written(one, context):
            yield RULE.finding(
                place,
                f"packs `{one.name.text}`, but since {known[1]} this library has been built as `{soname}`",
                label="an old number",
                related=calls(one.origin, place),
                notes=("programs that are linked with a newer one ask for its name",),
                help=f"pack `{soname}`",
            )


def _written(one: Packed, context: Context) -> list[Place]:
    """Where the version is written: in the name, or in what a variable of the operand is set to."""
    found = assignments(written_at(one.origin), f".so.{one.name.suffix}", context.plan)
    return found or [find_name(one.name.text, one.origin, context.plan)]


def _newer(name: LibraryName, table: WellKnown) -> str:
    """The oldest SONAME of the table, where all of them are newer than `name`; "" where that cannot be told."""
    mine = _number(name.version)
    known = [other for one in table.sonames(name.link_name) if (other := libname.parse(one.name)) is not None]
    numbers = [_number(other.version) for other in known]
    if mine is None or not numbers or any(number is None for number in numbers):
        return ""
    oldest = min(zip(numbers, known, strict=True), key=lambda pair: pair[0] or ())
    # `libssl.so.1.0.2k` is older than `libssl.so.1.1`; `libfoo.so.2.3` says nothing where SONAMEs are `libfoo.so.2`.
    size = min(len(mine), len(oldest[0] or ()))
    return oldest[1].text if mine[:size] < (oldest[0] or ())[:size] else ""


def _number(version: tuple[str, ...]) -> tuple[int, ...] | None:
    digits = [re.match(r"\d+", part) for part in version]
    return tuple([int(match[0]) for match in digits if match]) if all(digits) else None


def _built_here(name: LibraryName, context: Context) -> bool:
    """Whether the script fetches or builds the library itself, and installs it into the system's folder."""
    stem = re.escape(name.stem.removeprefix("lib").rstrip("0123456789.-"))
    work = re.compile(rf"(?im)^[^#\n]*\b(?:wget|curl|git|tar|cd|pushd|make|ninja|cmake|meson)\b[^\n]*{stem}")
    return any(work.search(script.source.text) for script in context.plan.scripts)


def _optional(one: Packed) -> bool:
    """Whether the script asks first what is there, or which system it is: a version of each, then."""
    return _for_one_system(one) or any(re.search(_ASKS, guard.shown) for guard in one.origin.guards)


def _for_one_system(one: Packed) -> bool:
    """Whether a function that is named after a system does it: that one has what it has."""
    return any(frame.kind == "function" and re.search(_SYSTEM, frame.name) for frame in one.origin.calls)
