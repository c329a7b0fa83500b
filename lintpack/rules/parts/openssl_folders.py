"""Folders in which OpenSSL 3 is looked for, though it is installed beside them: see odd_library_directory.

./config --prefix=$P                            it installs into $P/lib64 on x86-64
export LDFLAGS="-Wl,-rpath,$P/lib"

OpenSSL 1.1 took `lib64` only where that folder was there already; since 3.0 it is the default (`multilib` in
Configurations/10-main.conf, `LIBDIR` in unix-Makefile.tmpl).
"""

from __future__ import annotations

import re

from lintpack.rules.parts.installed_folders import Elsewhere
from lintpack.rules.shared.wording import line_before, line_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.source import Place

_CONFIGURES = re.compile(r"(?<![\w./-])(?:\./|\w+/)?(?:config|Configure)[ \t](?:[^\n\\;&|]|\\\n|\\[^\n])*")
_PREFIX = re.compile(r"--prefix[= ](?P<prefix>[^\s;&|]+)")
# For another system, or with a folder of its own.
_OTHERWISE = re.compile(
    r"--libdir|no-shared|darwin|mingw|android|ios|solaris|BSD|aarch64|arm|linux-(?:generic|elf|x86\b|x32|ppc|mips)|-m32|cross"
)
_VERSIONS = re.compile(r"(?i)openssl[\w.]{0,16}[-_/@=:{\"' ]{1,4}(?:openssl-)?v?(\d)\.\d")
_PREFIXES = r"--prefix[= ]|_INSTALL_PREFIX(?::\w+)?=|\bPREFIX="
_SYSTEM = re.compile(r"/usr(?:/local)?|/")
# What sends the loader there.
_LOADER = r"-rpath[=, ]|LD_LIBRARY_PATH=|ld\.so\.conf|LD_RUN_PATH=|--(?:set|add)-rpath\s"
_BARE = {ord(char): None for char in "\"'{}"}


def openssl_elsewhere(context: Context) -> Iterator[Elsewhere]:
    """Where the loader is sent to `lib` below a prefix into which only OpenSSL 3 is installed."""
    texts_read = [script.source.text for script in context.plan.scripts]
    versions = {int(number) for text in texts_read for number in _VERSIONS.findall(text)}
    if not versions or min(versions) < 3:
        return
    spelt = "\n".join(texts_read).translate(_BARE)
    for prefix, place in _prefixes(context):
        # Others that go there may have a `lib`; and who speaks of `lib64`, or makes it `lib`, knows.
        others = len(re.findall(rf"(?:{_PREFIXES}){re.escape(prefix)}(?![\w./-])", spelt))
        if others != 1 or re.search(rf"{re.escape(prefix)}/lib64|\bln\b.*lib64|=lib64", spelt):
            continue
        for script in context.plan.scripts:
            text = script.source.text
            for match in re.finditer(_LOADER, text):
                line = line_of(text, match.start(), match.end())
                if line.lstrip().startswith("#"):
                    continue
                # `echo $P/lib > /etc/ld.so.conf.d/ssl.conf`
                start = (
                    match.start() if "ld.so" not in match[0] else match.start() - len(line_before(text, match.start()))
                )
                rest = line[len(line_before(text, start)) :]
                if re.search(rf"{re.escape(prefix)}/lib(?![\w/.-])", rest.translate(_BARE)) is None:
                    continue
                yield Elsewhere(
                    script.source.place(start, start + len(rest.rstrip())),
                    f"sends the loader to `{prefix}/lib`, but OpenSSL 3 installs into `{prefix}/lib64` on x86-64",
                    "configure it with `--libdir=lib`",
                    place,
                )


def _prefixes(context: Context) -> Iterator[tuple[str, Place]]:
    """Where OpenSSL is installed, as it is written without quotes and braces."""
    for script in context.plan.scripts:
        for command in _CONFIGURES.finditer(script.source.text):
            match = _PREFIX.search(command[0])
            before = line_before(script.source.text, command.start())
            if match is None or _OTHERWISE.search(command[0]) or before.lstrip().startswith("#"):
                continue
            prefix = match["prefix"].translate(_BARE).rstrip("/")
            if not _SYSTEM.fullmatch(prefix):
                start = command.start() + match.start()
                yield prefix, script.source.place(start, start + len(match[0]))
