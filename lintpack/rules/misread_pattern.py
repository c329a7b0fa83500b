"""A pattern that its reader takes for something else: `docker cp c:/lib/*.so`, `lib[a,b].so`, `**` without `globstar`,
and filters of rsync that leave out the folders."""

from __future__ import annotations

import re

from lintpack.bash.tree import Glob, SimpleCommand, Word
from lintpack.bash.walk import each
from lintpack.rules.gates.pattern_subjects import (
    lists_in_brackets,
    never_in_folders,
    of_containers,
    refused_by_sed,
    two_stars,
)
from lintpack.rules.rule import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.script.plan import ReadScript
    from lintpack.source import Place

RULE = Rule(
    code="LP143",
    name="misread-pattern",
    summary="A pattern for what is packed means something else to what reads it.",
    level="warning",
    confidence="high",
)

_ENGINE = r"(?i)[\"']?(?:\$\{?\w*(?:docker|podman)\w*\}?|docker|podman|nerdctl|kubectl|oc)[\"']?$"
# Words between the engine and `cp`, and options of `cp` with a value.
_BETWEEN = ("container", "-n", "-c", "exec")
# `[data,i18n,uc]`, `[10,11]`; no `[1,2]`, which has the same meaning by chance.
_LISTED = r"\[(?:[\w.+-]+,)+[\w.+-]+\]$"
# What a pattern of brackets with commas may stand in besides names of files: `pip install x[a,b]`.
_NAMES = r"\.(?:so|dylib|dll|a)\b|(?:^|/)lib"
_SAYS = frozenset(("echo", "printf", "pip", "pip3", "uv", "poetry", "pipx", "conda", "grep", "egrep", "sed", "awk"))
# What a command that is told to install takes by name: `vcpkg install libfoo[core,tools]`.
_TO_INSTALL = ("install", "add", "upgrade", "remove", "depend-info")
_FILE = r"\.(?:so|dylib|dll|a)\b|/"
# Of rsync's filters, those for what is packed, and what takes folders in.
_PACKED = r"\.(?:so|dylib|dll|a|exe|jar|py[co]?)\b|^/?(?:lib|s?bin)|\*\.\*"
_FOLDERS = r"(?:\*|\*\*|\*\*\*|[^,]*/|[^,]*/\*{2,3})$"


def check(context: Context) -> Iterator[Finding]:
    # `shopt` of one file holds for those that it sources.
    if context.speaks_of(('"s/', "%/")):
        from lintpack.rules.parts import path_patterns

        yield from path_patterns.check(context, RULE)
    starred = not context.speaks_of(("globstar",))
    for script in context.plan.scripts:
        text = script.source.text
        if of_containers(text):
            yield from _of_containers(script)
        if lists_in_brackets(text):
            yield from _of_brackets(script)
        if starred and two_stars(text) and "zsh" not in text[:40]:
            yield from _of_stars(script)
        if refused_by_sed(text):
            from lintpack.rules.parts import sed_slips

            yield from sed_slips.check(script, RULE)
        if never_in_folders(text):
            yield from _of_filters(script)


def _commands(script: ReadScript) -> Iterator[list[Word]]:
    for command in each(script.tree, SimpleCommand):
        yield [word for word in command.words if isinstance(word, Word)]


def _of_containers(script: ReadScript) -> Iterator[Finding]:
    """`docker cp "$id:/opt/lib/*.so" out/`: the path in the container is taken as it is."""
    for words in _commands(script):
        raw = [word.raw for word in words]
        for at, engine in enumerate(raw[:-2]):
            rest = [one for one in raw[at + 1 :] if not one.startswith("-") and one not in _BETWEEN]
            if not re.match(_ENGINE, engine) or rest[:1] != ["cp"]:
                continue
            for word in words[at + 1 :]:
                bare = word.raw.replace('"', "").replace("'", "")
                before, colon, path = re.sub(r"\$\{[^{}]*\}|\$\([^()]*\)", "x", bare).partition(":")
                if colon and "/" not in before and re.search(r"[*?](?!\})|\{[^{}]*,", path):
                    tool = re.sub(r"\W", "", engine) if "$" not in engine else "docker"
                    yield RULE.finding(
                        _place(word, script),
                        f"`{tool} cp` expands no pattern in a container: it looks for a file with this name",
                        label="not expanded",
                        notes=("nor does the shell, which looks on the host",),
                        help=f"copy the folder, or fetch an archive: `{tool} cp CONTAINER:/lib/. - | tar -x …`",
                    )
            break


def _of_brackets(script: ReadScript) -> Iterator[Finding]:
    """`libicu[data,i18n,uc].so.*`: one character out of these."""
    seen: set[int] = set()
    for words in _commands(script):
        if words and words[0].raw in _SAYS:
            seen.update(id(word) for word in words)
        elif len(words) > 1 and words[1].raw in _TO_INSTALL and words[0].raw != "sudo":
            seen.update(id(word) for word in words if not re.search(_FILE, word.raw))
    for word in each(script.tree, Word):
        if id(word) in seen or not re.search(_NAMES, word.raw):
            continue
        for part in word.parts:
            if isinstance(part, Glob) and re.match(_LISTED, part.text) and re.search(r"[\w.+-]{2}", part.text):
                braces = "{" + part.text[1:-1] + "}"
                yield RULE.finding(
                    script.source.place(part.start, part.end),
                    f"`{part.text}` is one character out of these, not one of the words",
                    label="a bracket expression",
                    notes=("bash manual, 3.5.8.1: Pattern Matching",),
                    help=f"write `{braces}`",
                )
                break


def _of_stars(script: ReadScript) -> Iterator[Finding]:
    """`**/*.so*` where nothing sets `globstar`: folders of one level only."""
    for word in each(script.tree, Word):
        # `lib/*.so lib/**/*.so`: one level more is meant.
        if "**/" not in word.raw or re.search(
            rf"(?:^|[\s(`\"']){re.escape(word.raw.replace('**/', ''))}", script.source.text
        ):
            continue
        if not re.search(r"\.so\b|\.so\*|\.dylib|/lib", word.raw):
            continue
        # In a bundle of macOS's, all lies in one folder more.
        bundle = "Contents/" in word.raw or ".app/" in word.raw
        for part in word.parts:
            text = script.source.text
            if isinstance(part, Glob) and part.text[0] == "*" and re.match(r"(?<![^/])\*\*/", text[part.start :]):
                yield RULE.finding(
                    _place(word, script),
                    "`**` is the same as `*` where `globstar` is not set: folders of one level only",
                    label="not of deeper folders, nor of this one",
                    notes=("bash manual, 4.3.2: The Shopt Builtin",),
                    help="`find DIR -name PATTERN`; macOS's bash has no `globstar`"
                    if bundle
                    else "`shopt -s globstar` before it, or `find DIR -name PATTERN`",
                    level="note" if bundle else "",
                )
                break


def _of_filters(script: ReadScript) -> Iterator[Finding]:
    """`rsync -am --include='*.so*' --exclude='*' lib/ out/`: folders match the second."""
    for words in _commands(script):
        raw = [word.raw.replace('"', "").replace("'", "").replace("\\*", "*") for word in words]
        at = next((n for n, one in enumerate(raw) if one.rpartition("/")[2] == "rsync"), None)
        if at is None:
            continue
        found = _left_out(raw[at + 1 :])
        if found:
            first = next(n for n, one in enumerate(raw) if one.startswith("--include"))
            yield RULE.finding(
                script.source.place(words[first].start, words[at + 1 + found[0]].end),
                f"folders match `{found[1]}` too, so rsync takes nothing that lies in one",
                label=found[2],
                notes=("rsync(1), Filter Rules: each folder on the way to a file has to be included",),
                help="`--include='*/'` before it",
            )


def _left_out(raw: list[str]) -> tuple[int, str, str] | None:
    """Where all else is excluded, how, and what is lost by it; None where it may be meant."""
    includes, operands = [], []
    prunes = deep = False
    where = -1
    step = iter(enumerate(raw))
    for number, word in step:
        value = ""
        if word in ("--include", "--exclude"):
            value = next(step, (0, ""))[1]
        elif word.startswith(("--include=", "--exclude=")):
            value = word.partition("=")[2]
        elif (
            word.startswith(("--filter", "-f", "--files-from", "--include-from", "--exclude-from", "-F"))
            or "[@]" in word
        ):
            return None
        elif word == "--prune-empty-dirs" or re.match(r"-\w*m", word):
            prunes = True
        if word.startswith("--include") and where < 0:
            includes.append(value)
        elif word.startswith("--exclude") and value == "*" and where < 0:
            where = number
        elif not word.startswith("-"):
            operands.append(word)
        deep = deep or word in ("--recursive", "--archive") or re.match(r"-[A-Za-z]*[ra]", word) is not None
    if where < 0 or not deep or not includes or len(operands) < 2:
        return None
    if any(re.match(_FOLDERS, one) or "$" in one for one in includes):
        return None
    # The results of a run, and other files that lie in the top folder, are no part of a package.
    if not any("/" in one.lstrip("/") or re.search(_PACKED, one) for one in includes):
        return None
    source = operands[-2]
    shown = "--exclude='*'"
    if any("/" in one.lstrip("/") for one in includes):
        return where, shown, "no folder is gone into"
    if prunes:
        return where, shown, "no folder is gone into, though `-m` expects some"
    # A folder that is itself copied is left out itself.
    if re.search(r"[\w}]$", source) and "*" not in source and not re.search(r"\$\{?\w+\}?$|\.\w+$", source):
        return where, shown, "the source itself is left out"
    return None


def _place(word: Word, script: ReadScript) -> Place:
    return script.source.place(word.start, word.end)
