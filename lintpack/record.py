"""Frozen value classes that cost nothing until they are used.

`dataclasses` imports `inspect` and compiles six functions a class: 40 ms of start-up for the hundred
small types of this package, more than reading a script takes. A `Record` has the same reading (annotated
fields, defaults, equality by value, no assignment) and makes its `__init__` when the first instance is made.
"""

from __future__ import annotations

from operator import attrgetter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar, TypeVar

    from typing_extensions import dataclass_transform

    _Self = TypeVar("_Self", bound="Record")
else:

    def dataclass_transform(**_options):
        return lambda decorated: decorated


# Each class has its own functions under these names, in what its `__init__` takes for globals.
_own: Any = None
set_a = set_b = set_c = set_d = set_e = set_f = set_g = set_h = _own


def _init_1(self: Any, a: Any) -> None:
    set_a(self, a)


def _init_2(self: Any, a: Any, b: Any) -> None:
    set_a(self, a)
    set_b(self, b)


def _init_3(self: Any, a: Any, b: Any, c: Any) -> None:
    set_a(self, a)
    set_b(self, b)
    set_c(self, c)


def _init_4(self: Any, a: Any, b: Any, c: Any, d: Any) -> None:
    set_a(self, a)
    set_b(self, b)
    set_c(self, c)
    set_d(self, d)


def _init_5(self: Any, a: Any, b: Any, c: Any, d: Any, e: Any) -> None:
    set_a(self, a)
    set_b(self, b)
    set_c(self, c)
    set_d(self, d)
    set_e(self, e)


def _init_6(self: Any, a: Any, b: Any, c: Any, d: Any, e: Any, f: Any) -> None:
    set_a(self, a)
    set_b(self, b)
    set_c(self, c)
    set_d(self, d)
    set_e(self, e)
    set_f(self, f)


def _init_7(self: Any, a: Any, b: Any, c: Any, d: Any, e: Any, f: Any, g: Any) -> None:
    set_a(self, a)
    set_b(self, b)
    set_c(self, c)
    set_d(self, d)
    set_e(self, e)
    set_f(self, f)
    set_g(self, g)


def _init_8(self: Any, a: Any, b: Any, c: Any, d: Any, e: Any, f: Any, g: Any, h: Any) -> None:
    set_a(self, a)
    set_b(self, b)
    set_c(self, c)
    set_d(self, d)
    set_e(self, e)
    set_f(self, f)
    set_g(self, g)
    set_h(self, h)


# Compiling an `__init__` takes 0.1 ms, renaming the variables of one that is there a twentieth of that.
_MADE: dict[int, Any] = {1: _init_1, 2: _init_2, 3: _init_3, 4: _init_4, 5: _init_5, 6: _init_6, 7: _init_7, 8: _init_8}


def _make_init(cls: type[Any]) -> Any:
    """The `__init__` of `cls`: one slot descriptor call a field, positional or by name."""
    names: tuple[str, ...] = cls.__match_args__
    setters = {f"set_{name}": getattr(cls, name).__set__ for name in names}
    made = _MADE.get(len(names))
    if made is None:
        space: dict[str, Any] = {}
        body = "; ".join(f"set_{name}(self, {name})" for name in names) or "pass"
        exec(f"def made(self, {', '.join(names)}): {body}", space)
        made = _MADE[len(names)] = space["made"]
    code = made.__code__.replace(co_name="__init__", co_varnames=("self", *names), co_names=tuple(setters))
    defaults = cls._defaults
    values = [defaults[name] for name in names if name in defaults]
    return type(made)(code, setters, "__init__", tuple(values))


def _first_init(self: Any, *values: Any, **named: Any) -> None:
    """Stands in until a class makes its first instance, then gives way to the one made for it."""
    cls = type(self)
    cls.__init__ = _make_init(cls)
    cls.__init__(self, *values, **named)


@dataclass_transform(frozen_default=True)
class _RecordType(type):
    """Turns annotations into slots; fields of bases come first."""

    def __new__(mcs, name: str, bases: tuple[type, ...], space: dict[str, Any]) -> _RecordType:
        inherited: tuple[str, ...] = ()
        defaults: dict[str, Any] = {}
        for base in bases:
            inherited += getattr(base, "__match_args__", ())
            defaults |= getattr(base, "_defaults", {})
        own = tuple(n for n in space.get("__annotations__", {}) if n not in inherited)
        defaults |= {n: space.pop(n) for n in space.get("__annotations__", {}) if n in space}
        space["__slots__"] = own
        space["__match_args__"] = inherited + own
        space["_defaults"] = defaults
        space["__init__"] = _first_init
        if inherited + own:
            space["_key"] = attrgetter(*inherited, *own)
        return super().__new__(mcs, name, bases, space)


class Record(metaclass=_RecordType):
    """Base of every frozen value: subclass it and annotate the fields (`from __future__ import annotations`)."""

    if TYPE_CHECKING:
        __match_args__: ClassVar[tuple[str, ...]]

    @staticmethod
    def _key(record: Any) -> Any:
        """What makes two records of a class equal: all fields at once."""
        return ()

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen: cannot set {name}")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen: cannot delete {name}")

    def _values(self) -> tuple[Any, ...]:
        return tuple([getattr(self, name) for name in self.__match_args__])

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if type(self) is not type(other):
            return NotImplemented
        return bool(self._key(self) == self._key(other))

    def __hash__(self) -> int:
        return hash((type(self).__name__, self._key(self)))

    def __repr__(self) -> str:
        shown = ", ".join(f"{n}={getattr(self, n)!r}" for n in self.__match_args__)
        return f"{type(self).__name__}({shown})"

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), self._values())


def replace(record: _Self, **changes: Any) -> _Self:
    """A copy of `record` with some fields changed."""
    values = {name: getattr(record, name) for name in record.__match_args__}
    return type(record)(**{**values, **changes})
