"""What programs that unpack an archive share: where each member ends up."""

from __future__ import annotations

from lintpack.script import paths, texts
from lintpack.script.commands.transfers import nameable
from lintpack.script.plan import Archive, Transfer
from lintpack.script.streams import Member, archive_in, filters_in, member_name
from lintpack.script.values import Wildcard

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from lintpack.script.invocation import Shell
    from lintpack.script.values import Text
    from lintpack.source import Place


def strip(name: Text, count: int) -> tuple[Text, bool]:
    """`name` without its first `count` components; whether that was all, so that only contents stay.

    A `.` at the start counts: tar keeps it in the name (GNU tar manual, 6.7.2 counts leading components)."""
    parts = [part for part in paths.components(name) if part]
    left = [part for part in parts[count:] if part != (".",)]
    return (paths.from_components(left), False) if left else (paths.HERE, True)


def unpack(
    shell: Shell,
    tool: str,
    members: Sequence[Member],
    folder: Text,
    links: str,
    cut: int = 0,
    filters: tuple[str, ...] = (),
) -> None:
    """The transfers of members that come through a pipe into `folder`, a path already joined."""
    for member in members:
        name, contents = strip(member.name, cut)
        source = member.source
        if contents and not paths.is_contents(source):
            source = paths.concat(paths.strip_slashes(source), "/.")
        shell.emit(
            Transfer,
            member.place,
            tool=tool,
            source=source,
            destination=paths.join(folder, name) if not contents else folder,
            links=links,
            recursive=True,
            resolved=nameable(paths.basename(name)),
            filters=filters or filters_in(source),
        )


def extract(
    shell: Shell,
    tool: str,
    archive: Text | None,
    stdin: Text | None,
    folder: Text,
    place: Place,
    wanted: Sequence[Text] = (),
    cut: int = 0,
    form: str = "",
) -> None:
    """Unpack the file `archive` (None: what comes through the pipe, `stdin`) into `folder`; paths are joined."""
    stream = archive_in(stdin) if archive is None else None
    if stream is not None:
        members = stream.members
        if wanted:
            names = {texts.shown(member_name(name)) for name in wanted}
            members = tuple(m for m in members if texts.shown(m.name) in names) or members
        filters = tuple([f"--exclude={texts.shown(pattern)}" for pattern in stream.excludes])
        unpack(shell, tool, members, folder, stream.links, cut, filters)
        return
    inside = tuple(paths.join(folder, strip(member_name(name), cut)[0]) for name in wanted)
    path = archive if archive is not None else ("-",)
    shell.emit(Archive, place, action="extract", path=path, base=folder, members=inside, format=form)


def listed(text: Text | None, separator: str = "\n") -> list[Text] | None:
    """The names that a list (a file, or what find printed) has, one a line; None where it is not known."""
    if text is None:
        return None
    names = [line for line in texts.split(text, separator) if line]
    return None if any(_several(name) for name in names) else names


def _several(name: Text) -> bool:
    """Whether a line is nothing but unknown, and so may be any number of names."""
    return len(name) == 1 and not isinstance(name[0], (str, Wildcard))
