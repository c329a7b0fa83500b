"""Start programs of a bundle on a target, all alike: what `lintpack loads` does before it prints."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lintpack.bundle.resolve import FOUND, OUTSIDE, resolve
from lintpack.loader.environment import Environment
from lintpack.loader.load import load
from lintpack.loader.profiles import HOST, find_profile
from lintpack.loader.start import Start
from lintpack.loader.target import Target, machine_of, place

if TYPE_CHECKING:
    from lintpack.bundle.index import Bundle
    from lintpack.loader.profile import Profile

_DEFAULT_MACHINE = "x86_64"


class Survey:
    """One bundle on the system of a profile, which differs by the machine that a program is for.

    `prefix`: where the bundle will lie; None is its usual place (target.place).
    """

    def __init__(self, bundle: Bundle, profile: str = HOST, prefix: str | None = None) -> None:
        self.bundle = bundle
        self._profile = profile
        self._prefix = prefix
        self._targets: dict[str, tuple[Profile, Target]] = {}

    def target(self, member: str) -> tuple[Profile, Target]:
        """The system for the program `member`, and the bundle on it. Raises ProfileError where there is none."""
        entry = resolve(self.bundle, member).entry
        machine = machine_of(entry.facts) if entry is not None and entry.facts is not None else None
        machine = machine or (os.uname().machine if self._profile == HOST else _DEFAULT_MACHINE)
        if machine not in self._targets:
            profile = find_profile(self._profile, machine)
            self._targets[machine] = (profile, place(self.bundle, profile, self._prefix))
        return self._targets[machine]

    def start(
        self,
        member: str,
        library_path: str | None = None,
        preload: str | None = None,
        cwd: str | None = None,
        launcher: str | None = None,
    ) -> Start:
        """The program `member` (a path in the bundle, links allowed) with these values of the environment.

        `cwd`: the working directory; None is the present one for a folder that stays where it is, else the bundle's.
        A relative one is below the bundle's root, where it is not the present directory's. Raises ProfileError.
        """
        profile, target = self.target(member)
        here = self._prefix is None and self.bundle.format == "directory" and profile.live
        folder = cwd if cwd is not None else (os.getcwd() if here else target.root)
        if not folder.startswith("/"):
            folder = os.path.abspath(folder) if here else target.path(folder)
        environment = Environment(library_path, preload, target.files.real(folder))
        result = load(target.path(member), target.files, profile, environment)
        return Start(result, target.files, launcher, library_path, preload)

    def member(self, text: str) -> str | None:
        """The member that a user means by `text`: its path in the bundle, or that of a file in the bundle's folder."""
        name = os.path.normpath(text).lstrip("/") if text else ""
        if name and self._reaches(name):
            return name
        if self.bundle.format == "directory":
            root = os.path.realpath(self.bundle.path)
            whole = os.path.abspath(text)
            inside = os.path.join(os.path.realpath(os.path.dirname(whole)), os.path.basename(whole))
            if inside.startswith(root + "/"):
                return inside[len(root) + 1 :]
        return None

    def _reaches(self, name: str) -> bool:
        return resolve(self.bundle, name).status in (FOUND, OUTSIDE)
