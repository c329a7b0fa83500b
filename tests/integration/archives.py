"""An archive with one fault, for those who only want to see that it is checked."""

from __future__ import annotations

import io
import tarfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def with_broken_link(path: Path) -> None:
    """A tar at `path`, in which `server/lib/libz.so.1` leads nowhere."""
    path.parent.mkdir(exist_ok=True)
    with tarfile.open(path, "w") as tar:
        link = tarfile.TarInfo("server/lib/libz.so.1")
        link.type, link.linkname = tarfile.SYMTYPE, "libz.so.1.3"
        tar.addfile(link)
        tar.addfile(tarfile.TarInfo("server/README"), io.BytesIO())
