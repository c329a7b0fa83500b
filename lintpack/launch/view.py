"""The scripts of a bundle, as the interpreter reads files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack.bundle.entry import DIRECTORY
from lintpack.bundle.resolve import resolve
from lintpack.repository import Repository

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.bundle.index import Bundle


class BundleRepository(Repository):
    """The text members of `bundle`; its root is the bundle's. Messages show `ARCHIVE!MEMBER`."""

    on_disk = False

    def __init__(self, bundle: Bundle) -> None:
        super().__init__(".", f"{bundle.path}!")
        self._bundle = bundle

    def _load(self, path: str) -> bytes | None:
        entry = resolve(self._bundle, path).entry
        return entry.text.encode("utf-8", "surrogateescape") if entry is not None and entry.text is not None else None

    def _kind(self, path: str) -> str:
        entry = resolve(self._bundle, "" if path == "." else path).entry
        if entry is None:
            return ""
        if path != "." and resolve(self._bundle, path, last=False).entry is not entry:
            return "link"
        return "directory" if entry.kind == DIRECTORY else "file"

    def _names(self) -> Iterator[str]:
        for entry in self._bundle:
            if entry.is_file:
                yield entry.path
