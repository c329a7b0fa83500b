"""The processes behind `parallel.spread`: a pool of forks that survives the end of any of them."""

from __future__ import annotations

import copyreg
import gc
import io
import os
import pickle
import resource
import select
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from lintpack.parallel import ROUND, Lost, collect
from lintpack.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

# Tasks that a worker takes at once: neighbours in order, which often read the same files.
_PIECE = 8
# Finished tasks that wait for an earlier one, for each worker.
_AHEAD = 64
# Bytes of a number in a pipe.
_HEAD = 8
# The status of a worker whose result could not be sent.
_FAILED = 70
# Bytes from which on a worker makes way for a new one, and its status then: what a large script took, Python keeps.
_GROWN = 500_000_000
_RETIRED = 75


class _Worker:
    """One child: `tasks` are those that it has, in order; what it says is collected in `heard`."""

    def __init__(self, pid: int, to: int, back: int) -> None:
        self.pid, self.to, self.back = pid, to, back
        self.tasks: list[int] = []
        self.heard = bytearray()

    def take(self) -> Iterator[bytes]:
        """The complete messages that were heard: eight bytes of length, and so many bytes."""
        while len(self.heard) >= _HEAD:
            end = _HEAD + int.from_bytes(self.heard[:_HEAD], "little")
            if len(self.heard) < end:
                break
            yield bytes(self.heard[_HEAD:end])
            del self.heard[:end]


class Pool:
    def __init__(self, count: int, work: Callable[[int], Any], jobs: int, known: dict[tuple[str, str], Source]) -> None:
        def source(path: str, text: str) -> Source:
            found = known.get((path, text))
            if found is None:
                found = known[path, text] = Source(path, text)
            return found

        class Reader(pickle.Unpickler):
            def find_class(self, module: str, name: str) -> Any:
                return source if (module, name) == (Source.__module__, "Source") else super().find_class(module, name)

        self._reader, self._poll = Reader, select.poll()
        self._work, self._count, self._jobs = work, count, jobs
        self._piece = max(1, min(_PIECE, count // (jobs * 4)))
        self._next = 0
        self._again: list[int] = []
        self._done: dict[int, Any] = {}
        self._workers: dict[int, _Worker] = {}

    def results(self) -> Iterator[Any]:
        for wanted in range(self._count):
            while wanted not in self._done:
                self._feed(wanted)
                for descriptor, _ in self._poll.poll():
                    self._listen(self._workers[descriptor])
            yield self._done.pop(wanted)

    def end(self) -> None:
        """No worker is left behind, whatever it does."""
        for worker in list(self._workers.values()):
            with suppress(OSError):
                os.kill(worker.pid, signal.SIGKILL)
            self._bury(worker)

    # --- handing out, and hearing

    def _feed(self, wanted: int) -> None:
        """Give every idle worker something to do, and start those that are missing."""
        for worker in list(self._workers.values()):
            if not worker.tasks:
                self._hand(worker, wanted)
        while len(self._workers) < self._jobs and self._waiting(wanted):
            self._hand(self._start(), wanted)

    def _waiting(self, wanted: int) -> bool:
        return bool(self._again) or self._next < min(self._count, wanted + _AHEAD * self._jobs)

    def _hand(self, worker: _Worker, wanted: int) -> None:
        if not self._waiting(wanted):
            return
        if self._again:
            worker.tasks = [self._again.pop(0)]
        else:
            stop = min(self._count, self._next + self._piece)
            worker.tasks = list(range(self._next, stop))
            self._next = stop
        first, last = worker.tasks[0], worker.tasks[-1]
        # Where it has ended, reading from it will tell.
        with suppress(BrokenPipeError):
            os.write(worker.to, first.to_bytes(_HEAD, "little") + last.to_bytes(_HEAD, "little"))

    def _listen(self, worker: _Worker) -> None:
        data = os.read(worker.back, 1 << 20)
        worker.heard += data
        for message in worker.take():
            self._done[worker.tasks.pop(0)] = self._load(message)
        if data:
            return
        status = self._bury(worker)
        if os.waitstatus_to_exitcode(status) == _RETIRED:
            self._again = sorted([*self._again, *worker.tasks])
        elif worker.tasks:
            lost, *rest = worker.tasks
            self._done[lost] = Lost(_ending(status))
            self._again = sorted([*self._again, *rest])

    def _load(self, message: bytes) -> Any:
        return self._reader(io.BytesIO(message)).load()

    # --- processes

    def _start(self) -> _Worker:
        theirs, to = os.pipe()
        back, ours = os.pipe()
        pid = os.fork()
        if not pid:
            # Nothing may come back from here: the caller's work is the parent's.
            try:
                for other in (to, back, *(d for w in self._workers.values() for d in (w.to, w.back))):
                    os.close(other)
                self._serve(theirs, ours)
                os._exit(0)
            except BrokenPipeError:
                os._exit(0)
            finally:
                os._exit(_FAILED)
        os.close(theirs)
        os.close(ours)
        worker = self._workers[back] = _Worker(pid, to, back)
        self._poll.register(back)
        return worker

    def _bury(self, worker: _Worker) -> int:
        """Forget a worker that has ended or was killed; gives how it ended, as `os.waitpid` has it."""
        del self._workers[worker.back]
        self._poll.unregister(worker.back)
        os.close(worker.back)
        os.close(worker.to)
        return os.waitpid(worker.pid, 0)[1]

    def _serve(self, theirs: int, ours: int) -> None:
        """The life of a worker: until there are no more tasks, or nobody to do them for."""
        # An interrupt at the terminal reaches all; the parent ends its workers.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        # What is here already is looked at in no collection.
        gc.freeze()
        done = 0
        table = copyreg.dispatch_table.copy()
        table[Source] = lambda source: (Source, (source.path, source.text))
        first = _peak()
        while _peak() - first < _GROWN:
            piece = os.read(theirs, 2 * _HEAD)
            if len(piece) < 2 * _HEAD:
                return
            for number in range(int.from_bytes(piece[:_HEAD], "little"), int.from_bytes(piece[_HEAD:], "little") + 1):
                out = io.BytesIO()
                out.write(bytes(_HEAD))
                pickler = pickle.Pickler(out, pickle.HIGHEST_PROTOCOL)
                pickler.dispatch_table = table
                pickler.dump(self._work(number))
                size = out.tell() - _HEAD
                out.seek(0)
                out.write(size.to_bytes(_HEAD, "little"))
                left = out.getbuffer()
                while left:
                    left = left[os.write(ours, left) :]
                done += 1
                if done % ROUND == 0:
                    collect(done // ROUND)
        os._exit(_RETIRED)


def _peak() -> int:
    """The most memory that this process has had, in bytes."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def _ending(status: int) -> str:
    code = os.waitstatus_to_exitcode(status)
    if code < 0:
        try:
            return f"signal {signal.Signals(-code).name}"
        except ValueError:
            return f"signal {-code}"
    return f"status {code}"
