"""Runs a script under real bash with recorders for tools, and holds what they did against the plan.

A script of `scripts/` says in comments what it is given: `# set: NAME=VALUE …` and `# with: ARGUMENT …`; `# open: N`:
so many transfers hang on how a command ends, which no plan can tell, and do not happen. It runs in a folder that holds
the files of `FILES`, the links of `LINKS` and the scripts themselves.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

from lintpack.repository import MemoryRepository, Repository
from lintpack.script import interpret, texts
from lintpack.script.plan import Directory, Limit, Link, Plan, Removal, RunPath, Transfer, Unfollowed, Unresolved
from lintpack.script.values import Hole, Reference, Wildcard
from tests.execution.apply import apply, tree
from tests.script.commands.fake_shell import short

HERE = Path(__file__).parent
TOOLS = """cp mv ln install rsync tar rm mkdir patchelf chrpath strip objcopy find xargs sudo nice nohup stdbuf fakeroot
docker ldd ldconfig uname zip unzip cpio dd tee touch chmod""".split()

FILES = """build/lib/libfoo.so.4.6.5 build/lib/libbar.so.1.2 build/lib/libbaz.so build/lib/libbaz.a build/lib/libbaz.la
build/lib/plugins/p1.so build/lib/plugins/p2.so build/bin/server build/bin/shell build/bin/tool
build/conf/server.ini build/conf/log.conf thirdparty/lib/libtcmalloc.so.4.5.9 thirdparty/lib/libz.so.1.2.13
thirdparty/lib/librocksdb.so.8 thirdparty/lib64/libssl.so.3 LICENSE README.md share/doc/guide.md""".split()
LINKS = {
    "build/lib/libfoo.so": "libfoo.so.4",
    "build/lib/libfoo.so.4": "libfoo.so.4.6.5",
    "build/lib/libbar.so": "libbar.so.1",
    "build/lib/libbar.so.1": "libbar.so.1.2",
    "thirdparty/lib/libtcmalloc.so": "libtcmalloc.so.4",
    "thirdparty/lib/libtcmalloc.so.4": "libtcmalloc.so.4.5.9",
    "thirdparty/lib/libz.so.1": "libz.so.1.2.13",
}


class Done(NamedTuple):
    """One thing that a real tool said it did; paths are relative to the scratch folder where they are inside."""

    tool: str
    source: str
    destination: str


class Call(NamedTuple):
    folder: str
    words: list[str]


def names() -> list[str]:
    return sorted(path.name for path in (HERE / "scripts").glob("*.sh"))


def missing(script: str) -> list[str]:
    """The tools that the script uses and this machine does not have."""
    words = set(re.findall(r"[\w-]+", (HERE / "scripts" / script).read_text()))
    return [tool for tool in ("rsync", "zip", "cpio") if tool in words and shutil.which(tool) is None]


def settings_of(script: str) -> tuple[dict[str, str], list[str], int]:
    """The variables and arguments that a script asks for in its comments, and how many transfers it leaves open."""
    text = (HERE / "scripts" / script).read_text()
    found = {key: shlex.split(value) for key, value in re.findall(r"^# (set|with|open): (.*)$", text, re.M)}
    variables = dict(word.split("=", 1) for word in found.get("set", []))
    return variables, found.get("with", []), int(found.get("open", ["0"])[0])


def prepare(root: Path) -> None:
    """Fill the scratch folder."""
    for name in FILES:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name + "\n")
    for name, target in LINKS.items():
        (root / name).symlink_to(target)
    for path in (HERE / "scripts").rglob("*"):
        copy = root / "scripts" / path.relative_to(HERE / "scripts")
        if path.is_file():
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(path.read_text())


def execute(script: str, scratch: Path) -> tuple[list[Done], list[Call]]:
    """Run the script for real: what was done, and every call of a tool."""
    root, recorders = scratch / "root", scratch / "recorders"
    recorders.mkdir()
    for tool in TOOLS:
        (recorders / tool).symlink_to(HERE / "recorders" / "record")
    log = scratch / "log"
    variables, arguments, _ = settings_of(script)
    real = "/usr/bin:/bin:/usr/sbin:/sbin"
    environment = {"HOME": "/home/me", "REAL_PATH": real, "RECORD_LOG": str(log), "SCRATCH": str(root), **variables}
    environment["PATH"] = f"{recorders}:{real}"
    ran = subprocess.run(
        ["bash", f"scripts/{script}", *arguments],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return _done(log.with_name("log.done"), root), _calls(log, root)


def _inside(root: Path, folder: str, name: str) -> str:
    path = os.path.normpath(Path(folder, name))
    return os.path.relpath(path, root) if path.startswith(str(root)) else path


_SAID = re.compile(r"^(?:renamed |copied )?'(.*)' (?:->|=>) '(.*)'$")
_REMOVED = re.compile(r"^removed (?:directory )?'(.*)'$")
_MADE = re.compile(r"^(?:\S*/)?(?:mkdir|install): (?:created|creating) directory '(.*)'$")


def _done(path: Path, root: Path) -> list[Done]:
    """What the verbose tools said."""
    found = []
    for line in path.read_text().splitlines() if path.exists() else ():
        tool, folder, said = line.split("\t", 2)
        if match := _SAID.match(said):
            first, second = match.groups()
            if tool == "ln":
                found.append(Done(tool, second, _inside(root, folder, first)))
            else:
                found.append(Done(tool, _inside(root, folder, first), _inside(root, folder, second)))
        elif match := _REMOVED.match(said):
            found.append(Done("rm", "", _inside(root, folder, match[1])))
        elif match := _MADE.match(said):
            found.append(Done("mkdir", "", _inside(root, folder, match[1])))
        elif not re.fullmatch(r"removed .*|\S+ -> \S+", said):  # the second: what --parents makes
            raise AssertionError(said)
    return found


def _calls(path: Path, root: Path) -> list[Call]:
    fields = path.read_text().split("\0") if path.exists() else [""]
    found, at = [], 0
    while at < len(fields) - 1:
        count = int(fields[at])
        folder, words = fields[at + 1], fields[at + 2 : at + 3 + count]
        found.append(Call(os.path.relpath(folder, root), words))
        at += 3 + count
    return found


def plan_of(script: str, root: Path | None) -> Plan:
    """The plan of the script with what it is given; `root`: the scratch folder, None to know the scripts only."""
    variables, arguments, _ = settings_of(script)
    if root is None:
        files = {f"scripts/{p.relative_to(HERE / 'scripts')}": p.read_text() for p in (HERE / "scripts").rglob("*.sh")}
        repository: Repository = MemoryRepository(files)
    else:
        repository = Repository(str(root))
    given = {"HOME": "/home/me", **variables}
    return interpret(f"scripts/{script}", repository, variables=given, arguments=arguments, environment_known=True)


def _regex(text: tuple[object, ...]) -> str:
    parts = []
    for piece in text:
        if isinstance(piece, str):
            parts.append(re.escape(piece))
        elif isinstance(piece, Wildcard):
            every = {"**": ".*", "*": "[^/]*", "?": "[^/]"}
            parts.append(every.get(piece.text, piece.text.replace("[!", "[^") if piece.text[0] == "[" else "[^/]*"))
        else:
            parts.append(".+")
    regex = "".join(parts).replace(".*/", "(?:.*/)?")
    return "(?:.+/)?" + regex[3:] if regex.startswith(".+/") else regex


def explains(effect: object, done: Done) -> bool:
    """Whether an effect of the plan is what the tool did, or a folder that holds it."""
    if isinstance(effect, Directory):
        wanted = texts.shown(effect.path)
        return done.tool == "mkdir" and (wanted == done.destination or wanted.startswith(done.destination + "/"))
    if isinstance(effect, Removal):
        return done.tool == "rm" and bool(
            re.fullmatch(_regex(effect.path) + ("(/.*)?" * effect.recursive), done.destination)
        )
    if isinstance(effect, Link):
        return (
            done.tool == "ln"
            and re.fullmatch(_regex(effect.path), done.destination) is not None
            and (not effect.symbolic or re.fullmatch(_regex(effect.target), done.source) is not None)
        )
    if not isinstance(effect, Transfer) or effect.tool != done.tool:
        # install -D makes the folders of its target.
        if isinstance(effect, Transfer) and effect.tool == "install" and done.tool == "mkdir":
            return texts.shown(effect.destination).startswith(done.destination + "/")
        return False
    source, destination = done.source, done.destination
    if effect.recursive:
        base, target = texts.shown(effect.source), texts.shown(effect.destination)
        if base.endswith(("/.", "/")):
            base = base.rstrip("/.") or "."
        if base == "." or source.startswith(base + "/"):
            rest = source if base == "." else source[len(base) + 1 :]
            if destination == os.path.normpath(f"{target}/{rest}"):
                return True
        if source == base and destination == target:
            return True
    if not re.fullmatch(_regex(effect.source), source):
        return False
    folder, _, name = destination.rpartition("/")
    *above, last = texts.split(effect.destination, "/")
    mirrors = any(isinstance(piece, Wildcard) for piece in last) and last == texts.split(effect.source, "/")[-1]
    if mirrors and name != source.rpartition("/")[2]:
        return False
    above_text = texts.concat(*[part for folder_text in above for part in (folder_text, ("/",))][:-1])
    return bool(re.fullmatch(_regex(last), name)) and bool(re.fullmatch(_regex(above_text), folder))


def is_done(effect: object) -> bool:
    """Whether an effect is one that the log can show."""
    if isinstance(effect, Transfer):
        return effect.tool in {"cp", "mv", "install"}
    return isinstance(effect, (Link, Removal, Directory))


def exists(root: Path, effect: Transfer | Link) -> bool:
    """Whether there is, after the run, something for a transfer to have copied: else the real tool failed."""
    if isinstance(effect, Link):
        return True
    wanted = re.compile(_regex(texts.opened(effect.source)))
    return any(wanted.fullmatch(path.relative_to(root).as_posix()) for path in root.rglob("*"))


def disagreements(script: str, plan: Plan, done: list[Done], calls: list[Call], root: Path | None = None) -> list[str]:
    """What was done and is not in the plan; with `root`, the scratch folder, also what is planned and was not done."""
    effects = [effect for effect in plan.effects if is_done(effect)]
    found = []
    used: dict[int, int] = {}
    for one in done:
        explaining = [n for n, effect in enumerate(effects) if explains(effect, one)]
        if not explaining:
            found.append(f"not in the plan: {one}")
        for number in explaining:
            used[number] = used.get(number, 0) + 1
    left = 0
    if root is not None:
        for number, effect in enumerate(effects):
            if number in used or not isinstance(effect, (Transfer, Link)) or not exists(root, effect):
                continue
            if effect.origin.guards:
                left += 1
            else:
                guards = [f"{guard.shown} is {guard.holds}" for guard in effect.origin.guards]
                found.append(f"not done: {short(effect)} {guards}")
    if root is not None and left != settings_of(script)[2]:
        found.append(f"{left} transfers are left open")
    paths = [
        effect for effect in plan.effects if isinstance(effect, RunPath) and effect.tool in {"patchelf", "chrpath"}
    ]
    for call in calls:
        if call.words[0] in {"patchelf", "chrpath"} and not any(patches(effect, call) for effect in paths):
            found.append(f"not in the plan: {call}")
    return found


def patches(effect: RunPath, call: Call) -> bool:
    """Whether an effect is what a call of patchelf or chrpath did."""
    value = [] if effect.value is None else [texts.shown(effect.value)]
    name = os.path.normpath(f"{call.folder}/{call.words[-1]}")
    return (
        call.words[0] == effect.tool
        and effect.file is not None
        and set(value) <= set(call.words)
        and re.fullmatch(_regex(effect.file), name) is not None
    )


def differences(plan: Plan, root: Path, planned: Path) -> list[str]:
    """What lies elsewhere in `root` after the run than in `planned`, filled and changed as the plan says.

    Nothing where the plan leaves something open: a guard, an unknown path or text.
    """
    if is_open(plan):
        return []
    prepare(planned)
    apply(plan.effects, planned)
    real, modelled = tree(root), tree(planned)
    names = sorted(real.keys() | modelled.keys())
    return [f"{n}: real {real.get(n)!r}, plan {modelled.get(n)!r}" for n in names if real.get(n) != modelled.get(n)]


def is_open(plan: Plan) -> bool:
    """Whether something of the plan could not be told, so that nobody can carry it out."""
    for effect in plan.effects:
        if effect.origin.guards or effect.origin.when or isinstance(effect, (Unresolved, Unfollowed, Limit)):
            return True
        values = [getattr(effect, name, ()) or () for name in ("source", "destination", "path", "target", "text")]
        if any(isinstance(piece, (Hole, Reference)) for value in values for piece in value):
            return True
    return False
