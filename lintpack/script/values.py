"""What a script's words may turn out to be.

A `Text` is one string as far as it can be told: known characters, active glob characters, holes for what
cannot be known, and references to variables of which only alternatives are known. A reference keeps `${pack}`
one symbol: equal to itself wherever it stands, readable in a message, and opened only where its content matters.
"""

from __future__ import annotations

from lintpack.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple


# Two kinds of value are tuples and not records, since they are made and compared all the time. A Choice is one outcome
# of one condition: `branch` of the condition numbered `condition` (one number an execution of it).
# An Alternative is a text and the choices under which it is the value; `text` None: the variable is not set.
if TYPE_CHECKING:

    class Choice(NamedTuple):
        condition: int
        branch: int

    class Alternative(NamedTuple):
        text: Text | None
        when: Choices = frozenset()
else:
    # As `collections.namedtuple` would make them; but to load `collections` takes as long as ten modules of ours.
    from _collections import _tuplegetter

    class _Pair(tuple):
        __slots__ = ()

        def __repr__(self):
            first, second = type(self).__match_args__
            return f"{type(self).__name__}({first}={self[0]!r}, {second}={self[1]!r})"

        def __getnewargs__(self):
            return tuple(self)

    class Choice(_Pair):
        __slots__ = ()
        __match_args__ = ("condition", "branch")
        condition = _tuplegetter(0, "")
        branch = _tuplegetter(1, "")

        def __new__(cls, condition, branch):
            return _new(cls, (condition, branch))

    class Alternative(_Pair):
        __slots__ = ()
        __match_args__ = ("text", "when")
        text = _tuplegetter(0, "")
        when = _tuplegetter(1, "")

        def __new__(cls, text, when=frozenset()):
            return _new(cls, (text, when))

    _new = tuple.__new__


# What must have been chosen for something to hold; all of them. Two sets that name the same condition with
# different branches exclude each other.
Choices = frozenset[Choice]
ALWAYS: Choices = frozenset()


class Hole(Record):
    """Text that cannot be known. `shown` is what stands for it in a message, such as `${BUILD_DIR}` or `$(date +%s)`.

    Holes are equal where `shown` and `key` are: `key` tells two runs of the same words apart where their
    results may differ (`$(mktemp)`), and is "" for what is the same everywhere (a variable of the environment).
    """

    shown: str
    key: str = ""

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if type(self) is not type(other):
            return NotImplemented
        # Most asked of all; those that carry more are compared in full.
        if self.shown != other.shown or self.key != other.key:
            return False
        return type(self) is Hole or bool(self._key(self) == self._key(other))

    def __hash__(self) -> int:
        return hash((self.shown, self.key))


class Wildcard(Record):
    """An active glob: `*`, `?`, `[…]`, or an extended glob, as the shell would match it."""

    text: str


# References that weigh more are compared by what is kept of them, before they are compared in full.
_HEAVY = 8


class Reference(Record):
    """The value of `name`, one of `alternatives` (at least one; each not fully known, or there are several).

    `shown` is what stands for it in a message: `${name}`. `weight` counts the pieces when all is opened; make
    references with `texts.reference`, which sets it and keeps a tree of references from growing without bound.
    `digest` is the hash, kept from when it was first asked for, since what is inside may be large; 0 before.
    """

    shown: str
    alternatives: tuple[Alternative, ...]
    weight: int = 2
    digest: int = 0

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if type(self) is not type(other):
            return NotImplemented
        if self.weight > _HEAVY and hash(self) != hash(other):
            return False
        return self.shown == other.shown and self.alternatives == other.alternatives

    def __hash__(self) -> int:
        if not self.digest:
            _keep_digest(self, hash((self.shown, self.alternatives)))
        return self.digest


# The one field that is no part of the value.
_keep_digest = Reference.__dict__["digest"].__set__

Piece = str | Hole | Wildcard | Reference

# Pieces in order; no two strings stand side by side and none is empty. `()` is the empty string.
Text = tuple[Piece, ...]


# All that a variable may hold: at least one alternative.
Value = tuple[Alternative, ...]
