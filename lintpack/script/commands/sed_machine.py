"""Runs a script of sed over known text."""

from __future__ import annotations

from lintpack.script.regexes import RegexFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.script.commands.sed_script import Address, Command


def run(commands: list[Command], text: str, quiet: bool) -> tuple[str, int] | None:
    """The output over `text`; None where a regular expression takes too long."""
    ended = text.endswith("\n")
    lines = (text[:-1] if ended else text).split("\n") if text else []
    state = _State(commands, len(lines), quiet)
    try:
        for number, line in enumerate(lines, 1):
            state.line(number, line)
            if state.quit:
                break
    except RegexFault:
        return None
    out = state.out
    if not out:
        return "", state.status
    # The last line ends as it did in the input, unless something else was printed after it.
    last = "" if not ended and state.number == len(lines) and state.printed_last else "\n"
    return "\n".join(out) + last, state.status


class _State:
    def __init__(self, commands: list[Command], count: int, quiet: bool) -> None:
        self._commands = commands
        self._count = count
        self._quiet = quiet
        self._active: dict[int, int] = {}  # which ranges are open, and the line number that ends them, or 0
        self.out: list[str] = []
        self.number = 0
        self.quit = False
        self.status = 0
        self.printed_last = False

    def line(self, number: int, space: str) -> None:
        self.number = number
        after: list[str] = []
        deleted = False
        rank = -1
        while rank + 1 < len(self._commands):
            rank += 1
            command = self._commands[rank]
            name = command.name
            if self._selected(rank, command, number, space) == command.negated:
                if name == "{":
                    rank = command.code - 1
                continue
            if name == "s":
                changed, count = self._substituted(command, space)
                if count:
                    space = changed
                    if "p" in command.flags:
                        self._print(space)
            elif name == "y":
                space = space.translate(command.table)
            elif name == "p":
                self._print(space)
            elif name == "=":
                self._print(str(number), False)
            elif name == "d":
                deleted = True
                break
            elif name == "a":
                after.append(command.text)
            elif name == "i":
                self._print(command.text, False)
            elif name == "c":
                # A range is changed to one text, at its end.
                if command.last is None or rank not in self._active or command.negated:
                    self._print(command.text, False)
                deleted = True
                break
            elif name in {"q", "Q"}:
                self.quit = True
                self.status = command.code
                deleted = name == "Q"
                break
        if not self._quiet and not deleted:
            self._print(space)
        for text in after:
            self._print(text, False)

    def _print(self, text: str, space: bool = True) -> None:
        """`space`: it is the line that was read, which ends as it did in the input."""
        self.out.append(text)
        self.printed_last = space and self.number == self._count

    def _substituted(self, command: Command, space: str) -> tuple[str, int]:
        assert command.regex is not None
        return command.regex.replaced(space, command.replacement, command.occurrence, "g" in command.flags)

    def _selected(self, rank: int, command: Command, number: int, space: str) -> bool:
        first, last = command.first, command.last
        if first is None:
            return True
        if last is None:
            return self._at(first, number, space)
        if rank in self._active:
            end = self._active[rank]
            if end:
                closes = number >= end
                inside = number <= end
            else:
                closes = self._at(last, number, space)
                inside = True
            if closes:
                del self._active[rank]
            return inside or self._at(first, number, space)
        if not (self._at(first, number, space) or (first.number == 0 and number == 1)):
            return False
        if first.number == 0 and last.regex is not None and last.regex.found(space):
            return True
        end = last.number or 0
        if last.plus:
            end = number + last.number if last.number else number
        elif last.last:
            end = self._count
        if end and end <= number:
            return True
        self._active[rank] = end
        return True

    def _at(self, address: Address, number: int, space: str) -> bool:
        if address.regex is not None:
            return address.regex.found(space)
        if address.last:
            return number == self._count
        if address.step:
            return number >= (address.number or 0) and (number - (address.number or 0)) % address.step == 0
        return number == address.number
