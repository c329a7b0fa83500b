"""The rules: one file for each, with its page beside it. A rule that is not in MODULES does not exist."""

from __future__ import annotations

from lintpack.rules.archive_rules import ARCHIVE_MODULES, UNREADABLE_MEMBER
from lintpack.rules.gates import (
    branch_subjects,
    dependency_subjects,
    link_subjects,
    list_subjects,
    pattern_subjects,
    shell_subjects,
    sign_subjects,
    slip_subjects,
    subjects,
)
from lintpack.rules.late import Late

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lintpack.rules.rule import Rule, RuleModule

# Where none of its words stands in the scripts, a rule has nothing to say and is not even loaded.
_LOADER = subjects.LOADER_WORDS

# A program's name for the link editor, or the flags of a build.
_BUILDS = (" -o", "\t-o", "\n-o", "FLAGS", "LIBS", "bazel")

# How a program gets a library path, or a library.
_GIVEN = ("LD_LIBRARY_PATH=", ' LD_LIBRARY_PATH "', "LD_LIBRARY_PATH:=", "LD_PRELOAD=", "--library-path")

# Folders of one architecture, commands that put files into an initramfs, packages by their architecture, and
# modules of Python; what Gentoo's recipes begin with, and Slackware's have.
_ONE_MACHINE = (
    *("-linux", "lib/amd64", "lib/i386", "lib/aarch64", "lib/ppc64le"),
    *("dracut_install", "inst_", ".x86_64", ":amd64", ".cpython-3"),
    *("x86-64/", "x86_64/", "amd64/", "x64/", "aarch64/", "arm64/", "i686/", "EAPI"),
    *('SUFFIX="64"', "SUFFIX=64"),
)

# In order of their codes: the module's name, and those words.
MODULES: tuple[RuleModule, ...] = (
    Late("unparsable_script", about=shell_subjects.problems),
    Late("unused_ignore", about=subjects.unused),
    Late("unknown_rule", about=subjects.ignores),
    Late("unresolved_copy", about=subjects.effects("Unresolved")),
    Late("unfollowed_source", about=subjects.effects("Unfollowed")),
    UNREADABLE_MEMBER,
    Late("dropped_version_suffix", (".so",)),
    Late("real_name_packed", (".so.",), subjects.files),
    Late("renamed_library", (".so",), subjects.renamed),
    Late("mixed_versions", (".so",), branch_subjects.asked_versions),
    Late("forgotten_in_sibling", (".so.",), subjects.libraries),
    Late("malformed_library_name", (".so",), sign_subjects.misnamed),
    Late("never_bundle", (".so",), slip_subjects.left_to_the_system),
    Late("host_picked_library", ("ldconfig", "find", "locate", "whereis", "lib"), dependency_subjects.looked_up),
    Late("hard_coded_architecture", _ONE_MACHINE),
    Late(
        "glob_misses_versions",
        ("*.so", "?.so", "].so", "*\\.so", ".so*", ".so.*", ".so.?", ".so.[", ".so?", ".so["),
        subjects.bare_patterns,
    ),
    Late("quoted_glob", ("*", ".so"), pattern_subjects.literal),
    Late("missing_source", (".so",), subjects.sought),
    Late("odd_library_directory", (".so", "rpath", "LD_LIBRARY_PATH", "ld.so.conf"), pattern_subjects.doubtful_folders),
    Late("garbled_copy", about=subjects.garbled),
    Late("misspelt_variable", about=sign_subjects.variables),
    Late("lost_by_change", (".so", "LD_"), subjects.base),
    Late("glob_across_word_sizes", ("lib*", "lib?", "find"), subjects.patterns("lib*/", "lib?(64)/", "*/lib")),
    Late("outdated_version", (".so.", "-2."), subjects.aged),
    Late("missing_companion", (".so",), subjects.companions),
    Late("needed_not_packed", about=subjects.built),
    Late("misspelt_folder", (".so", *slip_subjects.MULTIARCH), slip_subjects.named_folders),
    Late("linked_not_packed", _BUILDS, subjects.effects("Transfer", "Archive")),
    Late("overwritten_list", (".so",), subjects.relisted),
    Late("misspelt_library", (".so",), pattern_subjects.library_names),
    Late("used_before_set", about=subjects.set_late),
    Late("stale_own_version", (".so", "LD_LIBRARY_PATH"), subjects.own_numbers),
    Late("misspelt_command", about=subjects.strange_commands),
    Late("misplaced_operand", about=list_subjects.misplaced),
    Late("other_release", (".so.", "-1"), subjects.released),
    Late("soname_not_packed", ("soname",), subjects.own_sonames),
    Late("mismatched_loop", ("for ", "read ", "=("), list_subjects.looping),
    Late("broken_line", about=sign_subjects.lines_broken),
    Late("pattern_in_test", (".so*", ".so.*"), slip_subjects.tested_patterns),
    Late("misfiltered_dependencies", dependency_subjects.PRINTERS, dependency_subjects.filtered),
    Late("unfiltered_dependencies", ("ldd",), dependency_subjects.listed_whole),
    Late("literal_quote", ('\\"$',), shell_subjects.quotes_kept),
    Late("missing_plugin", dependency_subjects.OPENERS, dependency_subjects.opening),
    Late("inverted_test", about=sign_subjects.read_empty),
    Late("overwritten_copy", (".so", ".dylib"), shell_subjects.copied_over),
    Late("wide_removal", ("rm ",), dependency_subjects.removing),
    Late("mistaken_option", about=shell_subjects.options),
    Late("misread_pattern", ("[", "**/", " cp ", "rsync", '"s/', "%/", "sed "), pattern_subjects.misread),
    Late("mismatched_separator", slip_subjects.ZEROS, slip_subjects.zeros),
    Late("links_dereferenced", (".so", "rsync", "elif", "/lib"), link_subjects.followed),
    Late("links_dropped", ("find", "rsync", "readlink", "realpath", "continue"), link_subjects.links_missed),
    Late("dangling_link", about=link_subjects.leading),
    Late("self_link", ("ln",), subjects.effects("Link")),
    Late("cross_version_link", (".so.",), link_subjects.version_names),
    Late("unchecked_copy", about=subjects.unchecked),
    Late("link_without_force", ("ln",), subjects.effects("Link", "WrittenFile")),
    Late("lone_link_copied", about=link_subjects.links_kept),
    Late("misnamed_link", (".so",), subjects.effects("Link")),
    Late("forgotten_soname_link", (".so",), subjects.effects("Link")),
    Late("archived_links_followed", (".so", ".la", "-shared", "SHARED_LIBS"), link_subjects.archives),
    Late("missing_library_path", about=dependency_subjects.launched),
    Late("empty_path_element", _LOADER, subjects.run_paths),
    Late("relative_library_path", _LOADER, subjects.run_paths),
    Late("unexported_library_path", _LOADER, subjects.loader),
    Late("overwritten_library_path", (*_LOADER, "ld.so.conf"), shell_subjects.overwriting),
    Late("bundled_path_last", _LOADER, subjects.loader),
    Late("unset_library_path", _LOADER, subjects.loader_named),
    Late("malformed_library_path", about=shell_subjects.paths_given),
    Late("build_path_shipped", (*_LOADER, "-ldflags"), subjects.run_paths),
    Late("origin_expanded", about=subjects.origin),
    Late("patchelf_arguments", _LOADER, pattern_subjects.run_paths_changed),
    Late("generated_launcher_expansion", (*_LOADER, ".so", "ldd"), shell_subjects.texts_written),
    Late("preload_path", _LOADER, subjects.loader),
    Late("glob_in_library_path", _LOADER, subjects.loader),
    Late("prefix_without_lib", ("LIBRARY_PATH", "-rpath"), subjects.run_paths),
    Late("swapped_names", ("patchelf",), subjects.effects("Change")),
    Late("lost_library_path", _GIVEN),
    Late("split_library_path", ("LIBRARY_PATH=", "LD_PRELOAD=", 'eval "'), shell_subjects.split),
    Late("malformed_run_path", about=pattern_subjects.run_paths_spelt),
    Late("overwritten_run_path", ("patchelf", "chrpath", "CMAKE_SKIP_"), pattern_subjects.undone),
    Late("unusable_interpreter", ("-interpreter", "dynamic-linker"), subjects.effects("Change")),
    Late("possible_empty_element", _LOADER, subjects.loader),
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
    if not wanted and not unwanted:
        return MODULES
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
