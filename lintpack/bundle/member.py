"""What a reader of some archive format hands over, one at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from lintpack.record import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lintpack.bundle.trouble import Trouble


class Content(Protocol):
    """The bytes of a member, readable once and only until the next member is asked for."""

    def some(self, size: int) -> bytes:
        """Between 1 and `size` bytes, none at the end. Raises `StreamError` where the stream breaks off."""


class Member(Record):
    """`name` as the archive spells it; `kind` as in entry.py; `target` of links. `content` of files that have one."""

    name: str
    kind: str
    mode: int = 0o644
    uid: int | None = None
    size: int = 0
    target: str = ""
    content: Content | None = None


class Reader(Protocol):
    """One archive. `rooted`: its names are those of the target system from `/` on, as in .deb and .rpm.

    `independent`: a member that can't be read says nothing of the others.
    """

    format: str
    rooted: bool
    independent: bool

    def __iter__(self) -> Iterator[Member | Trouble]: ...

    def fraction(self) -> float:
        """How much of the archive was read, from 0 to 1."""

    def watch(self, on_read: Callable[[], None]) -> None:
        """Call `on_read` now and then while content passes."""

    def close(self) -> None: ...
