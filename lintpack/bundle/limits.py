"""How much of a bundle is taken before it counts as an attack or an accident; raised by `--limit NAME=VALUE`."""

from __future__ import annotations

from lintpack.record import Record, replace

_UNITS = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}


class Limits(Record):
    """Numbers of bytes but for `members` and `ratio`.

    members: entries, with the folders that their names imply. names: all names and link targets together.
    unpacked: the whole stream after decompression. ratio: unpacked bytes for each packed one, looked at from 1 GiB
    on (zeros give 1,032 in gzip, real packages stay below 20). file: one ELF file, since it is held while its facts
    are read. header: one extended header (a long name, pax records). text: one script. texts: all of them together.
    symbols: dynamic symbol tables that are kept. decoder: memory that a stream may ask of xz or zstd.
    """

    members: int = 500_000
    names: int = 128 << 20
    unpacked: int = 64 << 30
    ratio: int = 250
    file: int = 4 << 30
    header: int = 1 << 20
    text: int = 1 << 20
    texts: int = 16 << 20
    symbols: int = 48 << 20
    decoder: int = 128 << 20


def with_option(limits: Limits, option: str) -> Limits:
    """`limits` with one changed by `NAME=VALUE`; a value may end in K, M, G or T. Raises ValueError with the reason."""
    name, equals, value = option.partition("=")
    if name not in Limits.__match_args__:
        raise ValueError(f"unknown limit `{name}`; there are {', '.join(Limits.__match_args__)}")
    number, unit = (value[:-1], value[-1:].upper()) if value[-1:].isalpha() else (value, "")
    if not equals or not number.isascii() or not number.isdigit() or unit not in _UNITS:
        raise ValueError(f"`{value}` is no number for the limit `{name}`; write such as 500000 or 8G")
    return replace(limits, **{name: int(number) * _UNITS[unit]})
