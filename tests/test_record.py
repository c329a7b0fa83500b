"""Records: frozen values."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys

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


@pytest.mark.parametrize("guarded", [True, False])
def test_records_are_the_same_without_their_guard(guarded: bool) -> None:
    fields = " ".join(f"f{number}" for number in range(20))
    program = f"""
import copy, pickle
from lintpack import record
class Early(record.Record):
    a: int
    b: int = 2
early = Early(1)
if not {guarded}:
    record.unguard()
for count in range(20):
    names = "{fields}".split()[:count]
    values = list(range(count))
    space = dict(__module__="__main__", __annotations__=dict.fromkeys(names, "int"))
    made = type(record.Record)("Made", (record.Record,), space | dict(zip(names[-2:], (8, 9))))
    globals()["Made"] = made
    one = made(*values)
    print(one, one == made(**dict(zip(names, values))), hash(one) == hash(made(*values)), len({{one, made(*values)}}))
    print(made(*values[:-2]) if count > 2 else "", copy.copy(one) == one, pickle.loads(pickle.dumps(one)) == one)
    try:
        made(*values, 1)
    except TypeError as error:
        print(error)
print(early, Early(1), early == Early(1), record.replace(early, b=3), Early.__init__.__name__)
try:
    early.a = 5
    print("changed")
except AttributeError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    lines = done.stdout.splitlines()
    assert lines.pop() == ("Early is frozen: cannot set a" if guarded else "changed")
    assert lines.pop() == "Early(a=1, b=2) Early(a=1, b=2) True Early(a=1, b=3) __init__"
    assert lines[9:11] == ["Made(f0=0, f1=1, f2=2) True True 1", "Made(f0=0, f1=8, f2=9) True True"]
    assert lines[11].endswith("takes from 2 to 4 positional arguments but 5 were given")
    assert sum("True True 1" in line for line in lines) == 20


def test_a_record_of_more_fields_than_its_base_is_equal_by_all_of_them() -> None:
    class Base(Record):
        name: str

    class Wider(Base):
        size: int = 0

    # The base is asked first, and in doing so finds out what it is compared by.
    assert Base("a") == Base("a")
    assert Wider("a", 1) != Wider("a", 2)
    assert len({Wider("a", 1), Wider("a", 2)}) == 2


def test_many_fields_are_the_same_for_the_first_instance_and_the_next() -> None:
    program = """
from lintpack import record
record.unguard()
names = [f"f{number}" for number in range(16)]
def made():
    return type(record.Record)("Made", (record.Record,), dict(__annotations__=dict.fromkeys(names, "int"), f15=7))
some = dict.fromkeys(names[:15], 1)
one = made()
print(one(**some) == one(**some) == one(*some.values()), one(**some).f15, one(**some, f15=2).f15)
for wrong in ({}, {**some, "other": 1}):
    try:
        print(made()(**wrong))
    except TypeError as error:
        print(str(error).split(":")[0])
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [
        "True 7 2",
        "__init__() missing 15 required positional arguments",
        "__init__() got an unexpected keyword argument 'other'",
    ]
