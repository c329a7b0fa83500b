"""LP305 where the loader's own list of folders is replaced: `echo /opt/x/lib | sudo tee /etc/ld.so.conf`.

The file has `include /etc/ld.so.conf.d/*.conf`, or a list that a distribution has made: after the next `ldconfig`
nothing of that is found any more (ldconfig(8)). A file of its own in `/etc/ld.so.conf.d` adds to it.
"""

from __future__ import annotations

import re

from lintpack.rules.shared.wording import calls, line_before
from lintpack.script import texts
from lintpack.script.plan import WrittenFile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.rule import Rule

_CONF = "/etc/ld.so.conf"
_NAME = r"/etc/ld\.so\.conf(?![\w./*-])"
# The line that is missed, wherever it is written: in this text, or in one that is added to it.
_INCLUDES = r"\binclude[ \t]+\S*(?:ld\.so\.conf\.d|\$|\*)"
# Who looks whether there is such a file, puts it aside, changes it in place, or writes it in another root.
_KNOWS = (
    rf"(?m)(?:-[efrsw]|\btest)[ \t]+[\"']?{_NAME}|\b(?:cp|mv|rm|sed|awk|install|ln|rsync|dd|perl|python\d?|touch|tac"
    rf"|diff|cmp|patch)\b[^\n;&|]*{_NAME}|\bcat\b[^\n;&|>]*{_NAME}[^\n;&]*[>|)`]|<[ \t]*{_NAME}|[\w)}}@][\"']?{_NAME}"
)
# Systems that are made here from nothing, of musl's, and others that have no such file before.
_FIRST = (
    r"(?im)>[ \t]*[\"']?/etc/(?:passwd|group|nsswitch\.conf|fstab|hosts|hostname|shells|inittab|profile|os-release"
    r"|inputrc|resolv\.conf)\b|^[^#\n]*\b(?:chroot|debootstrap|localedef|zic|tzselect|mkinitramfs|apk[ \t]+add|mknod)\b"
    r"|\b(?:busybox|initramfs|initrd|rootfs|buildroot|LFS|from[ -]scratch|uclibc|musl|termux)\b"
)
_PLACES = (
    r"(?i)(?:^|[/_.-])(?:rootfs|root_?fs|initramfs|overlays?|skel\w*|lfs|blfs|buildroot|busybox|rcS|init\.d|alpine|android"
    r"|termux|chroot\w*|bootstrap|stage\d|filesystem|base-?files)(?=[/_.-]|$)"
)
_CONTAINER = r"\b(?:docker|podman|nerdctl|lxc\S*|systemd-nspawn|unshare|ssh)[ \t]"
# Who writes the system's own folders makes the whole list.
_SYSTEM = r"(?:/usr)?/lib(?:32|64|/[\w-]+-linux-gnu\w*)?/?"
# What is known to be a folder, whatever stands in it.
_FOLDER = r"/\S*|\$\{?\w+\}?/\S*|\$\{?\w*(?i:dir|prefix|folder|home|root)\}?|\$\((?:pwd|brew --prefix[^()]*)\)\S*"


def check(context: Context, rule: Rule) -> Iterator[Finding]:
    everything = "\n".join([script.source.text for script in context.plan.scripts])
    code = re.sub(r"(?m)^[ \t]*#(?!!).*$", "", everything)
    if re.search(_INCLUDES, code) or re.search(_KNOWS, code) or re.search(_FIRST, everything):
        return
    if re.search(_PLACES, context.plan.path):
        return
    for file in context.each(WrittenFile):
        if texts.known(file.path) != _CONF:
            continue
        if file.append or not _folders(file):
            continue
        place = file.origin.command
        # A container's own, which is gone with it, or another machine's.
        if re.search(_CONTAINER, line_before(place.source.text, place.start)):
            continue
        yield rule.finding(
            place,
            f"`{_CONF}` is replaced, and with it the line that includes `{_CONF}.d/*.conf`: the folders of all other"
            " packages are lost",
            label="without what was in it",
            related=calls(file.origin, place),
            help=f"write a file of its own, `{_CONF}.d/NAME.conf`",
            level="warning",
        )
        # What follows goes the same way.
        return


def _folders(file: WrittenFile) -> bool:
    """Whether folders are written, and none of the system's own."""
    lines = [line.strip() for line in texts.shown(file.text).replace(":", "\n").split("\n")]
    said = [line for line in lines if line and not line.startswith("#")]
    if not said or not all(re.fullmatch(_FOLDER, word) for line in said for word in line.split()):
        return False
    return not any(re.fullmatch(_SYSTEM, word) for line in said for word in line.split())
