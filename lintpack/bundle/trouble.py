"""What is wrong with a bundle itself, as records; and the error for one that can't be read at all."""

from __future__ import annotations

from lintpack.record import Record

# Kinds. What was read up to there stands after any of them; after the first four the rest of the bundle is unknown.
TRUNCATED = "truncated"  # the stream ends inside a member or before the end of the archive
CORRUPT = "corrupt"  # checksums or headers are wrong
LIMIT = "limit"  # a bound of `Limits` was reached
UNREADABLE = "unreadable"  # a file or folder that may not be read
BAD_NAME = "bad-name"  # empty, or with a NUL
ABSOLUTE_NAME = "absolute-name"  # begins with `/`; taken below the root, as tar does
ESCAPING_NAME = "escaping-name"  # leaves the root by `..`; left out
THROUGH_LINK = "through-link"  # would be unpacked through a link that leaves the root; left out
CONFLICT = "conflict"  # lies below a file, or where a folder is; left out
DUPLICATE = "duplicate"  # a second member of the same name; the last one counts
DEVICE = "device"  # device nodes, pipes and sockets
HARD_LINK = "hard-link"  # its target is not there before it; left out
LINK_LOOP = "link-loop"
LINK_OUTSIDE = "link-outside"  # leads out of the root, by `..` or from an absolute target in a relocatable bundle
BAD_ELF = "bad-elf"  # begins as an ELF file and contradicts itself
UNSUPPORTED = "unsupported"  # encrypted, or in a format that is not understood
TRAILING = "trailing"  # more follows after the archive's end

KINDS = (
    TRUNCATED,
    CORRUPT,
    LIMIT,
    UNREADABLE,
    BAD_NAME,
    ABSOLUTE_NAME,
    ESCAPING_NAME,
    THROUGH_LINK,
    CONFLICT,
    DUPLICATE,
    DEVICE,
    HARD_LINK,
    LINK_LOOP,
    LINK_OUTSIDE,
    BAD_ELF,
    UNSUPPORTED,
    TRAILING,
)


class Trouble(Record):
    """`member` is the name as the bundle has it, "" for the bundle as a whole. `message`: one clause, lower case."""

    kind: str
    member: str
    message: str


class BundleError(Exception):
    """The bundle can't be read at all."""


class StreamError(Exception):
    """Reading can't go on from here; what was read stands. `kind` is one of KINDS."""

    def __init__(self, kind: str, message: str, member: str = "") -> None:
        super().__init__(message)
        self.member = member
        self.kind = kind
        self.message = message
