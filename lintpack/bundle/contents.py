"""What is taken from the content of a file as it passes: the head, ELF facts, a hash, the text of scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack.bundle.entry import HEAD_SIZE, SCRIPT_HEAD_SIZE
from lintpack.record import Record

if TYPE_CHECKING:
    from lintpack.bundle.limits import Limits
    from lintpack.bundle.member import Content
    from lintpack.elf.facts import ElfFacts
    from lintpack.elf.symbols import SymbolTable

_STEP = 1 << 20
# Names of text that a launcher may read, besides files that begin with `#!`; and how long such a file may be.
_TEXT_SUFFIXES = (
    *(".sh", ".bash", ".ksh", ".zsh", ".env", ".rc", ".conf", ".cfg", ".cnf", ".ini", ".profile", ".properties"),
    *(".vars", ".in", ".la", ".desktop", ".service", ".pc"),
)
_TEXT_SIZE = 64 << 10


class Taken(Record):
    """Fields as in `Entry`; `problem` for an ELF file without facts."""

    head: bytes = b""
    facts: ElfFacts | None = None
    problem: str = ""
    sha256: str = ""
    text: str | None = None
    table: SymbolTable | None = None


NOTHING = Taken()


class Taker:
    """Takes from one file after the other; counts what is kept against the limits."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._texts = 0
        self._symbols = 0
        # What was left out for want of room, said once.
        self.texts_left_out = 0
        self.symbols_left_out = 0

    def take(self, content: Content, name: str, size: int) -> Taken:
        """Raises `StreamError` where the stream breaks off."""
        if not size:
            return NOTHING
        head = _fill(content, b"", HEAD_SIZE)
        if head.startswith(b"#!"):
            head = _fill(content, head, SCRIPT_HEAD_SIZE)
        if head.startswith(b"\x7fELF"):
            return self._elf(content, head, size)
        base = name.rpartition("/")[2]
        if is_library_name(base):
            return self._library(content, head, size)
        if head.startswith(b"#!"):
            return Taken(head, text=self._text(content, head, self._limits.text))
        if size <= min(_TEXT_SIZE, self._limits.text) and (base.endswith(_TEXT_SUFFIXES) or "." not in base):
            return Taken(head, text=self._text(content, head, size))
        return Taken(head)

    def _elf(self, content: Content, head: bytes, size: int) -> Taken:
        from hashlib import sha256

        from lintpack.elf.errors import ElfError
        from lintpack.elf.reader import Object
        from lintpack.elf.symbols import symbol_table

        if size > self._limits.file:
            return Taken(head, problem=f"an ELF file of {size:,} bytes (`--limit file=…`)")
        data = bytearray(head)
        while part := content.some(_STEP):
            data += part
        digest = sha256(data).hexdigest()
        try:
            parsed = Object(data)
        except ElfError as error:
            return Taken(head, problem=str(error), sha256=digest)
        table: SymbolTable | None = None
        problem = ""
        try:
            table = symbol_table(parsed)
        except ElfError as error:
            problem = str(error)
        if table is not None:
            if self._symbols + table.kept > self._limits.symbols:
                self.symbols_left_out += 1
                table = None
            else:
                self._symbols += table.kept
        return Taken(head, parsed.facts, problem, digest, table=table)

    def _library(self, content: Content, head: bytes, size: int) -> Taken:
        """A file that is named as a library and is none: its hash, and its text where it is one (a linker script)."""
        from hashlib import sha256

        if size > self._limits.file:
            return Taken(head)
        whole = sha256(head)
        first = head
        while part := content.some(_STEP):
            whole.update(part)
            if len(first) < _TEXT_SIZE:
                first += part[:_TEXT_SIZE]
        text = self._keep(first[:_TEXT_SIZE]) if size <= _TEXT_SIZE and b"\0" not in first else None
        return Taken(head, sha256=whole.hexdigest(), text=text)

    def _text(self, content: Content, head: bytes, limit: int) -> str | None:
        """The text up to a limit and to the first NUL: what follows is the payload of a self-extracting script."""
        data = bytearray(head)
        while len(data) < limit and (part := content.some(limit - len(data))):
            data += part
        text, nul, _ = bytes(data).partition(b"\0")
        if nul:
            if not head.startswith(b"#!"):
                return None
            text = text.rpartition(b"\n")[0] + b"\n"
        return self._keep(text)

    def _keep(self, data: bytes) -> str | None:
        from lintpack.repository import decode

        if self._texts + len(data) > self._limits.texts:
            self.texts_left_out += 1
            return None
        self._texts += len(data)
        return decode(data)


def _fill(content: Content, head: bytes, size: int) -> bytes:
    """`head` and what follows up to `size` bytes, fewer where the content ends."""
    while len(head) < size and (more := content.some(size - len(head))):
        head += more
    return head


def is_library_name(name: str) -> bool:
    """`libx.so`, `x.so.1.2`: what ld.so may be asked for."""
    return name.endswith(".so") or ".so." in name
