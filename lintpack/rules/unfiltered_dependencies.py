"""All that ldd prints is packed: the C library with it, which works only with the loader of its own build."""

from __future__ import annotations

import re

from lintpack.bash.tree import Assignment, For, Function, Pipeline, SimpleCommand, While, Word
from lintpack.bash.walk import around, each
from lintpack.rules.gates.dependency_subjects import KNOWN_PARTS
from lintpack.rules.rule import Rule
from lintpack.rules.shared.dependency_filters import filters
from lintpack.rules.shared.packed import once

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.bash.tree import Node
    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.shared.dependency_filters import Filter
    from lintpack.script.plan import ReadScript
    from lintpack.source import Place

RULE = Rule(
    code="LP136",
    name="unfiltered-dependencies",
    summary="All libraries that ldd prints are packed, the C library among them.",
    level="warning",
    confidence="medium",
)

# Who speaks of the C library, of its loader, or of names that are left out has thought of it; a whole system has to
# have them.
_THOUGHT_OF = (
    r"(?i)libc\b|ld-linux|ld-musl|\bld-\*|ld\.so|glibc|exclu|black_?list|deny_?list|ignore_?list|skip_|skip=|\bskips?\b|chroot|jail|initr|ramfs"
    r"|root_?fs|busybox|sys_?root|debootstrap|docker|^FROM |linuxdeploy|sharun|set-interpreter|--library-path|musl"
    r"|\bapk\b|\.dll|\.exe\b|mingw|msys|cygwin|flatpak|sandbox|container|\bimage\b"
)
_PACKAGES = r"\b(?:tar|zip|7z|dpkg-deb|makeself|appimagetool|fpm|rpmbuild)\b|AppDir|LD_LIBRARY_PATH=|ORIGIN"
_COPIES = r"\b(?:cp|install|rsync)\b"
# Questions that ask for more than whether there is a file.
_ASKS = r"\bcase\b|grep|=~|==|!=|\[ [^\]]* = |\bdpkg\b|\brpm\b|\bpacman\b|\bcontinue\b(?<!\|\| continue)"
_LIBC = ("libc.so.6", "/lib/x86_64-linux-gnu/libc.so.6", "\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f)")


def check(context: Context) -> Iterator[Finding]:
    yield from once(_all(context))


def _all(context: Context) -> Iterator[Finding]:
    if context.speaks_of(KNOWN_PARTS):
        return
    texts = "\n".join([script.source.text for script in context.plan.scripts])
    bare = re.sub(r"(?m)(?:^|(?<=\s))#.*$", "", texts)
    # The launcher beside it starts programs by the loader that is packed.
    if any("--library-path" in source.text and "ld-linux" in source.text for source in context.neighbours):
        return
    if re.search(_THOUGHT_OF, bare) or not re.search(_PACKAGES, bare) or re.search(_THOUGHT_OF, context.plan.path):
        return
    for script in context.plan.scripts:
        if "ldd" not in script.source.text:
            continue
        for command in each(script.tree, SimpleCommand):
            first = command.words[0] if command.words else None
            if isinstance(first, Word) and first.raw in ("ldd", "lddtree"):
                place = _packed_whole(command, script, filters(context))
                if place is not None:
                    yield RULE.finding(
                        place,
                        "packs all that ldd prints: also `libc.so.6`, `libm.so.6` and other parts of glibc",
                        label="nothing is left out",
                        notes=("the C library works only with the loader of its own build, and that is the target's",),
                        help="leave glibc's parts out: `grep -v -E '/(libc|libm|libpthread|libdl|librt|ld-linux[^/]*)"
                        r"\.so'`",
                    )


def _packed_whole(command: SimpleCommand, script: ReadScript, found: tuple[Filter, ...]) -> Place | None:
    """The pipeline that ldd stands in, where what it prints is copied, and nothing throws any of it out."""
    text = script.source.text
    outer = list(around(script.tree, command.start))
    pipeline: Node = next(
        (node for node in reversed(outer) if isinstance(node, Pipeline) and command in node.commands), command
    )
    user = _user(pipeline, outer, script)
    if user is None:
        return None
    used = text[user.start : user.end]
    copies = re.search(_COPIES, used)
    if copies is None or re.search(r"\b(?:head|sort -u \| diff|not found|wc)\b", used):
        return None
    piped = text[pipeline.start : pipeline.end]
    body = used.replace(piped, "") if user is not pipeline else piped.partition("do")[2]
    if re.search(_ASKS, re.sub(r"grep\s+(?:-\w+\s+)*[\"']?(?:=>\s*/?|/|\^/|\.so)[\"']?(?=\s)", "", body)):
        return None
    for one in found:
        inside = one.script is script and (
            user.start <= one.start < user.end or pipeline.start <= one.start < pipeline.end
        )
        if one.excludes and any(one.matches(form) for form in _LIBC):
            return None
        if inside and not one.excludes and not any(one.matches(form) for form in _LIBC):
            return None
    # A pattern that cannot be told may leave it out, and so may a program or function that is not known.
    known = {one.node for one in found if one.script is script}
    for inner in each(pipeline, SimpleCommand):
        name = inner.words[0].raw if inner.words and isinstance(inner.words[0], Word) else ""
        if name in _GREPS:
            if inner not in known:
                return None
        elif name and name not in _PLAIN and (user is not pipeline or inner.start < user.start + copies.start()):
            return None
    return script.source.place(pipeline.start, min(pipeline.end, _line_end(text, pipeline.start)))


_GREPS = ("grep", "egrep", "fgrep")
# What leaves each line in, as it is mostly used.
_PLAIN = frozenset(
    "ldd lddtree awk gawk mawk cut sort uniq tr sed xargs cp install rsync while read echo mkdir basename dirname cat"
    " tee : true [ test chmod printf readlink realpath sudo strip patchelf".split()
)


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return end if end >= 0 else len(text)


def _user(pipeline: Node, outer: list[Node], script: ReadScript) -> Node | None:
    """What goes over the lines: a loop, the command itself, or a loop over the variable that keeps them."""
    text = script.source.text
    for node in reversed(outer):
        if isinstance(node, (For, While)) and not (
            node.body and node.body[0].start <= pipeline.start < node.body[-1].end
        ):
            return node
        if isinstance(node, SimpleCommand) and node is not pipeline and node.start < pipeline.start:
            first = node.words[0].raw if node.words and isinstance(node.words[0], Word) else ""
            if first in ("cp", "install", "rsync"):
                return node
        if isinstance(node, Assignment):
            own = rf"^[\"']?\$\{{?{node.name}\b"
            for loop in each(script.tree, For):
                if loop.words and any(re.search(own, word.raw) for word in loop.words) and loop.start > node.start:
                    return loop
            return None
        if isinstance(node, Function):
            break
    if re.search(_COPIES, text[pipeline.start : pipeline.end]):
        return pipeline
    return None
