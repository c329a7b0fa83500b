"""docker, podman, kubectl and ssh: scripts and copies that go into another system."""

from __future__ import annotations

from lintpack.script import paths, texts
from lintpack.script.commands.options import Operand, Spec, call_operands, sort
from lintpack.script.commands.transfers import Copy, copy, too_few
from lintpack.script.invocation import SILENT, UNKNOWN
from lintpack.script.values import Hole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.script.commands.options import Arguments
    from lintpack.script.invocation import Invocation, Outcome
    from lintpack.script.values import Text

RUN = Spec(
    "a:c:de:h:il:m:p:Ptu:v:w:q",
    "env:=e env-file: volume:=v mount: workdir:=w name: user:=u interactive=i tty=t detach=d rm privileged"
    " init read-only"
    " network: net: entrypoint: platform: publish:=p publish-all=P memory:=m memory-swap: cpus: cpu-shares:=c"
    " cpuset-cpus: hostname:=h add-host: cap-add: cap-drop: security-opt: label:=l label-file: link: device: ulimit:"
    " shm-size: restart: gpus: group-add: tmpfs: volumes-from: cidfile: pull: runtime: dns: dns-search: log-driver:"
    " log-opt: stop-signal: stop-timeout: ipc: pid: userns: uts: cgroupns: isolation: expose: annotation: ip: ip6:"
    " mac-address: oom-kill-disable sig-proxy? sysctl: storage-opt: volume-driver: health-cmd: attach:=a quiet=q"
    " detach-keys: container: namespace: index: no-TTY=T no-deps service-ports use-aliases build",
    inorder=True,
)
RUN.short["T"] = 0
_GLOBAL = Spec(
    "f:p:H:l:Dc:n:v",
    "file:=f project-name:=p host:=H context:=c config: log-level:=l tls tlscacert: namespace:=n kubeconfig: env-file:"
    " profile: project-directory: remote connection: root: url:",
    inorder=True,
)
_SHELLS = {"sh", "bash", "dash", "ash", "ksh", "zsh"}


def docker(call: Invocation) -> Outcome:
    """`docker [container|compose] run|exec|cp …`; other commands copy nothing that a script tells."""
    words = sort(call_operands(call), _GLOBAL).operands
    while words and words[0].text in {("container",), ("compose",), ("image",)}:
        words = sort(words[1:], _GLOBAL).operands
    if not words:
        return UNKNOWN
    verb = texts.known(words[0].text)
    if verb in {"run", "exec"}:
        return _run(call, sort(words[1:], RUN))
    if verb == "cp":
        found = sort(words[1:], Spec("aLqc:n:", "archive=a follow-link=L quiet=q container:=c namespace:=n"))
        if len(found.operands) < 2:
            too_few(call, call.name, found.operands, found.doubtful)
            return SILENT
        links = "follow" if found.has("L") else "keep"
        how = Copy(call.name, links, True, options=found.shown())
        copy(call, how, found.operands[:-1], found.operands[-1], far=True)
        return SILENT
    return UNKNOWN


def _run(call: Invocation, found: Arguments) -> Outcome:
    words = found.operands
    if not words:
        return UNKNOWN
    image, command = words[0], words[1:]
    if command and command[0].text == ("--",):
        command = command[1:]
    entry = found.value("entrypoint")
    if entry is not None:
        command = [entry, *command]
    folder = found.value("w")
    where: Text = folder.text if folder else (Hole(f"$(pwd in {texts.shown(image.text)})"),)
    return inside(call, command, where)


def inside(call: Invocation, command: list[Operand], cwd: Text) -> Outcome:
    """Run `command` with another working directory."""
    if not command:
        return UNKNOWN
    name = texts.known(paths.basename(command[0].text))
    if name in _SHELLS:
        from lintpack.script.commands.shells import run_shell

        return run_shell(call, name, command[1:], cwd)
    return call.shell.execute(
        tuple([word.text for word in command]), tuple([word.place for word in command]), stdin=call.stdin
    )


SSH = Spec("46AaCfGgKkMNnqsTtVvXxYyB:b:c:D:E:e:F:I:i:J:L:l:m:O:o:p:Q:R:S:W:w:", inorder=True)


def ssh(call: Invocation) -> Outcome:
    """`ssh HOST WORDS…`: the words, joined by blanks, are a script for the shell there."""
    words = sort(call_operands(call), SSH).operands
    if len(words) > 1 and texts.head(words[1].text).startswith("-"):
        # Options may follow the host.
        words = words[:1] + sort(words[1:], SSH).operands
    if not words:
        return UNKNOWN
    host = paths.concat(words[0].text, ":")
    if len(words) == 1:
        if call.stdin is None:
            return UNKNOWN
        return call.shell.run_text(call.stdin, call.command, "sh", cwd=host)
    text = texts.concat(*[part for word in words[1:] for part in ((" ",), word.text)][1:])
    return call.shell.run_text(text, words[1].place, "sh", cwd=host, stdin=call.stdin)


MODELS = {
    **dict.fromkeys(("docker", "podman", "nerdctl", "kubectl", "oc", "docker-compose", "buildah"), docker),
    "ssh": ssh,
}
