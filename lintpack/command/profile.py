"""`lintpack profile`: the systems on which programs may be tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack import cli
from lintpack.loader.profiles import HOST, ProfileError, find_profile, names

if TYPE_CHECKING:
    from lintpack.loader.profile import Profile
    from lintpack.options import Arguments

_ACTIONS = ("list", "show", "capture")


def profile(arguments: Arguments) -> int:
    action, *rest = arguments.operands
    if action not in _ACTIONS:
        from lintpack.suggest import did_you_mean

        cli.complain(f"`lintpack profile` takes list, show or capture; not `{action}`" + did_you_mean(action, _ACTIONS))
        return cli.FAILED
    if action == "capture":
        from lintpack.loader.capture import capture

        cli.write(capture(rest[0] if rest else HOST))
        return cli.CLEAN
    try:
        if action == "show":
            cli.write(_shown(_find(rest[0] if rest else HOST)))
        elif rest:
            cli.complain("usage: lintpack profile list")
            return cli.FAILED
        else:
            cli.write("".join(f"{name:<14} {_line(_find(name))}\n" for name in names()))
    except ProfileError as error:
        cli.complain(str(error))
        return cli.FAILED
    return cli.CLEAN


def _find(name: str) -> Profile:
    import os

    machine = os.uname().machine
    try:
        return find_profile(name, machine)
    except ProfileError:
        # A profile need not know this computer's machine.
        return find_profile(name)


def _line(one: Profile) -> str:
    version = ".".join(str(part) for part in one.version)
    about = "the running system" if one.live else f"{len(one.libraries)} libraries"
    return f"{one.libc} {version}, {about}"


def _shown(one: Profile) -> str:
    folders = one.directories or one.musl_directories
    lines = [f"{one.name}: {_line(one)}", f"loader       {one.interpreter}", f"directories  {' '.join(folders)}"]
    if one.hwcaps:
        lines.append(f"hwcaps       {' '.join(one.hwcaps)}")
    if one.kernel:
        lines.append(f"kernel       {'.'.join(str(part) for part in one.kernel)}")
    lines += [f"source       {source}" for source in one.sources]
    width = max((len(library.soname) for library in one.libraries), default=0)
    for library in sorted(one.libraries, key=lambda library: library.soname):
        newest = library.versions[-1] if library.versions else ("" if library.versions is None else "no versions")
        lines.append(f"  {library.soname:<{width}}  {library.path}" + (f"  {newest}" if newest else ""))
    return "\n".join(lines) + "\n"
