"""What commands print: to whoever reads it, and as a hole where it cannot be told."""

from __future__ import annotations

from lintpack.script import texts
from lintpack.script.values import Hole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.script.interpreter import Run
    from lintpack.script.values import Text


class Printed(Hole):
    """What a command printed that cannot be told: any number of lines."""


def stream(text: Text | None) -> Text | None:
    """What was printed as another command's input: None where a part of it cannot be told."""
    return None if text is None or Printed in map(type, text) else text


def printed(run: Run, output: Text | None, words: tuple[Text, ...], start: int, end: int) -> None:
    """A command has written `output`; where it is not known, a hole stands for it."""
    state = run.state
    if state.outs[-1] is None:
        return
    if output is None:
        if run.trace:
            key = f"t{run.trace}"
        else:
            key = run.key(words)
            run.traces.setdefault(key, (words,))
        output = (Printed(f"$({run.source_text(start, end, 60)})", key),)
    if run.spans is not None and output:
        place = run.here or run.locator.place(start, end)
        run.spans.append((texts.length(state.outs[-1] or ()), place))
    state.add_output(output)
