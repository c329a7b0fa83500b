"""Work on many things in several processes, so that what goes wrong with one costs only that one.

    tasks 0…n ─ pieces of a few ─▶ worker, worker … ─ results in the order of the tasks ─▶

A worker is a fork of this process: what is known here it knows, nothing has to be sent to it, and it starts in
milliseconds. `multiprocessing` would do the same, but gives all work up where one worker ends unexpectedly. Where there
is no fork (Windows), or one process is enough, everything happens here.
"""

from __future__ import annotations

import os

from lintpack.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator
    from typing import Any

    from lintpack.source import Source

# Fewer tasks are done sooner here than workers are started.
WORTH_IT = 16
# Tasks after which garbage is looked for.
ROUND = 100


class Lost(Record):
    """A task whose worker ended before it was done; `why` says how."""

    why: str


def cpus() -> int:
    """The processors that this process may use: of the machine, of its affinity, of its control group."""
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    # Linux's cgroup v2 (cpu.max: quota and period in microseconds); a container on a large machine often has few.
    try:
        with open("/sys/fs/cgroup/cpu.max", encoding="ascii") as file:
            quota, period = file.read().split()[:2]
        if quota != "max":
            count = min(count, max(1, -(-int(quota) // int(period))))
    except (OSError, ValueError):
        pass
    return count


def spread(
    count: int,
    work: Callable[[int], Any],
    jobs: int,
    known: dict[tuple[str, str], Source] | None = None,
    worth_it: int = WORTH_IT,
) -> Generator[Any, None, None]:
    """What `work`, which raises nothing, gives for 0 up to `count`, in that order; `Lost` where a worker ended over it.

    Results are pickled. Each `Source` in them becomes one here, however often it comes back: that of its path and text
    in `known`, which is added to. Whoever does not take all of it closes the iterator.
    """
    if jobs <= 1 or count < worth_it or not hasattr(os, "fork"):
        yield from _here(count, work)
        return
    from lintpack.workers import Pool

    pool = Pool(count, work, min(jobs, count), {} if known is None else known)
    try:
        yield from pool.results()
    finally:
        pool.end()


def _here(count: int, work: Callable[[int], Any]) -> Iterator[Any]:
    for number in range(count):
        yield work(number)
        if number % ROUND == ROUND - 1:
            collect(number // ROUND)


def collect(count: int) -> None:
    """Free the garbage of a round of tasks, the `count`-th: the command switches collecting off, which a long run
    cannot do without. Only what was made in the round is looked at, and all of it now and then."""
    import gc

    if count % 16 == 15:
        gc.collect()
        gc.freeze()
    else:
        gc.collect(0)
