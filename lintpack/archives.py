"""The archives of a run of `lintpack check`: read before the scripts, checked after them."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from lintpack.bundle.progress import Progress
from lintpack.bundle.reading import read_bundle
from lintpack.bundle.trouble import BundleError
from lintpack.examine import internal
from lintpack.loader.profiles import ProfileError
from lintpack.parallel import WORTH_IT, Lost, spread
from lintpack.record import Record
from lintpack.rules.context import Context
from lintpack.rules.shared.archive import Archive
from lintpack.script.plan import Plan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import IO, Any

    from lintpack.bundle.index import Bundle
    from lintpack.bundle.limits import Limits
    from lintpack.findings import Finding
    from lintpack.provenance import Meant, Puts
    from lintpack.rules.rule import RuleModule
    from lintpack.source import Source

_TROUBLES = 5
# Bytes of archives that take about half a second to read.
_LARGE = 8_000_000


class Wanted(Record):
    """What the command line says of archives: their paths, the target, and where they will lie there."""

    paths: tuple[str, ...]
    profile: str = "host"
    prefix: str | None = None
    limits: Limits | None = None


class Archives:
    """`paths` are those that could be read. `errors`: one line for each archive, or part of one, that could not be read
    or checked. Of several archives only what the scripts are asked about stays in memory; the rest waits in a file."""

    def __init__(self, wanted: Wanted, jobs: int = 1) -> None:
        self._wanted = wanted
        self._jobs = jobs if _large(wanted.paths) else 1
        self._several = len(wanted.paths) > 1
        self.errors: list[str] = []
        self._stored: list[Stored] = []
        # The names that objects of the archives need, each with one that does (`archive!member`).
        self.needed: dict[str, tuple[str, ...]] = {}
        self._names: set[str] = set()
        # A file without a name: it goes when the process does.
        self._file = _file() if self._several else None
        for path, read in zip(wanted.paths, self._spread(len(wanted.paths), self._read, {}), strict=True):
            if isinstance(read, Lost):
                self.errors.append(_lost(path, read))
                continue
            self.errors += read.errors
            for name, member in read.needed.items():
                self.needed.setdefault(name, (member,))
            self._names |= read.names
            if read.bundle is not None:
                self._stored.append(Stored(path, self._put(read.bundle)))

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple([stored.path for stored in self._stored])

    def digest(self, plan: Plan) -> Meant:
        """What a script puts, as far as it may be in one of these archives."""
        from lintpack.provenance import meant

        return meant(plan, self._names)

    def findings(
        self, plans: Sequence[Meant], modules: Sequence[RuleModule], known: dict[tuple[str, str], Source]
    ) -> list[Finding]:
        """What the rules of LP4xx and LP5xx say, each at the script line that packed its member. `known` is as for
        `parallel.spread`."""
        from lintpack.provenance import Puts

        puts = Puts(plans)
        found: list[Finding] = []
        results = self._spread(len(self._stored), lambda n: self._check(self._stored[n], puts, modules), known)
        for stored, result in zip(self._stored, results, strict=True):
            if isinstance(result, Lost):
                self.errors.append(_lost(stored.path, result))
                continue
            found += result[0]
            self.errors += result[1]
        return found

    # --- one archive, perhaps in a worker

    def _read(self, number: int) -> Read:
        path = self._wanted.paths[number]
        try:
            bundle = read_bundle(path, self._wanted.limits, _quiet(path) if self._several else None)
        except BundleError as error:
            return Read((f"{path}: {error}",))
        except Exception as error:
            return Read((f"{path}: {internal(error)}",))
        errors = (
            () if bundle.complete else tuple(f"{path}: {trouble.message}" for trouble in bundle.troubles[:_TROUBLES])
        )
        needed: dict[str, str] = {}
        for entry in bundle:
            if entry.facts is not None and entry.is_file:
                for name in entry.facts.needed:
                    needed.setdefault(name, f"{path}!{entry.path}")
        names = frozenset([entry.path.rpartition("/")[2] for entry in bundle])
        if not self._several:
            return Read(errors, needed, names, bundle)
        import pickle

        return Read(errors, needed, names, pickle.dumps(bundle, pickle.HIGHEST_PROTOCOL))

    def _check(self, stored: Stored, puts: Puts, modules: Sequence[RuleModule]) -> tuple[list[Finding], list[str]]:
        from lintpack.provenance import Provenance

        found: list[Finding] = []
        errors: list[str] = []
        bundle = self._get(stored)
        provenance = Provenance(bundle, puts)
        archive = Archive(bundle, self._wanted.profile, self._wanted.prefix, provenance.trail, provenance, puts.scripts)
        context = Context(Plan("", (), ()), archive=archive)
        for module in modules:
            if module.RULE.needs == "script":
                continue
            try:
                found += module.check(context)
            except ProfileError as error:
                errors.append(f"{bundle.path}: {error}")
                break
            except Exception as error:
                # One rule's failure must not lose what the others found.
                errors.append(f"{bundle.path}: {module.RULE.code}: {internal(error)}")
        return found, errors

    # --- where bundles wait

    def _put(self, bundle: Bundle | bytes) -> Bundle | tuple[int, int]:
        if not isinstance(bundle, bytes) or self._file is None:
            return bundle  # type: ignore[return-value]
        at = self._file.tell()
        self._file.write(bundle)
        self._file.flush()
        return at, len(bundle)

    def _get(self, stored: Stored) -> Bundle:
        if not isinstance(stored.where, tuple) or self._file is None:
            return stored.where  # type: ignore[return-value]
        import pickle

        at, size = stored.where
        # Ours: nobody else has written to it.
        return pickle.loads(os.pread(self._file.fileno(), size, at))  # type: ignore[no-any-return]

    def _spread(self, count: int, work: Callable[[int], Any], known: dict[tuple[str, str], Source]) -> Iterator[Any]:
        return spread(count, work, self._jobs, known, worth_it=2)


class Read(Record):
    """What comes of reading one archive; `bundle` is None where nothing could be read."""

    errors: tuple[str, ...]
    needed: Mapping[str, str] = {}
    names: frozenset[str] = frozenset()
    bundle: Bundle | bytes | None = None


class Stored(Record):
    """An archive that was read: its bundle, or where in the file that is, and how many bytes."""

    path: str
    where: Bundle | tuple[int, int]


def _large(paths: Sequence[str]) -> bool:
    """Whether reading takes so long that workers are worth their start."""
    size = 0
    for path in paths:
        try:
            status = os.stat(path)
        except (OSError, ValueError):
            continue
        size += _LARGE if stat.S_ISDIR(status.st_mode) else status.st_size
    return len(paths) >= WORTH_IT or size >= _LARGE


def _quiet(path: str) -> Progress:
    """No progress is told of one archive among several."""
    from io import StringIO

    return Progress(path, StringIO())


def _file() -> IO[bytes]:
    from tempfile import TemporaryFile

    return TemporaryFile(prefix="lintpack-")


def _lost(path: str, lost: Lost) -> str:
    return f"{path}: lintpack ended unexpectedly over it ({lost.why}), please report it"
