"""Writing a mended file: all of it or nothing, and all that is not mended stays as it was."""

from __future__ import annotations

import os
from contextlib import suppress

from lintpack.repository import decode


def write(path: str, before: str, after: str) -> str:
    """Put `after` in the place of `before`, what the file at `path` was when it was read. Returns what went wrong
    (then the file is as it was), or "".

    A new file is written beside the old one and renamed over it (rename(2) is atomic), with its mode, and its owner as
    far as that is allowed. Where `path` is a link, it stays one, and the file behind it is written. A file of several
    names (hard links) would lose the others by that: it is written in place.
    """
    real = os.path.realpath(path)
    try:
        with open(real, "rb") as file:
            old = file.read()
            state = os.fstat(file.fileno())
        if decode(old) != before:
            return "was changed while lintpack looked at it; not fixed"
        new = encode(after, old)
        if new is None:
            return "has an encoding that cannot hold the fix; not fixed"
        if not os.access(real, os.W_OK):
            return "permission denied; not fixed"
        if state.st_nlink > 1:
            with open(real, "r+b") as file:
                file.write(new)
                file.truncate()
        else:
            replace_file(real, new, state)
    except OSError as error:
        return f"{(error.strerror or str(error)).lower()}; not fixed"
    return ""


def encode(text: str, like: bytes) -> bytes | None:
    """`text` in the encoding of `like` (as `repository.decode` tells it); None where that lacks a character."""
    try:
        like.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return text.encode("latin-1")
        except UnicodeEncodeError:
            return None
    return text.encode("utf-8")


def replace_file(real: str, data: bytes, state: os.stat_result | None) -> None:
    """Rename a new file with `data` over the one at `real`, and give it the owner and mode in `state`; without, those
    of any new file. Raises OSError; then nothing has changed."""
    from tempfile import mkstemp

    folder, name = os.path.split(real)
    handle, beside = mkstemp(prefix=f".{name[:100]}.", dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            if state is not None:
                # Only root may give files away; the user's own is right for everybody else.
                with suppress(OSError):
                    os.fchown(file.fileno(), state.st_uid, state.st_gid)
            # After chown, which takes the set-user-ID bits off.
            os.fchmod(file.fileno(), state.st_mode & 0o7777 if state is not None else 0o666 & ~_umask())
            os.fsync(file.fileno())
        os.replace(beside, real)
    except BaseException:
        # Also where the user interrupts: no temporary file stays behind.
        os.unlink(beside)
        raise


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
