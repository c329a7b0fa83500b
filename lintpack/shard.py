"""`--shard K/N`: which part of the work a machine of several does.

A path alone decides, so that all machines agree without speaking to each other, and a new file moves no other one.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from lintpack.repository import Repository


class Shard:
    """Part `part` of `parts`, from 1; `given` is `K/N`, "" for all of it."""

    def __init__(self, given: str) -> None:
        part, _, parts = given.partition("/")
        self.part, self.parts = (int(part), int(parts)) if given else (1, 1)

    def has(self, path: str) -> bool:
        """Whether `path`, relative to its repository with `/`, belongs to this part."""
        if self.parts == 1:
            return True
        from hashlib import sha256

        digest = sha256(path.encode("utf-8", "surrogateescape")).digest()
        return int.from_bytes(digest[:8], "big") % self.parts == self.part - 1

    def scripts(self, scripts: Sequence[tuple[str, Repository, str]]) -> list[tuple[str, Repository, str]]:
        """Those of this part: each as shown, its repository, and its path in there."""
        return [script for script in scripts if self.has(script[2])]
