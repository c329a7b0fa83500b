"""Levels that the configuration gives to rules, in the place of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack.findings import LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lintpack.rules.rule import Rule, RuleModule

OFF = "off"
CHOICES = (*LEVELS, OFF)

Severities = tuple[tuple[str, str], ...]


def level(rule: Rule, severities: Severities) -> str:
    """What is configured for a rule, "" for nothing. A code or name counts more than a prefix such as `LP3`, and a long
    prefix more than a short one."""
    from lintpack.rules import matches

    best, found = -1, ""
    for word, chosen in severities:
        if matches(word, rule):
            exact = word.upper() == rule.code or not word.upper().startswith("LP")
            weight = 100 if exact else len(word)
            if weight > best:
                best, found = weight, chosen
    return found


def switched_on(modules: Iterable[RuleModule], severities: Severities) -> tuple[RuleModule, ...]:
    """The rules that are not off."""
    return tuple([module for module in modules if level(module.RULE, severities) != OFF])


def levels(modules: Sequence[RuleModule], severities: Severities) -> dict[str, str]:
    """The level of each rule, by code, that has another than its own."""
    chosen = {module.RULE.code: level(module.RULE, severities) for module in modules} if severities else {}
    return {code: one for code, one in chosen.items() if one}
