"""What bash itself says of a script's syntax."""

from __future__ import annotations

import subprocess


def accepted(text: str) -> bool:
    """Whether `bash -n` has nothing against it.

    Of a bad `[[ … ]]` bash complains and then succeeds, so that its messages count too, but for warnings.
    """
    return not complaints(text)


def complaints(text: str) -> list[str]:
    """What `bash -n` says, with extended patterns switched on, as `shopt` in the script would do."""
    done = subprocess.run(["bash", "-n", "-O", "extglob"], input=text.encode(), capture_output=True, check=False)
    found = [line for line in done.stderr.decode(errors="replace").splitlines() if "warning: " not in line]
    return found or ["failed"] * bool(done.returncode)
