"""What a program is started with, as far as a loader cares."""

from __future__ import annotations

from lintpack.record import Record


class Environment(Record):
    """`library_path` and `preload` are the values of LD_LIBRARY_PATH and LD_PRELOAD, None where unset.

    `cwd`: the working directory, absolute. `secure`: started with AT_SECURE (set-user-ID and the like);
    None: as the program's own mode says.
    """

    library_path: str | None = None
    preload: str | None = None
    cwd: str = "/"
    secure: bool | None = None
