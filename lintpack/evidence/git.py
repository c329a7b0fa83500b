"""What git holds: files at a revision or in the index, what was renamed, which lines changed.

Plain `git` is called, never through a shell, with bounded time, and in such a way that it runs nothing that a
repository's configuration names (hooks, fsmonitor, external diffs, filters, textconv), takes no lock and asks no
server. Where there is no git, no repository, no such revision (a shallow clone): there is nothing, and no error.
"""

from __future__ import annotations

import os

from lintpack.record import Record
from lintpack.repository import decode
from lintpack.script import limits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# The name of the index as a revision, as in git's own `:path`.
INDEX = ":"
_TIMEOUT = 10.0
_OPTIONS = ("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "--no-pager")
_ENVIRONMENT = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_TERMINAL_PROMPT": "0",
    # In a partial clone what is not there stays away: git 2.45, and for older ones no protocol at all.
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "LC_ALL": "C",
}
# Arguments of one call; Linux takes 128 KiB each and some MiB together.
_PATHS = 500
# Lines that are compared one by one; of longer pieces all count as changed.
_COMPARED = 20_000


class Entry(Record):
    """A file of a tree: its mode (`100644`, `100755`, `120000` for a link, `160000` for a submodule) and object."""

    mode: str
    object: str


class Change(Record):
    """`status` A, D, M, R or T, as git has it. `old` is the path before, that of a renamed file."""

    status: str
    path: str
    old: str


class Hunk(Record):
    """Lines `old` (first, count) became lines `new`. Of lines that were only added or removed, one count is 0, and its
    first is the line before which they stood or stand."""

    old: tuple[int, int]
    new: tuple[int, int]


class Git:
    """The repository around the folder `root`. Paths are relative to `root`, with `/`."""

    def __init__(self, root: str = ".", timeout: float = _TIMEOUT) -> None:
        """`timeout`, in seconds, is for each call; after one that took longer, nothing more is asked."""
        self.root = root
        self._timeout = timeout
        self._works: bool | None = None
        self._commits: dict[str, str | None] = {}
        self._bases: dict[str, str | None] = {}
        self._changes: dict[str, tuple[Change, ...]] = {}
        self._before: dict[str, dict[str, str | None]] = {}
        self._entries: dict[str, dict[str, Entry]] = {}

    # --- revisions

    @property
    def available(self) -> bool:
        """Whether there is a git and a repository that it is willing to read (its own `safe.directory` included)."""
        if self._works is None:
            self._works = True
            self._works = self._run("rev-parse", "--git-dir") is not None
        return self._works

    def commit(self, revision: str) -> str | None:
        """The commit's object name; None where there is no such revision. `INDEX` is itself."""
        if revision == INDEX:
            return INDEX if self.available else None
        if revision not in self._commits:
            name = None
            if revision and self.available and "\0" not in revision:
                name = self._run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
            self._commits[revision] = name.decode("ascii", "replace").strip() or None if name else None
        return self._commits[revision]

    def base(self, revision: str) -> str | None:
        """Where this branch left `revision`, so that what others did there since is not taken for this change; the
        revision itself where the two have no common past, as in a shallow clone."""
        if revision not in self._bases:
            commit = self.commit(revision)
            common = None
            if commit not in (None, INDEX) and self.commit("HEAD"):
                common = self._run("merge-base", str(commit), "HEAD")
            self._bases[revision] = common.decode("ascii", "replace").strip() if common else commit
        return self._bases[revision]

    # --- files

    def files(self, revision: str) -> tuple[str, ...]:
        """All files below the root, sorted; () where there is nothing."""
        return tuple(sorted(self.entries(revision)))

    def entries(self, revision: str, paths: Iterable[str] | None = None) -> Mapping[str, Entry]:
        """The files below the root, or those of `paths` that exist."""
        commit = self.commit(revision)
        if commit is None:
            return {}
        if commit in self._entries:
            listed = self._entries[commit]
            return listed if paths is None else {p: listed[p] for p in paths if p in listed}
        if paths is None:
            listed = self._entries[commit] = self._list(commit, ())
            return listed
        wanted = [p for p in dict.fromkeys(paths) if p and "\0" not in p and not p.startswith(("/", "../"))]
        found: dict[str, Entry] = {}
        for at in range(0, len(wanted), _PATHS):
            found |= self._list(commit, wanted[at : at + _PATHS])
        return {p: found[p] for p in wanted if p in found}

    def _list(self, commit: str, paths: Iterable[str]) -> dict[str, Entry]:
        command = ("ls-files", "--stage", "-z") if commit == INDEX else ("ls-tree", "-r", "-z", commit)
        found = {}
        # `100644 blob OBJECT<TAB>path`, in the index `100644 OBJECT STAGE<TAB>path`.
        for line in (self._run(*command, "--", *paths) or b"").split(b"\0"):
            head, tab, path = line.partition(b"\t")
            fields = head.decode("ascii", "replace").split()
            if tab and len(fields) == 3 and (commit != INDEX or fields[2] == "0"):
                found[os.fsdecode(path)] = Entry(fields[0], fields[1] if commit == INDEX else fields[2])
        return found

    def show(self, revision: str, path: str) -> str | None:
        """The text of a file; None where there is no such file, or it is a link, a submodule or too large."""
        return self.read(revision, (path,)).get(path)

    def read(self, revision: str, paths: Iterable[str]) -> dict[str, str]:
        """The texts of several files, as `show`, in a few calls of git for all."""
        entries = {p: e for p, e in self.entries(revision, tuple(paths)).items() if e.mode.startswith("100")}
        blobs = self.blobs(e.object for e in entries.values())
        return {p: decode(blobs[e.object]) for p, e in entries.items() if e.object in blobs}

    def blobs(self, objects: Iterable[str]) -> dict[str, bytes]:
        """The content of objects by name, but for those that are no blobs, too large, or not there."""
        names = list(dict.fromkeys(objects))
        if not names:
            return {}
        checked = self._run("cat-file", "--batch-check", given="\n".join([*names, ""]).encode()) or b""
        fields = [line.split() for line in checked.decode("ascii", "replace").splitlines()]
        wanted = [f[0] for f in fields if len(f) == 3 and f[1] == "blob" and int(f[2]) <= limits.FILE_SIZE]
        data = self._run("cat-file", "--batch", given="\n".join([*wanted, ""]).encode()) if wanted else b""
        found: dict[str, bytes] = {}
        at = 0
        # `OBJECT blob SIZE<LF>content<LF>`
        while data and (end := data.find(b"\n", at)) >= 0:
            head = data[at:end].decode("ascii", "replace").split()
            at = end + 1
            if len(head) == 3 and head[2].isdigit():
                found[head[0]] = data[at : at + int(head[2])]
                at += int(head[2]) + 1
        return found

    # --- changes

    def changes(self, revision: str) -> tuple[Change, ...]:
        """What the index changed since `revision`, renames found; () where there is nothing to compare.

        In a checkout of a commit the index is that commit, and while a commit is made it is what will be committed."""
        if revision not in self._changes:
            self._changes[revision] = tuple(self._compared(revision))
        return self._changes[revision]

    def _compared(self, revision: str) -> list[Change]:
        commit = self.commit(revision)
        if commit in (None, INDEX):
            return []
        command = (
            "diff-index",
            "--cached",
            "-M",
            "--relative",
            "--no-ext-diff",
            "--no-textconv",
            "--name-status",
            "-z",
        )
        fields = [os.fsdecode(f) for f in (self._run(*command, str(commit), "--") or b"").split(b"\0")]
        found = []
        at = 0
        while at + 1 < len(fields):
            status, path = fields[at][:1], fields[at + 1]
            at += 2
            old = path
            if status in ("R", "C") and at < len(fields):
                path = fields[at]
                at += 1
            found.append(Change(status, path, old))
        return found

    def unstaged(self) -> tuple[str, ...]:
        """The files below the root that differ from what is staged of them, or are not there."""
        listed = self._run("diff-files", "--relative", "--no-ext-diff", "--no-textconv", "--name-only", "-z") or b""
        return tuple(os.fsdecode(name) for name in listed.split(b"\0") if name)

    def changed(self, revision: str) -> frozenset[str] | None:
        """The files that are not as they were at `revision`, staged or on disk; None where one of that time is gone,
        or has another path: scripts that did not change may then read others than they did."""
        changes = self.changes(revision)
        unstaged = self.unstaged()
        gone = any(change.status in ("D", "R") for change in changes)
        if gone or not all(os.path.lexists(os.path.join(self.root, path)) for path in unstaged):
            return None
        return frozenset((*[change.path for change in changes], *unstaged))

    def path_before(self, revision: str, path: str) -> str | None:
        """The path that a file of now had at `revision`; None where there was none."""
        if revision not in self._before:
            self._before[revision] = {
                change.path: None if change.status == "A" else change.old for change in self.changes(revision)
            }
        before = self._before[revision]
        if path in before:
            return before[path]
        return path if path in self.entries(revision, (path,)) else None

    # --- calling git

    def _run(self, *arguments: str, given: bytes | None = None) -> bytes | None:
        """What git prints; None where it fails, is missing, or takes too long."""
        if self._works is False:
            return None
        import subprocess

        try:
            done = subprocess.run(
                ["git", *_OPTIONS, *arguments],
                cwd=self.root,
                env=_environment(self.root),
                input=given,
                stdin=subprocess.DEVNULL if given is None else None,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=self._timeout,
                check=False,
            )
        except subprocess.TimeoutExpired:
            self._works = False
            return None
        except (OSError, ValueError):
            return None
        return done.stdout if done.returncode == 0 else None


def _environment(root: str) -> dict[str, str]:
    """The caller's environment. Inside a hook git names the repository and the index in it, relative to the hook's
    folder: these are kept where `root` lies there, and else belong to another repository."""
    environment = {name: value for name, value in os.environ.items() if name != "GIT_EXTERNAL_DIFF"}
    here, there = os.path.realpath("."), os.path.realpath(root)
    if there == here or there.startswith(here.rstrip("/") + "/"):
        for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR"):
            if environment.get(name):
                environment[name] = os.path.abspath(environment[name])
        if environment.get("GIT_DIR"):
            environment.setdefault("GIT_WORK_TREE", here)
    else:
        for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR"):
            environment.pop(name, None)
    environment.pop("GIT_PREFIX", None)
    return environment | _ENVIRONMENT


def base_of_hook(environment: Mapping[str, str] | None = None) -> str:
    """What a run inside a git hook is to be compared with; "" outside of one.

    pre-commit names the range of a push, or of `--from-ref` and `--to-ref`, in PRE_COMMIT_FROM_REF and
    PRE_COMMIT_TO_REF; while a commit is made it sets PRE_COMMIT, and git itself GIT_INDEX_FILE (githooks(5)): then the
    last commit. Of a range the start is enough: what is on disk is HEAD, and `Git.base` goes back to where that left
    the start. That is where the end left it too, unless HEAD is the merge of both that GitHub makes for a pull
    request: what the other side did is in there, and is no part of the change."""
    known = os.environ if environment is None else environment
    if known.get("PRE_COMMIT_FROM_REF"):
        return known["PRE_COMMIT_FROM_REF"]
    return "HEAD" if known.get("PRE_COMMIT") or known.get("GIT_INDEX_FILE") else ""


def hunks(before: str, after: str) -> tuple[Hunk, ...]:
    """Where two texts differ, by lines, in order."""
    old, new = before.splitlines(), after.splitlines()
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    old, new = old[start : len(old) - end], new[start : len(new) - end]
    if not old and not new:
        return ()
    if not old or not new or len(old) + len(new) > _COMPARED:
        return (Hunk((start + 1, len(old)), (start + 1, len(new))),)
    from difflib import SequenceMatcher

    return tuple(
        Hunk((start + a + 1, b - a), (start + c + 1, d - c))
        for tag, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes()
        if tag != "equal"
    )
