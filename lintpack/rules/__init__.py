"""The rules: one file for each, with its page beside it. A rule that is not in MODULES does not exist."""

from __future__ import annotations

from lintpack.rules.archive_rules import ARCHIVE_MODULES, UNREADABLE_MEMBER
from lintpack.rules.late import Late

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lintpack.rules.rule import Rule, RuleModule

# Where none of its words stands in the scripts, a rule has nothing to say and is not even loaded.
_LOADER = ("LD_", "LIBRARY_PATH", "rpath", "RPATH", "ORIGIN", "patchelf", "chrpath")

# In order of their codes: the module's name, and those words.
MODULES: tuple[RuleModule, ...] = (
    Late("unparsable_script"),
    Late("unused_ignore"),
    Late("unknown_rule"),
    Late("unresolved_copy"),
    Late("unfollowed_source"),
    UNREADABLE_MEMBER,
    Late("dropped_version_suffix", (".so",)),
    Late("real_name_packed", (".so.",)),
    Late("renamed_library", (".so",)),
    Late("mixed_versions", (".so.",)),
    Late("forgotten_in_sibling", (".so.",)),
    Late("malformed_library_name", (".so",)),
    Late("never_bundle", (".so",)),
    Late("host_picked_library", ("ldconfig", "find", "locate", "whereis", "lib")),
    Late("hard_coded_architecture", ("linux-gnu", "-linux", "lib/amd64", "lib/i386", "lib/aarch64", "lib/ppc64le")),
    Late("glob_misses_versions", ("*.so", "?.so", "].so")),
    Late("quoted_glob", ("*",)),
    Late("missing_source", (".so",)),
    Late("odd_library_directory", (".so",)),
    Late("garbled_copy", ("find ", "tar ")),
    Late("misspelt_variable"),
    Late("lost_by_change", (".so", "LD_")),
    Late("glob_across_word_sizes", ("lib*", "lib?")),
    Late("outdated_version", (".so.",)),
    Late("links_dereferenced"),
    Late("links_dropped", ("find", "rsync")),
    Late("dangling_link", ("ln",)),
    Late("self_link", ("ln",)),
    Late("cross_version_link", ("ln", "cp", "mv", "install")),
    Late("unchecked_copy"),
    Late("link_without_force", ("ln",)),
    Late("lone_link_copied"),
    Late("missing_library_path"),
    Late("empty_path_element", _LOADER),
    Late("relative_library_path", _LOADER),
    Late("unexported_library_path", _LOADER),
    Late("overwritten_library_path", _LOADER),
    Late("bundled_path_last", _LOADER),
    Late("unset_library_path", _LOADER),
    Late("malformed_library_path", _LOADER),
    Late("build_path_shipped", _LOADER),
    Late("origin_expanded", _LOADER),
    Late("patchelf_arguments", _LOADER),
    Late("generated_launcher_expansion", _LOADER),
    Late("preload_path", _LOADER),
    *ARCHIVE_MODULES,
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
