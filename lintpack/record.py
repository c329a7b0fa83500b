"""Frozen value classes that cost nothing until they are used.

`dataclasses` imports `inspect` and compiles six functions a class: 40 ms of start-up for the hundred
small types of this package, more than reading a script takes. A `Record` has the same reading (annotated
fields, defaults, equality by value, no assignment) and makes its `__init__` when the first instance is made.
"""

from __future__ import annotations

from _operator import attrgetter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar, TypeVar

    from typing_extensions import dataclass_transform

    _Self = TypeVar("_Self", bound="Record")
else:

    def dataclass_transform(**_options):
        return lambda decorated: decorated


# Whether assignments are refused.
_guarded = True


def _init_0(self: Any) -> None:
    pass


def _init_1(self: Any, a: Any) -> None:
    self.a = a


def _init_2(self: Any, a: Any, b: Any) -> None:
    self.a = a
    self.b = b


def _init_3(self: Any, a: Any, b: Any, c: Any) -> None:
    self.a = a
    self.b = b
    self.c = c


def _init_4(self: Any, a: Any, b: Any, c: Any, d: Any) -> None:
    self.a = a
    self.b = b
    self.c = c
    self.d = d


def _init_5(self: Any, a: Any, b: Any, c: Any, d: Any, e: Any) -> None:
    self.a = a
    self.b = b
    self.c = c
    self.d = d
    self.e = e


def _init_6(self: Any, a: Any, b: Any, c: Any, d: Any, e: Any, f: Any) -> None:
    self.a = a
    self.b = b
    self.c = c
    self.d = d
    self.e = e
    self.f = f


def _init_7(self: Any, a: Any, b: Any, c: Any, d: Any, e: Any, f: Any, g: Any) -> None:
    self.a = a
    self.b = b
    self.c = c
    self.d = d
    self.e = e
    self.f = f
    self.g = g


def _init_8(self: Any, a: Any, b: Any, c: Any, d: Any, e: Any, f: Any, g: Any, h: Any) -> None:
    self.a = a
    self.b = b
    self.c = c
    self.d = d
    self.e = e
    self.f = f
    self.g = g
    self.h = h


def _init_9(self: Any, a: Any, b: Any, c: Any, d: Any, e: Any, f: Any, g: Any, h: Any, i: Any) -> None:
    self.a = a
    self.b = b
    self.c = c
    self.d = d
    self.e = e
    self.f = f
    self.g = g
    self.h = h
    self.i = i


def _init_11(self: Any, a: Any, b: Any, c: Any, d: Any, e: Any, f: Any, g: Any, h: Any, i: Any, j: Any, k: Any) -> None:
    self.a = a
    self.b = b
    self.c = c
    self.d = d
    self.e = e
    self.f = f
    self.g = g
    self.h = h
    self.i = i
    self.j = j
    self.k = k


def _init_12(
    self: Any, a: Any, b: Any, c: Any, d: Any, e: Any, f: Any, g: Any, h: Any, i: Any, j: Any, k: Any, m: Any
) -> None:
    self.a = a
    self.b = b
    self.c = c
    self.d = d
    self.e = e
    self.f = f
    self.g = g
    self.h = h
    self.i = i
    self.j = j
    self.k = k
    self.m = m


def _init_13(
    self: Any, a: Any, b: Any, c: Any, d: Any, e: Any, f: Any, g: Any, h: Any, i: Any, j: Any, k: Any, m: Any, n: Any
) -> None:
    self.a = a
    self.b = b
    self.c = c
    self.d = d
    self.e = e
    self.f = f
    self.g = g
    self.h = h
    self.i = i
    self.j = j
    self.k = k
    self.m = m
    self.n = n


# By the number of fields, for those that classes often have. Compiling an `__init__` takes 0.1 ms, to rename the
# variables of one that is there a twentieth of that.
_MADE: dict[int, Any] = {
    0: _init_0, 1: _init_1, 2: _init_2, 3: _init_3, 4: _init_4, 5: _init_5, 6: _init_6, 7: _init_7, 8: _init_8,
    9: _init_9, 11: _init_11, 12: _init_12, 13: _init_13,
}  # fmt: skip


def _init_of_many(names: tuple[str, ...], defaults: dict[str, Any]) -> Any:
    """Compiled for the second instance: of a class like the configuration there is one."""
    first = True

    def init(self: Any, *values: Any, **named: Any) -> None:
        nonlocal first
        given = {**defaults, **named}
        if first and not values and given.keys() == set(names):
            first = False
            for name in names:
                setattr(self, name, given[name])
            return
        space = {"defaults": defaults}
        words = [f"{name}=defaults[{name!r}]" if name in defaults else name for name in names]
        exec(f"def __init__(self, {', '.join(words)}): {'; '.join([f'self.{n} = {n}' for n in names])}", space)
        type(self).__init__ = space["__init__"]
        type(self).__init__(self, *values, **named)

    return init


_FUNCTION: Any = type(_init_1)
# What the functions see that are made of those above: they need nothing.
_NOTHING: dict[str, Any] = {}


def _init(names: tuple[str, ...], defaults: dict[str, Any]) -> Any:
    """The `__init__` of a class with these fields, positional or by name, that nothing guards."""
    made = _MADE.get(len(names))
    if made is None:
        return _init_of_many(names, defaults)
    code = made.__code__.replace(co_name="__init__", co_varnames=("self", *names), co_names=names)
    values = tuple([defaults[name] for name in names if name in defaults]) if defaults else None
    return _FUNCTION(code, _NOTHING, "__init__", values)


def _guarded_init(cls: type[Any]) -> Any:
    """The same of `cls`: what refuses assignments is gone round by the slots' own descriptors."""
    names: tuple[str, ...] = cls.__match_args__
    space: dict[str, Any] = {f"set_{name}": getattr(cls, name).__set__ for name in names}
    body = "; ".join([f"set_{name}(self, {name})" for name in names]) or "pass"
    exec(f"def __init__(self, {', '.join(names)}): {body}", space)
    made = space["__init__"]
    made.__defaults__ = tuple([cls._defaults[name] for name in names if name in cls._defaults])
    return made


def _first_init(self: Any, *values: Any, **named: Any) -> None:
    """Stands in until a class makes its first instance, then gives way to the one made for it."""
    cls = type(self)
    cls.__init__ = _guarded_init(cls) if _guarded else _init(cls.__match_args__, cls._defaults)
    cls.__init__(self, *values, **named)


def _first_key(record: Any) -> Any:
    """What makes two records of a class equal: all fields at once. Stands in until the class is first asked."""
    cls = type(record)
    if not cls.__match_args__:
        return ()
    cls._key = attrgetter(*cls.__match_args__)
    return cls._key(record)


@dataclass_transform(frozen_default=True)
class _RecordType(type):
    """Turns annotations into slots; fields of bases come first."""

    def __new__(mcs, name: str, bases: tuple[type, ...], space: dict[str, Any]) -> _RecordType:
        own = fields = tuple(space.get("__annotations__", ()))
        defaults = {field: space.pop(field) for field in own if field in space}
        for base in bases:
            inherited: tuple[str, ...] = base.__match_args__  # type: ignore[attr-defined]
            if inherited:
                own = tuple([field for field in own if field not in inherited])
                fields = (*inherited, *own)
                # Not that of the base, which may have been asked before.
                space["_key"] = staticmethod(_first_key)
                defaults = {**base._defaults, **defaults}  # type: ignore[attr-defined]
        space["__slots__"] = own
        space["__match_args__"] = fields
        space["_defaults"] = defaults
        space["__init__"] = _first_init if _guarded else _init(fields, defaults)
        if not _guarded and bases == (Record,):
            # Python asks each base of a class that is made for a hundred special names: it gets what `Record` has.
            bases = ()
            space = {**_SHARED, **space}
        return type.__new__(mcs, name, bases, space)


class Record(metaclass=_RecordType):
    """Base of every frozen value: subclass it and annotate the fields (`from __future__ import annotations`)."""

    if TYPE_CHECKING:
        __match_args__: ClassVar[tuple[str, ...]]

    _key = staticmethod(_first_key)

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


_SHARED = {name: vars(Record)[name] for name in ("_key", "_values", "__eq__", "__hash__", "__repr__", "__reduce__")}


def unguard() -> None:
    """For a process of its own: from here on nothing looks whether somebody assigns to a record. mypy has seen that
    nobody does, the tests run with the guard, and without it Python makes a record in half the time. The classes that
    are made from here on are not derived from `Record`, which nobody asks."""
    global _guarded  # noqa: PLW0603
    if _guarded:
        _guarded = False
        del Record.__setattr__, Record.__delattr__


def replace(record: _Self, **changes: Any) -> _Self:
    """A copy of `record` with some fields changed."""
    values = {name: getattr(record, name) for name in record.__match_args__}
    return type(record)(**{**values, **changes})
