"""Lists of folders in which a script looks for a library, and takes the first that has it: see hard_coded_architecture.

for d in /usr/lib/i386-linux-gnu /usr/lib/x86_64-linux-gnu; do [ -e $d/libfoo.so.1 ] && break; done
LD_LIBRARY_PATH=$APP/lib/x86_64-linux-gnu:$APP/lib/arm-linux-gnueabihf
"""

from __future__ import annotations

import re

from lintpack.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.source import Place

TRIPLET = r"(?:x86_64|i[3-6]86|aarch64|arm|powerpc64le|s390x|riscv64|mips\w*)-linux-gnu\w*"
# A list by name, or in the loop itself: elements that a blank stands between.
_LIST = re.compile(
    r"(?m)^[^#\n]*?(?:\b(?P<name>\w+)=\(?[\"']?|\bfor[ \t]+\w+[ \t]+in[ \t]+)"
    rf"(?P<words>[^\"'()\n;]*/{TRIPLET}[^\"'()\n;]*)"
)
# How far behind the loop's head the test and the way out stand.
_BODY = 600


class Listed(Record):
    """`says` is the message about what is at `place`, `help` the advice."""

    place: Place
    name: str
    says: str
    help: str


def listed(context: Context) -> Iterator[Listed]:
    for script in context.plan.scripts:
        text = script.source.text
        if text.count("-linux-gnu") < 2:
            continue
        for match in _LIST.finditer(text):
            words = [(found[0], match.start("words") + found.start()) for found in re.finditer(r"\S+", match["words"])]
            folders = [(word, at) for word, at in words if re.search(rf"/{TRIPLET}/?$", word)]
            if len(folders) < 2 or len(folders) < len(words) / 3 or not _first_counts(match, text):
                continue
            machines = [re.findall(TRIPLET, word)[-1].partition("-")[0] for word, _ in folders]
            wide = next((n for n, machine in enumerate(machines) if machine == "x86_64"), len(machines))
            for (word, at), machine in list(zip(folders, machines, strict=True))[:wide]:
                if wide < len(machines) and re.fullmatch(r"i[3-6]86", machine):
                    place = script.source.place(at, at + len(word))
                    yield Listed(
                        place,
                        word,
                        f"the first folder that has the library is taken, and `{word}` stands before the one of x86_64:"
                        " where both are installed, 64-bit programs get a library that they cannot load",
                        "put the folder of x86_64 first, or ask for the machine",
                    )
            if len(set(machines)) > 2 and {"arm", "x86_64"} <= set(machines) and not _knows_arm64(text):
                word, at = next(pair for pair, machine in zip(folders, machines, strict=True) if machine == "arm")
                place = script.source.place(at, at + len(word))
                yield Listed(
                    place,
                    word,
                    f"`{word}` is searched for 32-bit Arm, and folders of {len(set(machines)) - 1} more machines, but "
                    "none for aarch64: nothing is found there",
                    "add `/usr/lib/aarch64-linux-gnu`, or ask `ldconfig -p`",
                )


def in_loader_path(context: Context) -> Iterator[Listed]:
    """One `LD_LIBRARY_PATH` for x86-64 and for 32-bit Arm, and nothing for 64-bit Arm."""
    for script in context.plan.scripts:
        text = script.source.text
        if "/arm-linux-gnu" not in text or "/x86_64-linux-gnu" not in text or _knows_arm64(text):
            continue
        for match in re.finditer(rf"(?m)^[^#\n]*?\bLD_LIBRARY_PATH=(?P<value>\S*/{TRIPLET}\S*)", text):
            value = match["value"]
            found = re.search(r"[^:\"']*/arm-linux-gnu\w*", value)
            if found is None or "/x86_64-linux-gnu" not in value:
                continue
            at = match.start("value") + found.start()
            yield Listed(
                script.source.place(at, at + len(found[0])),
                found[0],
                f"`LD_LIBRARY_PATH` has folders of x86-64 and, with `{found[0]}`, of 32-bit Arm, but none of aarch64: "
                "nothing is found there",
                "add the folder `aarch64-linux-gnu`, or take the name from the machine at hand",
            )


def _knows_arm64(text: str) -> bool:
    return "aarch64" in text or "arm64" in text


def _first_counts(match: re.Match[str], text: str) -> bool:
    """Whether a loop over the list leaves at the first folder in which a test finds something."""
    name = match["name"]
    if name is None:
        loops = [match.start()]
    else:
        loops = [found.start() for found in re.finditer(rf"\bfor[ \t]+\w+[ \t]+in[ \t][^\n;]*\$\{{?{name}\b", text)]
    for at in loops:
        body = text[at : at + _BODY]
        body = body[: body.find("\ndone") if "\ndone" in body else len(body)]
        if re.search(r"(?:\[|\btest)[ \t]+-[efrs][ \t]", body) and re.search(r"\b(?:break|return|exit)\b", body):
            return True
    return False
