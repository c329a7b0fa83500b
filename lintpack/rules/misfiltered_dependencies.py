"""The filter of a list of needed libraries takes out others than are meant, none of them, or half of glibc."""

from __future__ import annotations

import re

from lintpack.bash.tree import Function, Pipeline, SimpleCommand, Word
from lintpack.bash.walk import around, each
from lintpack.rules.gates.dependency_subjects import first_fields
from lintpack.rules.rule import Rule
from lintpack.rules.shared.dependency_filters import PRINTS, Filter, filters
from lintpack.rules.shared.packed import once
from lintpack.rules.shared.wording import listed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context

RULE = Rule(
    code="LP135",
    name="misfiltered-dependencies",
    summary="The filter of a program's libraries takes out the wrong ones, none, or only half of glibc.",
    level="warning",
    confidence="medium",
)

# A part of glibc, and other libraries with names that begin like it.
_BEGIN_ALIKE = (
    ("libc.so.6", ("libcurl.so.4", "libcrypto.so.3", "libcairo.so.2", "libcap.so.2")),
    ("libm.so.6", ("libmpg123.so.0", "libmount.so.1", "libmpfr.so.6", "libmagic.so.1")),
    ("librt.so.1", ("librtmp.so.1", "librtaudio.so.6")),
)
_OTHERS = ("libz.so.1", "libfoo.so.1", "libstdc++.so.6")
# What programs that were linked with a glibc before 2.34 need of it.
_PARTS = ("libpthread.so.0", "libdl.so.2", "libm.so.6", "librt.so.1")
_LOCAL = r"(?:CMAKE_INSTALL_PREFIX(?::\w+)?=|--prefix[= ])[\"']?/usr/local/?(?=[\"'\s]|$)"
_COPIES = r"\b(?:cp|install|rsync|mv|copy\w*|tar|zip)\b"
# A system that is put together has to have its C library.
_SYSTEMS = r"(?i)\b(?:chroot|jail|initramfs|initrd|rootfs|busybox)|_jail|jail_"


def check(context: Context) -> Iterator[Finding]:
    if context.speaks_of(("RPATH", "rpath")):
        from lintpack.rules.parts.lone_rpath import lone_searches

        for place, search in lone_searches(context):
            yield RULE.finding(
                place,
                f"`{search}` passes over a RUNPATH, which is printed as `(RUNPATH) Library runpath:`",
                label="finds an RPATH only",
                notes=("most systems' linkers write a RUNPATH where `-rpath` is given (ld(1), --enable-new-dtags)",),
                help="ask for both: `grep -E 'R(UN)?PATH'`",
            )
    if first_fields(context):
        from lintpack.rules.parts import first_fields as part

        for script in context.plan.scripts:
            for place in part.first_fields(script):
                yield RULE.finding(
                    place,
                    f"awk's `{place.text}` prints the names that libraries are asked for by, and not where they lie",
                    label="not the file",
                    notes=("of `libfoo.so.1 => /lib/libfoo.so.1 (0x…)` the third field is the file",),
                    help=f"print the third field: `{place.text.replace('$1', '$3')}`",
                )
    texts = [script.source.text for script in context.plan.scripts]
    if not any(re.search(PRINTS, text) for text in texts) or not any(re.search(_COPIES, text) for text in texts):
        return
    found = filters(context)
    told = list(_all(found, "\n".join(texts), context))
    yield from once(told)


def _all(found: tuple[Filter, ...], text: str, context: Context) -> Iterator[Finding]:
    dead = [one for one in found if _never_matches(one)]
    yield from _dead(dead)
    loose = [one for one in found if one not in dead and _loose(one)]
    for one in loose:
        yield _too_broad(one)
    if not dead and not loose:
        yield from _leaks(found, text)
    for one in found:
        if not one.excludes and _usr_only(one, text):
            yield _finding(
                one,
                f"`{one.shown}` keeps what lies in /usr/lib, but this script installs into /usr/local",
                "leaves out /usr/local/lib",
                f"take both: `{one.shown.replace('/usr/', '/usr/(local/)?', 1)}` (`grep -E`)",
            )


def _finding(one: Filter, message: str, label: str, help_text: str, notes: tuple[str, ...] = ()) -> Finding:
    return RULE.finding(one.script.source.place(one.start, one.end), message, label=label, help=help_text, notes=notes)


def _forms(name: str) -> tuple[str, str, str]:
    """As ldd's lines, their third words and their first ones have it."""
    path = f"/lib/x86_64-linux-gnu/{name}"
    return name, path, f"\t{name} => {path} (0x00007f0000000000)"


# --- too broad ---


def _loose(one: Filter) -> tuple[str, tuple[str, ...]] | None:
    """The part of glibc that is meant, and what goes with it."""
    if not one.excludes or "lib" not in one.shown or re.search(r"curl|crypto|cairo|mpfr|mount|rtmp", one.shown):
        return None
    for part, victims in _BEGIN_ALIKE:
        for form in range(3):
            if (
                one.matches(_forms(part)[form])
                and all(one.matches(_forms(victim)[form]) for victim in victims)
                and not any(one.matches(_forms(other)[form]) for other in _OTHERS)
            ):
                return part, victims
    return None


def _too_broad(one: Filter) -> Finding:
    part, victims = _loose(one) or ("", ())
    stem = part.partition(".")[0]
    does = "removes" if one.tool == "rm" else "throws out"
    plain = rf"/{stem}\.so" if one.tool in ("grep", "awk", "sed") else f"{stem}.so*"
    return _finding(
        one,
        f"`{_short(one.shown)}` {does} not only `{part}`, but also {listed(victims, 3)}",
        f"`{stem}` begins other names too",
        f"end the name: `{plain}`",
    )


def _short(shown: str) -> str:
    return shown if len(shown) < 50 else shown[:45] + "…"


# --- never ---


def _never_matches(one: Filter) -> bool:
    """Whether names are compared with whole paths."""
    if not one.excludes or not re.match(r"\^?(?:lib[\w+*.\\-]*so|lib[\w+]+[.\\*]|ld-)", one.shown):
        return False
    if one.tool == "grep":
        return one.shown[:1] == "^" and _reads_paths(one)
    if one.tool not in ("case", "[["):
        return False
    if one.shown[:1] == "^" or (one.tool == "[[" and one.matches("/x/libc.so.6 libm.so.6 libz.so.1")):
        return False
    return _is_path(one)


def _reads_paths(one: Filter) -> bool:
    """Whether what stands before in the pipeline prints paths."""
    text = one.script.source.text
    for outer in around(one.script.tree, one.start):
        if isinstance(outer, Pipeline) and one.node in outer.commands:
            before = text[outer.start : one.node.start]
            return (
                re.search(r"print\s*\$3\s*[;}]|grep\s+-\w*o\w*\s+[\"']/", before) is not None
                and re.search(r"basename|##\*/|\bsed\b|-F\s*[\"']?/", before) is None
            )
    return False


def _is_path(one: Filter) -> bool:
    name = one.subject.strip('"').removeprefix("$").removeprefix("{").removesuffix("}")
    script, text = one.script, one.script.source.text
    if name.isdigit():
        function = next(
            (node for node in reversed(list(around(script.tree, one.start))) if isinstance(node, Function)), None
        )
        if function is None or name != "1":
            return False
        given = [
            command.words[1].raw
            for command in each(script.tree, SimpleCommand)
            if len(command.words) > 1
            and isinstance(command.words[0], Word)
            and command.words[0].raw == function.name
            and isinstance(command.words[1], Word)
        ]
        return bool(given) and all(_holds_path(raw, text) for raw in given)
    return _holds_path(one.subject, text)


def _holds_path(raw: str, text: str) -> bool:
    """Whether `$name` is a variable that the basename is taken of, and that never becomes one; or the third word of
    ldd's lines."""
    match = re.fullmatch(r"\"?\$\{?([A-Za-z_]\w*)\}?\"?", raw)
    if match is None:
        return False
    name = match[1]
    own = rf"\$\{{?{name}\b"
    if re.search(rf"\b{name}=[\"']?(?:\$\(\s*basename|`\s*basename|\$\{{\w+##)", text):
        return False
    if re.search(rf"\$\{{{name}##\*/\}}|\bbasename\s+(?:-\S+\s+)*[\"']?{own}", text):
        return True
    packs = re.search(rf"\b(?:cp|install)\s+(?:-\S+\s+(?:\d+\s+)?)*[\"']?{own}\}}?[\"']?\s", text)
    return packs is not None and re.search(r"print\s*\$3\s*[;}]", text) is not None


def _dead(found: list[Filter]) -> Iterator[Finding]:
    told: list[object] = []
    for one in found:
        # One finding for a test, whatever number of patterns it has.
        holder = (one.script.source.path, one.subject or one.node)
        if holder in told:
            continue
        told.append(holder)
        subject = f"`{one.subject}` holds" if one.subject else "the lines are"
        better = one.shown.replace("^", "/", 1) if one.tool == "grep" else f"*/{one.shown}"
        yield _finding(
            one,
            f"{subject} whole paths, which `{_short(one.shown)}` never matches: nothing is left out",
            "a name, compared with a path",
            f"write `{_short(better)}`, or compare the name behind the last `/`",
        )


# --- half of glibc ---


def _leaks(found: tuple[Filter, ...], text: str) -> Iterator[Finding]:
    out = [one for one in found if one.excludes]
    meant = [one for one in out if one.tool != "rm" and any(one.matches(form) for form in _forms("libc.so.6"))]
    if not meant or re.search(_SYSTEMS, text):
        return
    # A filter that lets all but a few names through.
    if any(one.matches(form) for one in meant for name in _OTHERS for form in _forms(name)):
        return
    left = [
        part
        for part in _PARTS
        if part.partition(".")[0] not in text and not any(one.matches(form) for one in out for form in _forms(part))
    ]
    if len(left) == len(_PARTS) or "libpthread.so.0" not in left or re.search(r"pthread|glibc\b.*=|excludelist", text):
        return
    one = meant[0]
    yield _finding(
        one,
        f"leaves `libc.so.6` out, but lets {listed(left)} through, which are parts of the same glibc",
        "only some of glibc's parts",
        "leave out all parts of glibc: libc, libm, libpthread, libdl, librt, libresolv, libutil and ld-linux",
        ("the parts of two glibcs do not work together",),
    )


# --- too narrow ---


def _usr_only(one: Filter, text: str) -> bool:
    """Whether only libraries of the system are kept, and the script puts its own ones elsewhere."""
    if one.tool not in ("grep", "awk") or "/usr/lib" not in one.shown or "/usr/local/lib" in text:
        return False
    if not re.search(_LOCAL, text) or not _after_ldd(one):
        return False
    if not any(one.matches(f"/usr/{place}/libz.so.1") for place in ("lib", "lib64", "lib/x86_64-linux-gnu")):
        return False
    return not any(
        one.matches(form) for form in ("/usr/local/lib/libz.so.1", "\tlibz.so.1 => /usr/local/lib/libz.so.1")
    )


def _after_ldd(one: Filter) -> bool:
    for outer in around(one.script.tree, one.start):
        if isinstance(outer, Pipeline) and re.search(PRINTS, one.script.source.text[outer.start : one.start]):
            return True
    return False
