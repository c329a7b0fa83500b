"""The rules: one file for each, with its page beside it. A rule that is not in MODULES does not exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack.rules import (
    build_path_shipped,
    bundled_path_last,
    cross_version_link,
    dangling_link,
    dropped_version_suffix,
    empty_path_element,
    garbled_copy,
    generated_launcher_expansion,
    glob_misses_versions,
    link_without_force,
    links_dereferenced,
    links_dropped,
    lone_link_copied,
    malformed_library_name,
    malformed_library_path,
    missing_library_path,
    misspelt_variable,
    never_bundle,
    odd_library_directory,
    origin_expanded,
    overwritten_library_path,
    patchelf_arguments,
    preload_path,
    quoted_glob,
    real_name_packed,
    relative_library_path,
    renamed_library,
    self_link,
    unchecked_copy,
    unexported_library_path,
    unfollowed_source,
    unknown_rule,
    unparsable_script,
    unresolved_copy,
    unset_library_path,
    unused_ignore,
)
from lintpack.rules.archive_rules import ARCHIVE_MODULES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lintpack.rules.rule import Rule, RuleModule

# In order of their codes.
MODULES: tuple[RuleModule, ...] = (
    unparsable_script,
    unused_ignore,
    unknown_rule,
    unresolved_copy,
    unfollowed_source,
    dropped_version_suffix,
    real_name_packed,
    renamed_library,
    malformed_library_name,
    never_bundle,
    glob_misses_versions,
    quoted_glob,
    odd_library_directory,
    garbled_copy,
    misspelt_variable,
    links_dereferenced,
    links_dropped,
    dangling_link,
    self_link,
    cross_version_link,
    unchecked_copy,
    link_without_force,
    lone_link_copied,
    missing_library_path,
    empty_path_element,
    relative_library_path,
    unexported_library_path,
    overwritten_library_path,
    bundled_path_last,
    unset_library_path,
    malformed_library_path,
    build_path_shipped,
    origin_expanded,
    patchelf_arguments,
    generated_launcher_expansion,
    preload_path,
)


def find(word: str) -> RuleModule | None:
    """The rule with this code or name, of now or of old."""
    for module in MODULES:
        rule = module.RULE
        if word.upper() == rule.code or word == rule.name or word in rule.aliases:
            return module
    return None


def matches(word: str, rule: Rule) -> bool:
    """Whether `word` names `rule`: its code, a prefix of it such as `LP1`, or a name."""
    upper = word.upper()
    return (upper.startswith("LP") and rule.code.startswith(upper)) or word == rule.name or word in rule.aliases


def selected(select: Iterable[str], ignore: Iterable[str]) -> tuple[RuleModule, ...]:
    """The rules that `select` names (all where it names none) but those that `ignore` names."""
    wanted, unwanted = tuple(select), tuple(ignore)
    return tuple(
        module
        for module in MODULES
        if (not wanted or any(matches(word, module.RULE) for word in wanted))
        and not any(matches(word, module.RULE) for word in unwanted)
    )


def unknown(words: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each word that names no rule, with a `; did you mean …?` or ""."""
    for word in words:
        if not any(matches(word, module.RULE) for module in MODULES):
            from lintpack.suggest import did_you_mean

            known = [name for module in MODULES for name in (module.RULE.code, module.RULE.name)]
            yield word, did_you_mean(word.upper() if word[:2].upper() == "LP" else word, known)


def page(module: RuleModule) -> str:
    """The page of a rule, in Markdown."""
    folder = __file__.rpartition("/")[0]
    with open(f"{folder}/{module.RULE.name.replace('-', '_')}.md", encoding="utf-8") as file:
        return file.read()
