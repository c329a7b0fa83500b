"""The commands in the documentation that no test runs, each with the reason. Keep it short: all else is run."""

from __future__ import annotations

# What a command begins with, and why it cannot be run.
NOT_RUN = {
    "pip install": "asks the network",
}


def reason(command: str) -> str:
    """Why a command is not run; "" where it is."""
    return next((why for start, why in NOT_RUN.items() if command.startswith(start)), "")
