"""One library comes from, or goes to, another folder than its kin: `lib64` beside many `lib`, `/out` beside `$OUT`."""

from __future__ import annotations

import re

from lintpack.findings import Label
from lintpack.rules.gates.branch_subjects import sizes_branched
from lintpack.rules.gates.pattern_subjects import (
    OPTION_PATHS,
    RUN_PATH_FLAGS,
    headers_mixed,
    tested_paths,
    word_sizes,
)
from lintpack.rules.gates.slip_subjects import wrong_folders
from lintpack.rules.rule import Rule
from lintpack.rules.shared.packed import gathered, once
from lintpack.rules.shared.wording import calls, find_name, listed, written_at
from lintpack.script import texts
from lintpack.script.plan import Transfer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.parts.wrong_folders import Wrong
    from lintpack.rules.shared.packed import Packed

RULE = Rule(
    code="LP113",
    name="odd-library-directory",
    summary="One library's folder differs from that of its kin: `lib64` among many `lib`, `/out` beside `$OUT`.",
    level="warning",
    confidence="medium",
)

_LIB = ("lib", "lib32", "lib64")
# Where both are there, each for a reason.
_SYSTEM = r"/|/usr|/usr/local|/opt/rh/.*|\$\{\w*(?i:sys|usr)\w*\}"
# GCC installs its own into lib64 on x86-64, wherever others go.
_GCC = r"lib(?:gcc_s|stdc\+\+|gomp|quadmath|gfortran|atomic|itm|ssp|[alt]san|ubsan)"
# The rest of the same prefix that must agree before one stands out.
_KIN = 3
# Of a variable: `${BASE:-/opt}`.
_DEFAULTS = (":-/", ':-"/', ":-'/", ":=/", ':="/', "-/opt")


def check(context: Context) -> Iterator[Finding]:
    yield from once(_odd_sources(context))
    yield from once(_among_programs(context))
    yield from gathered(_literal_destinations(context))
    yield from _odd_versions(context)
    if context.speaks_of(("LD_LIBRARY_PATH=", "rpath", "ld.so.conf")):
        yield from _twins(context)
    if context.speaks_of(("prefix", "PREFIX", "ld.so.conf", "apt")):
        yield from gathered(_elsewhere(context))
    if tested_paths(context):
        yield from _slashless(context)
    if context.speaks_of(OPTION_PATHS):
        yield from gathered(_slashless_options(context))
    if wrong_folders(context):
        yield from gathered(_wrong(context))
    if headers_mixed(context):
        yield from gathered(_headers(context))
    if word_sizes(context):
        yield from _sized(context)
    if sizes_branched(context):
        yield from once(_crossed(context))
    if context.speaks_of(RUN_PATH_FLAGS):
        yield from _unpaired(context)
    if context.speaks_of(_DEFAULTS):
        yield from gathered(_defaults(context))
    if context.speaks_of(("config ", "Configure ")) and context.speaks_of(("openssl", "OPENSSL", "OpenSSL")):
        yield from gathered(_beside_openssl(context))


def _twins(context: Context) -> Iterator[Finding]:
    from lintpack.rules.parts.folder_twins import levels, twins

    for one in (*twins(context), *levels(context)):
        yield RULE.finding(
            one.place,
            f"the loader is sent to a folder `{one.place.text}`, but the script has `{one.meant}` in {one.times} other "
            "places",
            label=f"`{one.meant}`?",
            notes=("the loader passes over a folder that is not there",),
            help=f"write `{one.meant}`",
        )


def _defaults(context: Context) -> Iterator[Finding]:
    from lintpack.rules.parts.default_folders import literal_defaults

    for one in literal_defaults(context):
        rest = one.written[len(one.folder) :]
        yield RULE.finding(
            one.place,
            f"copies to `{one.written}`, but the script installs below `${one.name}`, of which `{one.folder}` is the "
            "default only",
            label="not where the rest goes",
            related=(Label(one.there, f"whoever calls the script may set `{one.name}`"),),
            help=f"write `${{{one.name}}}{rest}`",
        )


def _beside_openssl(context: Context) -> Iterator[Finding]:
    from lintpack.rules.parts.openssl_folders import openssl_elsewhere

    for one in openssl_elsewhere(context):
        related = (Label(one.there, "installed here"),) if one.there is not None else ()
        yield RULE.finding(one.place, one.says, label="not there", related=related, help=one.help)


def _sized(context: Context) -> Iterator[Finding]:
    from lintpack.rules.parts.word_sizes import literal_sizes

    return _told(literal_sizes(context))


def _crossed(context: Context) -> Iterator[Finding]:
    from lintpack.rules.parts.crossed_sizes import crossed_sizes

    return _told(crossed_sizes(context))


def _unpaired(context: Context) -> Iterator[Finding]:
    from lintpack.rules.parts.unpaired_flags import unpaired

    return _told(unpaired(context))


def _wrong(context: Context) -> Iterator[Finding]:
    from lintpack.rules.parts.wrong_folders import wrong

    return _told(wrong(context))


def _headers(context: Context) -> Iterator[Finding]:
    from lintpack.rules.parts.wrong_folders import among_headers

    return _told(among_headers(context))


def _told(found: Iterable[Wrong]) -> Iterator[Finding]:
    for one in found:
        yield RULE.finding(
            one.place,
            one.says,
            label=one.label,
            related=(Label(one.there, "compare this"),) if one.there is not None else (),
            help=one.help,
        )


def _slashless_options(context: Context) -> Iterator[Finding]:
    from lintpack.rules.parts.option_slashes import slashless_options

    for place, path, there in slashless_options(context):
        yield RULE.finding(
            place,
            f"`{path}` is relative, where the same option has `{there.text}` in line {there.line}",
            label="no slash",
            related=(Label(there, "compare this"),),
            help=f"write `/{path}`",
        )


def _slashless(context: Context) -> Iterator[Finding]:
    from lintpack.rules.parts.lost_slashes import slashless

    for one in slashless(context):
        less = one.written[0] != "/"
        yield RULE.finding(
            one.place,
            f"`{one.written}` is {'relative' if less else 'absolute'}, but the test above looks at `{one.tested}`",
            label=f"`{one.tested}`?",
            related=(Label(one.there, "compare this"),),
            help=f"write `{one.tested}`, or test for `{one.written}`",
        )


def _elsewhere(context: Context) -> Iterator[Finding]:
    from lintpack.rules.parts.installed_folders import elsewhere

    for one in elsewhere(context):
        yield RULE.finding(
            one.place,
            one.says,
            label="not there",
            related=(Label(one.there, "this folder is said here"),) if one.there is not None else (),
            help=one.help,
        )


def _among_programs(context: Context) -> Iterator[Finding]:
    """`libfoo.so` goes to `pack/bin`, where all others go to `pack/lib`."""
    by_prefix: dict[str, dict[str, list[Packed]]] = {}
    for one in context.packed:
        prefix, _, last = one.into.rstrip("/").rpartition("/")
        if one.transfer is not None and one.name.text.startswith("lib") and last in ("bin", "lib", "lib64"):
            by_prefix.setdefault(prefix, {}).setdefault(last, []).append(one)
    for folders in by_prefix.values():
        if len(folders) != 2 or "bin" not in folders:
            continue
        odd = folders.pop("bin")
        ((into, kin),) = folders.items()
        stems = {one.name.stem for one in odd}
        if len(stems) > 1 or len(_names(kin)) < 2 or stems & {one.name.stem for one in kin}:
            continue
        for one in odd:
            place = find_name(one.name.text, one.origin, context.plan)
            yield RULE.finding(
                place,
                f"puts `{one.name.text}` into `bin`, but {listed(_names(kin), 2)} into `{into}`",
                label="among the programs",
                related=(*calls(one.origin, place), Label(written_at(kin[0].origin), f"as the others, into `{into}`")),
                notes=(f"programs that look in `../{into}`, by RPATH or LD_LIBRARY_PATH, do not find it",),
                help=f"put it into `{into}` as well",
            )


def _odd_versions(context: Context) -> Iterator[Finding]:
    """An RPATH to `lib/java-21/lib` in a script that installs into `lib/java-17`."""
    from lintpack.rules.parts.odd_version_folder import odd_versions

    for place, folder, meant, count in odd_versions(context):
        yield RULE.finding(
            place,
            f"the loader is sent to `{folder}`, but the script has `{meant}` in {count} other places",
            label="nowhere else",
            notes=("a search path that was copied from another version's script finds that one's libraries, or none",),
            help=f"write `{meant}`",
        )


def _odd_sources(context: Context) -> Iterator[Finding]:
    """`third/lib64/libfoo.so.8` where all others come from `third/lib`."""
    by_prefix: dict[str, dict[str, list[Packed]]] = {}
    for one in context.packed:
        prefix, _, last = one.folder.rpartition("/")
        if prefix and last in _LIB:
            by_prefix.setdefault(prefix, {}).setdefault(last, []).append(one)
    for prefix, folders in by_prefix.items():
        if len(folders) != 2 or re.fullmatch(_SYSTEM, prefix):
            continue
        (few, odd), (many, kin) = sorted(folders.items(), key=lambda item: len(_names(item[1])))
        if many != "lib" or len(_names(odd)) > 1 or len(_names(kin)) < _KIN or re.match(_GCC, odd[0].name.stem):
            continue
        for one in odd:
            if _tried_in_both(one, few, many, context):
                continue
            place = written_at(one.origin)
            first = kin[0]
            yield RULE.finding(
                place,
                f"takes `{one.name.text}` from `{prefix}/{few}`, but {listed(_names(kin), 2)} from `{prefix}/{many}`",
                label="the only one from here",
                related=(*calls(one.origin, place), Label(written_at(first.origin), f"as the others, from `{many}`")),
                notes=("whether a build installs into `lib` or `lib64` depends on the distribution (GNUInstallDirs)",),
                help=f"fix the folder when configuring (`-DCMAKE_INSTALL_LIBDIR={many}`), and take it from there",
            )


def _names(packed: list[Packed]) -> list[str]:
    return list(dict.fromkeys(one.name.text for one in packed))


def _tried_in_both(one: Packed, few: str, many: str, context: Context) -> bool:
    """Whether the script looks for the library in either folder."""
    if any(one.name.stem in guard.shown and f"/{few}/" in guard.shown for guard in one.origin.guards):
        return True
    names = [other for other in context.packed if other.name.same_library(one.name) and other.folder != one.folder]
    return any(other.folder.endswith("/" + many) for other in names)


def _literal_destinations(context: Context) -> Iterator[Finding]:
    """`cp libfoo.so.1 /out/` where the script has `$OUT` from outside: the two are the same only by luck."""
    text = "\n".join([script.source.text for script in context.plan.scripts])
    pairs: dict[str, bool] = {}
    for transfer in context.each(Transfer):
        if transfer.origin.guards and any("$" in guard.shown for guard in transfer.origin.guards):
            continue
        into = texts.head(transfer.destination)
        name = into[1:].split("/", 1)[0]
        if not into.startswith("/") or ".so" not in texts.shown(transfer.destination):
            continue
        if name not in pairs:
            pairs[name] = _left_to_the_caller(name, text)
        if not pairs[name]:
            continue
        # The command: which of its words is the destination, an effect does not say.
        place = transfer.origin.command
        at = place.text.rfind("/" + name)
        if at < 0:
            continue
        end = re.compile(r"[^\s;&|]*").match(place.text, at)
        assert end is not None
        yield RULE.finding(
            place.source.place(place.start + at, place.start + end.end()),
            f"copies to `/{name}`, but this script has its destination in `${name.upper()}`",
            label=f"`${name.upper()}` elsewhere",
            related=calls(transfer.origin, place),
            notes=(f"`${name.upper()}` is not set here: whoever calls the script may set it to another folder",),
            help=f"write `${name.upper()}{place.text[at + len(name) + 1 : end.end()]}`",
        )


def _left_to_the_caller(name: str, text: str) -> bool:
    """Whether the scripts name the folder `/name`, and use `$NAME`, which they do not set. `/home` is no `$HOME`, but
    what holds it, and `/root` the one of root."""
    if name in ("home", "root"):
        return False
    if not re.fullmatch(r"[a-z]{3,}", name) or not re.search(rf"\$\{{?{name.upper()}\b", text):
        return False
    written = re.search(rf"(?m)(?<![\w.}}/])/{name}(?=[/\s\"';]|$)", text)
    return written is not None and not re.search(rf"(?m)^[^#\n]*\b{name.upper()}=", text)
