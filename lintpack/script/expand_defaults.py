"""`${x:-word}`, `${x:=word}`, `${x:?word}`, `${x:+word}`, and the same without the colon (bash manual, 3.5.3).

Where it cannot be told whether there is a value, both outcomes are kept, each with a choice of one condition: the
same for the same value, so that `${X:-a}` and `${X:+b}` go together.
"""

from __future__ import annotations

from lintpack.record import replace
from lintpack.script import texts
from lintpack.script.expand_parameter import collapsed, emit_found, find
from lintpack.script.expand_parts import context, emitted, expand_parts, one_text
from lintpack.script.segments import NOTHING, QUOTED
from lintpack.script.values import ALWAYS, Alternative, Choice, Hole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.bash.tree import Parameter
    from lintpack.script.expand_parameter import Case, Found
    from lintpack.script.expand_parts import Cases, Context
    from lintpack.script.values import Choices, Text


def expand_default(node: Parameter, found: Found, around: Context) -> Cases:
    operator = node.operator
    present, absent = _divided(found, operator.startswith(":"), around)
    kept, other = (absent, present) if operator.endswith("+") else (present, absent)
    if not other:
        return _kept(node, found, kept, around)
    if operator.endswith("?"):
        return _refused(node, found, kept, [when for _, when in other], around)
    word = _word(node, found, around)
    if operator.endswith("=") and not found.mode:
        word = _assigned(node, found, kept, other, around)
    ways: Cases = []
    if kept:
        ways += _each(node, found, kept, around)
    for _, when in other:
        ways += [(pieces, when | chosen) for pieces, chosen in word if texts.consistent(when, chosen)]
    return collapsed(node, _merged(ways), around)


def _merged(ways: Cases) -> Cases:
    """Equal ways once, with what both need."""
    result: Cases = []
    for pieces, when in ways:
        for rank, (other, needed) in enumerate(result):
            if other == pieces:
                result[rank] = (other, needed & when)
                break
        else:
            result.append((pieces, when))
    return result


def _divided(found: Found, colon: bool, around: Context) -> tuple[list[Case], list[Case]]:
    """The cases with a value and those without; one of which it is unknown is in both, with opposite choices."""
    present: list[Case] = []
    absent: list[Case] = []
    host = around.host
    options: list[tuple[Text | list[Text] | None, Choices, bool | None]]
    for content, when in found.cases:
        if isinstance(content, list):
            verdict: bool | None = bool(content)
            if content and not found.whole and len(content) == 1:
                verdict = None
            elif colon and len(content) == 1:
                verdict = _negated(texts.is_empty(texts.opened(content[0])))
            key: object = ("nonempty", tuple(content))
            options = [(content, when, verdict)]
        elif content is None:
            absent.append((None, when))
            continue
        elif colon:
            options = []
            for text, chosen in texts.alternatives(content, host.choices | when):
                options.append((text, when | chosen, _negated(texts.is_empty(text))))
            if all(verdict is True for _, _, verdict in options):
                options = [(content, when, True)]
            key = "nonempty"
        else:
            unset = content == (Hole(f"${{{found.name}}}"),) or (found.variable is None and found.name.isdigit())
            options = [(content, when, None if unset else True)]
            key = "set"
        for option, chosen, verdict in options:
            if verdict is None:
                number = host.condition((key, option) if isinstance(key, str) else key)
                present.append((option, chosen | {Choice(number, 1)}))
                absent.append((option, chosen | {Choice(number, 0)}))
            else:
                (present if verdict else absent).append((option, chosen))
    path = host.choices
    return (
        [(content, when - path) for content, when in present if texts.consistent(when, path)],
        [(content, when - path) for content, when in absent if texts.consistent(when, path)],
    )


def _negated(verdict: bool | None) -> bool | None:
    return None if verdict is None else not verdict


def _kept(node: Parameter, found: Found, kept: list[Case], around: Context) -> Cases:
    """Nothing is replaced: the parameter itself (`-`), or nothing (`+`)."""
    if node.operator.endswith("+"):
        return _empty(found)
    return _each(node, found, kept, around)


def _empty(found: Found) -> Cases:
    nothing = found.mode == "@" and any(not content for content, _ in found.cases)
    return [([(NOTHING, "")] if nothing else [], ALWAYS)]


def _each(node: Parameter, found: Found, kept: list[Case], around: Context) -> Cases:
    """The cases that keep what they have."""
    if node.operator.endswith("+"):
        return [(pieces, when) for _, when in kept for pieces, _ in _empty(found)]
    whole = len(kept) == len(found.cases) > 1 and all(a[0] is b[0] for a, b in zip(kept, found.cases, strict=True))
    if whole and not found.mode and find(found.name, around.host) is found.variable:
        # As a plain `$name`: one symbol.
        value = tuple([Alternative(content, when) for content, when in kept if not isinstance(content, list)])
        return emitted(texts.from_value(f"${{{found.name}}}", value), around)
    ways: Cases = []
    for content, when in kept:
        alone = replace(found, cases=((content, ALWAYS),))
        if not isinstance(content, list) and content is not None and texts.known(content) is None:
            text = texts.from_value(f"${{{found.name}}}", (Alternative(content),))
            more = emitted(text, around)
        else:
            more = emit_found(node, alone, around)
        ways += [(pieces, when | chosen) for pieces, chosen in more]
    return ways


def _word(node: Parameter, found: Found, around: Context) -> Cases:
    word = node.argument
    if word is None or not word.parts:
        return [([], ALWAYS)]
    ways = expand_parts(word.parts, around.argument(word))
    if found.mode != "@":
        # Inside quotes, only a list that is asked for directly can vanish.
        for pieces, _ in ways:
            if around.quoted and any(kind == NOTHING for kind, _ in pieces):
                pieces[:] = [segment for segment in pieces if segment[0] != NOTHING] or [(QUOTED, "")]
    return ways


def _assigned(node: Parameter, found: Found, kept: list[Case], other: list[Case], around: Context) -> Cases:
    """Assign the word; what is expanded is then the variable, whose value is split whatever was quoted in the word."""
    from lintpack.script.assign import assign_value

    host = around.host
    text: Text = ()
    if node.argument is not None:
        inside = context(node.argument, host, QUOTED, QUOTED, around.quoted)
        text = one_text(node.argument, expand_parts(node.argument.parts, inside), host)
    before = [Alternative(content, when) for content, when in kept if not isinstance(content, list)]
    after = [Alternative(text, when) for _, when in other]
    if node.index is None:
        assign_value(found.name, tuple(before + after), host)
    else:
        from lintpack.script.assign import assign_element

        assign_element(found.name, node.index, tuple(before + after), host)
    return emitted(text, around)


def _refused(node: Parameter, found: Found, kept: list[Case], absent: list[Choices], around: Context) -> Cases:
    """`:?`: the script ends where there is no value; what follows has one."""
    host = around.host
    message: Text = ()
    if node.argument is not None:
        inside = around.argument(node.argument).inside_quotes()
        message = one_text(node.argument, expand_parts(node.argument.parts, inside), host)
    host.failed(node, found.name, message, not kept)
    if not kept:
        return [([], ALWAYS)]
    # The cases without a value end the script: what is left needs no choice of its own.
    if len(kept) == 1:
        content, _ = kept[0]
        kept = [(content, ALWAYS)]
    return collapsed(node, _each(node, found, kept, around), around)
