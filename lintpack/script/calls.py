"""Simple commands: which function, builtin or program a name means, and what happens when it is called."""

from __future__ import annotations

from lintpack.record import replace
from lintpack.script import limits, texts
from lintpack.script.assign import assign, assigned_text
from lintpack.script.branching import chosen
from lintpack.script.builtins import MODULES as SHELL_BUILTINS
from lintpack.script.builtins import find_builtin
from lintpack.script.commands.registry import MODULES as PROGRAMS
from lintpack.script.commands.registry import SHOWING, find
from lintpack.script.emit import LOADER, drop_repeated, export
from lintpack.script.expand import expand_rest
from lintpack.script.functions import call_function
from lintpack.script.invocation import Invocation, Outcome
from lintpack.script.printed import Printed, printed
from lintpack.script.redirects import redirected, resolve
from lintpack.script.shapes import shape
from lintpack.script.truth import negated, outcomes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.bash.tree import Assignment, Command, SimpleCommand, Word
    from lintpack.script.commands.registry import Model
    from lintpack.script.expand import Arguments
    from lintpack.script.interpreter import Run
    from lintpack.script.shapes import Shape
    from lintpack.script.values import Text
    from lintpack.source import Place

# What they print need not be worked out where nobody reads it.
_PRINTING = frozenset(("echo", "printf"))
# Modules of commands that do something, so that `&&` after one is no condition; and of those that run another command.
_ACTING = frozenset(
    ("compilers", "copy", "edit", "folders", "install", "link", "packers", "sync", "tar", "unpack", "writing", "zips")
)
_CHANGING = frozenset(("patchelf", "chrpath", "strip", "objcopy", "ldconfig", "find"))
_TRANSPARENT = frozenset(("containers", "prefixes", "shells", "xargs"))
# Filters of which nothing can be told where their input is not known, and how many operands they take before files.
_FILTERS = {"grep": 1, "egrep": 1, "fgrep": 1, "awk": 1, "sed": 1, "tr": 2, "sort": 0, "uniq": 0, "head": 0, "tail": 0}
_AS_ROOT = frozenset((("sudo",), ("doas",), ("-E",), ("-n",)))
Environment = tuple[tuple[str, "Text"], ...]


class Call:
    """One call of a simple command: its words, the nodes that they came from, and the assignments before it."""

    __slots__ = ("end", "environment", "given", "nodes", "places", "start", "words")

    def __init__(
        self,
        words: tuple[Text, ...],
        places: tuple[Place, ...] | None,
        nodes: tuple[Word | Assignment, ...],
        environment: Environment,
        start: int,
        end: int,
    ) -> None:
        self.words = words
        self.given = places
        self.nodes = nodes
        self.environment = environment
        self.start = start
        self.end = end

    def located(self, run: Run) -> tuple[Place, ...]:
        """A place for each word."""
        if self.given is None:
            self.given = tuple(map(run.locator.of, self.nodes))
        return self.given

    def raw(self, at: int) -> str:
        """Word number `at` as it was written, "" where that is not known."""
        return self.nodes[at].raw if at < len(self.nodes) else ""

    def without(self, count: int) -> Call:
        """The call without its first `count` words."""
        places = self.given[count:] if self.given is not None else None
        return Call(self.words[count:], places, self.nodes[count:], self.environment, self.start, self.end)


def simple(run: Run, node: SimpleCommand) -> None:
    run_simple(run, node)
    if run.live and run.state.status:
        after(run)


def run_simple(run: Run, node: SimpleCommand) -> None:
    """A simple command, without what `set -e` makes of its failure."""
    run.steps += 1
    if run.steps > limits.STEPS:
        run.step()
    if not node.words:
        run.command = run.locator.of(node)
        _assignments(run, node)
        return
    state, known = run.state, shape(node)
    run.command = known.place if known.locator is run.locator else known.locate(run.locator)
    if known.succeeded is not None and run.trace is None and known.name not in state.functions:
        run.words = ((known.name,),)
        state.acted = False
        truth = run.status() if known.succeeded else negated(run.status())
        can, cannot = outcomes(truth)
        state.status = truth if can and cannot else int(cannot)
        return
    if known.idle and _unread(run, known.name):
        # What nobody reads need not be worked out.
        run.words = ((known.name,),)
        state.acted = False
        state.status = 0
        return
    if not known.read:
        known.look()
    if known.words is not None:
        _with(run, node, known.words, node.words)
        return
    texts = known.expanded(run)
    if len(texts) < len(known.known):
        run_expanded(run, node, expand_rest(node.words, len(texts), texts, run))
    elif run.live:
        _with(run, node, tuple(texts), node.words)


def run_expanded(run: Run, node: SimpleCommand, lists: tuple[Arguments, ...]) -> None:
    """The command, its words being any of `lists`."""
    if not run.live:
        return
    if len(lists) > 1:
        lists = _distinct(lists)
    if len(lists) == 1:
        _with(run, node, lists[0].texts, lists[0].nodes)
    else:
        _any(run, node, lists)


def _unread(run: Run, name: str) -> bool:
    """Whether nobody reads what `name`, if it is no function, prints, and nothing else hangs on its words."""
    state = run.state
    return (
        state.outs[-1] is None and run.trace is None and "nounset" not in state.options and name not in state.functions
    )


def _any(run: Run, node: SimpleCommand, lists: tuple[Arguments, ...]) -> None:
    """The words are one of several lists: each in its turn, under the choices that make it that one."""
    _, taken = run.conditions.partition({rank: [found.when] for rank, found in enumerate(lists)})
    parent, ended = run.state, []
    starts = []
    for rank, way in taken.items():
        starts.append(len(run.effects))
        run.switch(chosen(run, parent, way))
        run.live = True
        _with(run, node, lists[rank].texts, lists[rank].nodes)
        if run.live:
            ended.append(run.state)
    run.meet(parent, ended)
    drop_repeated(run, starts)


def _distinct(lists: tuple[Arguments, ...]) -> tuple[Arguments, ...]:
    """`$sudo cp a b`, where the variable is `sudo` or empty, is one command and not two."""
    found: dict[tuple[Text, ...], Arguments] = {}
    for arguments in lists:
        words = arguments.texts
        at = 0
        while at < len(words) and words[at] in _AS_ROOT:
            at += 1
        if words[at:] in found:
            other = found[words[at:]]
            found[words[at:]] = replace(other, when=other.when & arguments.when)
        else:
            found[words[at:]] = arguments
    return tuple(found.values())


def _with(run: Run, node: SimpleCommand, words: tuple[Text, ...], nodes: tuple[Word | Assignment, ...]) -> None:
    if run.holes:
        from lintpack.script.locator import reveal

        words = tuple([reveal(word, run.holes) for word in words])
    environment: Environment = ()
    if node.assignments:
        if not words:
            _assignments(run, node)
            return
        environment = tuple([(a.name, assigned_text(a, run)) for a in node.assignments])
    if not words:
        redirected(run, node.redirects, lambda: None)
        return
    call = Call(words, None, nodes, environment, node.start, node.end)
    if node.redirects:
        redirected(run, node.redirects, lambda: dispatch(run, call))
    else:
        dispatch(run, call)


def _assignments(run: Run, node: SimpleCommand) -> None:
    """Assignments that stay; the status is that of the last substitution in them (bash manual, 3.7.1)."""
    before = run.state.status
    run.state.status = 0
    for assignment in node.assignments:
        if "$?" in assignment.raw:
            run.state.status = before
            assign(assignment, run)
            run.state.status = 0
        else:
            assign(assignment, run)
        if not run.live:
            return
        if assignment.name.startswith(LOADER):
            report_assignment(run, assignment.name, run.locator.of(assignment))
        elif "rpath" in assignment.raw:
            # Flags for the link editor, mostly LDFLAGS.
            export(run, assignment.name, run.variables.text(assignment.name), "assign", run.locator.of(assignment))
    if node.redirects:
        redirected(run, node.redirects, lambda: None)


def report_assignment(run: Run, name: str, place: Place) -> None:
    """A variable that the loader looks at was given a value."""
    variable = run.variables.get(name)
    run.loader_names.add(name)
    export(run, name, value_text(run, name), "export" if variable and variable.exported else "assign", place)


def value_text(run: Run, name: str) -> Text | None:
    """What a variable holds, itself and not a symbol for it where there is one value only."""
    variable = run.variables.get(name)
    if variable is not None and not variable.arrays and len(variable.value) == 1:
        return variable.value[0].text
    return run.variables.text(name)


def after(run: Run) -> None:
    """`set -e`: a failure that nothing looks at ends the shell (bash manual, 4.3.1)."""
    status = run.state.status
    if not status or run.check or "errexit" not in run.state.options:
        return
    truth = run.status()
    can, cannot = outcomes(truth)
    if not can:
        leave_shell(run)
    elif cannot:
        # It may succeed, and is taken to, without holding on to what that would mean for other conditions.
        run.state.status = 0


def leave_shell(run: Run) -> None:
    """`exit`: on to the end of this shell."""
    for scope in reversed(run.scopes):
        if scope.kind == "shell":
            run.leave(scope)
            return


def dispatch(run: Run, call: Call, functions: bool = True) -> None:
    """Call what the first word names."""
    if run.trace is not None:
        run.remember(call.words)
    run.words = call.words
    run.state.acted = False
    first = call.words[0]
    name = first[0] if len(first) == 1 and type(first[0]) is str else texts.known(first)
    if name is None:
        from lintpack.script.names import flag, resolve

        found = resolve(run, call)
        if found is None:
            said = flag(run, first) if len(call.words) == 1 else ()
            if said:
                run.state.status = said
                return
            _report_environment(run, call)
            unknown(run, "", call)
            return
        name, call = found
    if functions:
        function = run.state.functions.get(name)
        if function is not None:
            call_function(run, name, call)
            return
    if call.environment:
        _report_environment(run, call)
    builtin = find_builtin(name)
    if builtin is not None:
        builtin(run, call)
        return
    state = run.state
    captured = state.outs[-1] is not None
    if not captured and name in _PRINTING and call.words[1:2] != (("-v",),):
        state.status = 0
        return
    if captured and state.ins[-1] is None and name in _FILTERS and _reads_input(call.words):
        state.status = None
        printed(run, None, call.words, call.start, call.end)
        return
    model = find(name)
    if model is None:
        if name in _BUILDERS:
            from lintpack.script.commands.compilers import builders

            builders(Invocation(name, call.words, call.located(run), run.command, run))
        unknown(run, name, call)
        return
    invocation = Invocation(
        name, call.words, call.located(run), run.command, run, state.ins[-1], call.environment, captured
    )
    output = _modelled(run, model, invocation)
    if captured and run.live:
        printed(run, output, call.words, call.start, call.end)


# They are not modelled, but that they hand words to the linker.
_BUILDERS = frozenset(("go", "cargo", "rustc"))


def _modelled(run: Run, model: Model, invocation: Invocation) -> Text | None:
    """Run a model; gives what it prints."""
    name = invocation.name
    try:
        outcome = model(invocation)
    except RecursionError:
        run.limit("NESTING")
        outcome = Outcome()
    if run.live:
        # A program that reads files may find others when it really runs: `set -e` does not end the script for it.
        run.state.status = None if outcome.status and not run.check else outcome.status
        # A cross tool or one with a version (`gcc-12`) is modelled by its plain name, and not listed.
        module = PROGRAMS.get(name[name.rfind("/") + 1 :], "")
        if module not in _TRANSPARENT:
            run.state.acted = module in _ACTING or name in _CHANGING
    return outcome.output


_NEW_NAMES = frozenset(("mktemp", "gmktemp", "uuidgen", "tempfile"))
# What a pipe reads of which nothing is known.
UNTOLD = (Printed("$(…)"),)


def run_printing(run: Run, known: Shape, words: tuple[Text, ...], feed: Text | None) -> Text | None:
    """What a program prints that does no more than that (Shape.prints), and reads `feed`. What it is called with, and
    with it the key of what it prints, is noted as always; what is not known in it is UNTOLD."""
    state, name = run.state, known.name
    if run.trace is not None:
        # The place tells two runs of the same words apart where each gives another name.
        run.remember((*words, (str(known.node.start),)) if name in _NEW_NAMES else words)
    run.words = words
    state.acted = False
    if name in SHOWING or (feed is None and name in _FILTERS and _reads_input(words)):
        state.status = None
        output = None
    else:
        quiet = run.quiet
        run.quiet = quiet or (bool(known.node.redirects) and resolve(run, known.node.redirects).quiet)
        invocation = Invocation(name, words, known.places(), run.command, run, feed, (), True)
        model = find(name)
        assert model is not None
        output = _modelled(run, model, invocation)
        run.quiet = quiet
    if output is None:
        if not run.trace:
            run.traces.setdefault(run.key(words), (words,))
        return UNTOLD
    return output if texts.length(output) <= limits.TEXT_LENGTH else ()


def _report_environment(run: Run, call: Call) -> None:
    """The assignments before a command that the loader or the link editor looks at."""
    for variable, value in call.environment:
        if variable.startswith(LOADER) or variable.endswith("LDFLAGS"):
            export(run, variable, value, "command", None, call.words[0])


def unknown(run: Run, name: str, call: Call) -> None:
    """A program without a model; its output and status cannot be told."""
    from lintpack.script import programs

    programs.unknown(run, name, call)


def _reads_input(words: tuple[Text, ...]) -> bool:
    """Whether a filter surely reads its standard input: it has no operand that may be a file."""
    operands = 0
    for word in words[1:]:
        first = word[0] if word else ""
        if isinstance(first, str) and first[:1] == "-" and len(first) > 1:
            if first[1] not in "EFiovwqnr" or len(first) > 3:
                return False
        else:
            operands += 1
    return operands <= _FILTERS[str(words[0][0])]


def is_program(run: Run, node: Command) -> bool:
    """Whether a command is a program called by its name, which can change nothing in this shell."""
    name = shape(node).name
    return name != "" and name not in run.state.functions and name not in SHELL_BUILTINS
