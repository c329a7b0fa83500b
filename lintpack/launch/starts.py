"""Start the programs of a bundle as its own launchers do, and those that none starts as from a plain shell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack.launch.launchers import launches
from lintpack.loader.target import programs

if TYPE_CHECKING:
    from collections.abc import Callable

    from lintpack.loader.start import Start
    from lintpack.loader.survey import Survey


def start_all(
    survey: Survey,
    member: str = "",
    preload: str | None = None,
    cwd: str | None = None,
    only: Callable[[str], bool] = lambda _member: True,
) -> list[Start]:
    """Every start of every program, or of the program `member`; where that is a launcher, of what it starts.

    `preload` and `cwd` win over what launchers give; programs that `only` refuses are left out. Raises ProfileError.
    """
    found = launches(survey)
    members = [member] if member else programs(survey.bundle)
    if member and any(one.launcher == member for one in found):
        found = [one for one in found if one.launcher == member]
        members = list(dict.fromkeys(one.program for one in found))
    starts: list[Start] = []
    for each in filter(only, members):
        rows: dict[tuple[str | None, str | None, str | None, str | None], None] = {}
        for one in found:
            if one.program == each:
                first = one.preload if preload is None else preload
                rows[one.library_path, first, one.cwd if cwd is None else cwd, one.launcher] = None
        for path, first, folder, launcher in rows or {(None, preload, cwd, None): None}:
            starts.append(survey.start(each, path, first, folder, launcher))
    return starts
