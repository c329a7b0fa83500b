"""Records: frozen values."""

from __future__ import annotations

import copy
import pickle

import pytest

from lintpack.record import Record, replace


class Point(Record):
    x: int
    y: int = 0


class Named(Point):
    name: str = "origin"


class Empty(Record):
    pass


def test_fields_of_the_base_come_first() -> None:
    assert Named(1, 2, "a") == Named(x=1, y=2, name="a")
    assert repr(Named(1)) == "Named(x=1, y=0, name='origin')"


def test_equality_is_by_class_and_value() -> None:
    assert Point(1) == Point(1, 0)
    assert Point(1) != Point(2)
    assert Point(1) != Named(1)
    assert Point(1) != (1, 0)
    assert Empty() == Empty()
    assert len({Point(1), Point(1, 0), Named(1), Empty(), Empty()}) == 3


def test_a_record_cannot_be_changed() -> None:
    point = Point(1)
    with pytest.raises(AttributeError, match="frozen"):
        point.x = 2  # type: ignore[misc]
    with pytest.raises(AttributeError, match="frozen"):
        del point.x
    assert replace(point, y=3) == Point(1, 3)
    assert point == Point(1)


def test_a_missing_or_unknown_field_is_an_error() -> None:
    with pytest.raises(TypeError):
        Point()  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Point(1, z=3)  # type: ignore[call-arg]


def test_records_can_be_copied_and_sent() -> None:
    assert copy.copy(Named(1, 2, "a")) == Named(1, 2, "a")
    assert pickle.loads(pickle.dumps(Named(1, 2, "a"))) == Named(1, 2, "a")
