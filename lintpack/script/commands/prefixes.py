"""Commands that run another command: sudo, env, nice, timeout, flock … Each skips its own options and words."""

from __future__ import annotations

from lintpack.script import texts
from lintpack.script.commands.options import Spec, call_operands, sort
from lintpack.script.invocation import SILENT, UNKNOWN
from lintpack.script.plan import Export

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from lintpack.script.commands.options import Operand
    from lintpack.script.invocation import Invocation, Outcome
    from lintpack.script.values import Text

    Assignments = tuple[tuple[str, Text], ...]

# For each: its options, and how many words of its own stand before the command.
_SPECS: dict[str, tuple[str, str, int]] = {
    "sudo": (
        "AbBEeg:Hh:iKklnNPp:R:r:SsT:t:U:u:VvC:D:",
        "askpass=A background=b bell=B close-from:=C chdir:=D preserve-env? edit=e group:=g set-home=H help host:=h"
        " login=i remove-timestamp=K reset-timestamp=k list=l non-interactive=n no-update=N preserve-groups=P prompt:=p"
        " chroot:=R role:=r stdin=S shell=s type:=t command-timeout:=T other-user:=U user:=u version=V validate=v",
        0,
    ),
    "doas": ("C:Lnsu:a:", "", 0),
    "nice": ("n:", "adjustment:=n help version", 0),
    "ionice": ("c:n:p:P:tu:", "class:=c classdata:=n ignore=t help version", 0),
    "chrt": ("abdfimopRrv", "all-tasks=a batch=b deadline=d fifo=f idle=i other=o rr=r", 1),
    "taskset": ("apc", "all-tasks=a pid=p cpu-list=c", 1),
    "time": ("apvqf:o:V", "append=a format:=f output:=o portability=p quiet=q verbose=v", 0),
    "timeout": ("k:s:v", "kill-after:=k signal:=s foreground preserve-status verbose=v help version", 1),
    "nohup": ("", "help version", 0),
    "stdbuf": ("e:i:o:", "error:=e input:=i output:=o", 0),
    "unbuffer": ("p", "", 0),
    "setsid": ("cfw", "ctty=c fork=f wait=w", 0),
    "setarch": ("BFILRSTXZvp3", "addr-no-randomize=R verbose=v", 1),
    "linux32": ("R", "", 0),
    "linux64": ("R", "", 0),
    "fakeroot": ("l:i:s:ub:hv", "lib:=l faked: unknown-is-real=u", 0),
    "eatmydata": ("", "", 0),
    "catchsegv": ("", "", 0),
    "xvfb-run": (
        "ae:f:hln:p:s:w:",
        "auto-servernum=a error-file:=e auth-file:=f listen-tcp=l server-num:=n xauth-protocol:=p"
        " server-args:=s wait:=w",
        0,
    ),
    "dbus-run-session": ("", "config-file: dbus-daemon:", 0),
    "strace": ("cCdfFhiqrtTvVxXyYa:b:e:E:I:o:O:p:s:S:u:P:", "", 0),
    "ltrace": ("cCfhiLnrStTVa:e:l:o:p:s:u:", "", 0),
    "valgrind": ("qvh", "", 0),
    "caffeinate": ("dimsut:w:", "", 0),
    "unshare": (
        "imnupUCfrcTR:w:S:G:",
        "mount? uts? ipc? net? pid? user? cgroup? time? fork=f map-root-user=r root:=R wd:=w setuid:=S"
        " setgid:=G kill-child?"
        " mount-proc? propagation: map-user: map-group:",
        0,
    ),
    "nsenter": ("at:m::u::i::n::p::U::C::T::S:G:r::w::FZe", "target:=t root? wd?", 0),
    "chroot": ("", "groups: userspec: skip-chdir help version", 1),
    "proot": ("r:b:q:w:v:0iS:R:k:", "rootfs:=r bind:=b cwd:=w root-id=0", 0),
    "firejail": ("", "", 0),
    "gosu": ("", "", 1),
    "su-exec": ("", "", 1),
    "setpriv": ("d", "reuid: regid: clear-groups init-groups no-new-privs", 0),
    "scl": ("", "", 0),
    "watch": ("bcdeghn:ptvx", "interval:=n differences? exec=x", 0),
    "ccache": ("", "", 0),
    "sccache": ("", "", 0),
    "distcc": ("", "", 0),
    "doexec": ("", "", 0),
    "retry": ("d:t:m:x:", "times:=t delay:=d", 0),
    "chronic": ("ev", "", 0),
    "exec": ("cla:", "", 0),
    "command": ("pvV", "", 0),
    "builtin": ("", "", 0),
    "busybox": ("", "list install help", 0),
    "toybox": ("", "", 0),
    "dumb-init": ("cvr:", "single-child=c verbose=v rewrite:=r", 0),
    "tini": ("sgvp:e:", "", 0),
}


def _base(call: Invocation) -> str:
    return call.name[call.name.rfind("/") + 1 :]


def prefix(call: Invocation) -> Outcome:
    """Run the words after this command's own."""
    name = _base(call)
    short, long, skipped = _SPECS[name]
    found = sort(call_operands(call), Spec(short, long, inorder=True))
    words = found.operands[skipped:]
    if name == "command" and found.has("v", "V"):
        return UNKNOWN
    if name == "ionice" and found.has("p", "P", "u"):
        return SILENT
    if name == "sudo" and found.has("l", "v", "K", "k") and not words:
        return SILENT
    environment, words = _assignments(words) if name in {"sudo", "doas"} else ((), words)
    for assignment in found.values("E") if name == "strace" else ():
        environment += _assignments([assignment])[0]
    if not words:
        if name == "sudo" and found.has("s", "i") and call.stdin is not None:
            return call.shell.run_text(call.stdin, call.command, "sh")
        return SILENT
    if name == "watch" or (name == "sudo" and found.has("s", "i")):
        # A shell gets the words as one text.
        return _as_text(call, words)
    return run(call, words, environment)


def run(call: Invocation, words: list[Operand], environment: Assignments = ()) -> Outcome:
    """Run `words` in place of `call`, with its assignments, input and capture."""
    for name, value in environment:
        call.shell.emit(Export, words[0].place, name=name, value=value, how="env", program=words[0].text)
    return call.shell.execute(
        tuple([word.text for word in words]),
        tuple([word.place for word in words]),
        (*call.environment, *environment),
        call.stdin,
    )


def _as_text(call: Invocation, words: list[Operand]) -> Outcome:
    text = texts.concat(*[part for word in words for part in ((" ",), word.text)][1:])
    return call.shell.run_text(text, words[0].place, "sh", stdin=call.stdin)


def _assignments(words: list[Operand]) -> tuple[Assignments, list[Operand]]:
    """The `NAME=VALUE` words at the start, and the rest."""
    found: list[tuple[str, Text]] = []
    for at, word in enumerate(words):
        name, equals, _ = texts.head(word.text).partition("=")
        if not equals or not name.replace("_", "a").isalnum() or name[0].isdigit():
            return tuple(found), words[at:]
        start = len(name) + 1
        rest = str(word.text[0])[start:]
        found.append((name, ((rest,) if rest else ()) + word.text[1:]))
    return tuple(found), []


ENV = Spec(
    "0iu:C:S:v",
    "ignore-environment=i null=0 unset:=u chdir:=C split-string:=S block-signal? default-signal?"
    " ignore-signal? debug=v",
    inorder=True,
)


def env(call: Invocation) -> Outcome:
    """env: assignments for one command; -u takes variables away, -i all of them (coreutils manual, 23.2)."""
    words = call_operands(call)
    if words and words[0].text == ("-",):
        words = words[1:]
    found = sort(words, ENV)
    rest = found.operands
    split = found.value("S")
    if split is not None:
        from lintpack.script.commands.options import Operand

        pieces = texts.split(split.text, " ")
        rest = [Operand(piece, split.place) for piece in pieces if piece] + rest
    environment, rest = _assignments(rest)
    for name in found.values("u"):
        known = texts.known(name.text)
        if known and rest:
            call.shell.emit(Export, name.place, name=known, value=None, how="unset", program=rest[0].text)
    if not rest:
        return UNKNOWN
    return run(call, rest, environment)


def su(call: Invocation) -> Outcome:
    """Su and runuser: `-c TEXT` is a script; runuser -u USER runs a command."""
    spec = Spec("c:fg:G:lmpPs:u:w:", "command:=c login=l shell:=s user:=u preserve-environment=p session-command:=c")
    found = sort(call_operands(call), spec)
    text = found.value("c")
    if text is not None:
        return call.shell.run_text(text.text, text.place, "sh", stdin=call.stdin)
    if found.has("u") and _base(call) == "runuser":
        words = sort(call_operands(call), Spec("u:", "user:=u", inorder=True)).operands
        return run(call, words) if words else SILENT
    return UNKNOWN


def flock(call: Invocation) -> Outcome:
    """Flock FILE COMMAND…, flock FILE -c TEXT, flock NUMBER."""
    spec = Spec(
        "sxenuoFw:E:v",
        "shared=s exclusive=x nonblock=n nb=n unlock=u close=o no-fork=F timeout:=w verbose=v",
        inorder=True,
    )
    words = sort(call_operands(call), spec).operands[1:]
    if not words:
        return SILENT
    if words[0].text in {("-c",), ("--command",)} and len(words) > 1:
        return call.shell.run_text(words[1].text, words[1].place, "sh", stdin=call.stdin)
    return run(call, words)


def script(call: Invocation) -> Outcome:
    """Script -c TEXT FILE runs a text with its output recorded."""
    found = sort(call_operands(call), Spec("ac:eE:fm:qI:O:B:t::T:", "command:=c quiet=q return=e append=a flush=f"))
    text = found.value("c")
    return call.shell.run_text(text.text, text.place, "sh") if text else UNKNOWN


MODELS: dict[str, Callable[[Invocation], Outcome]] = dict.fromkeys(_SPECS, prefix)
MODELS |= {"env": env, "su": su, "runuser": su, "flock": flock, "script": script, "gtimeout": prefix}
_SPECS["gtimeout"] = _SPECS["timeout"]
