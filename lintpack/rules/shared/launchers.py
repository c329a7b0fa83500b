"""What a script is for: to start a program where it is installed, to prepare a user's shell, or to build."""

from __future__ import annotations

import re

from lintpack.script.plan import ProgramStart

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.rules.context import Context
    from lintpack.rules.shared.loader_settings import Program, Setting

# Patterns are compiled where a script speaks of the loader: few do.

# Folders and names of scripts that run on a build machine, whoever wrote them.
_BUILD_PATH = (
    r"(?i)(?:^|/)(?:\.?ci(?:[-_.]\w+)*|\.github|\.circleci|\.gitlab|\.buildkite|\.evergreen|\.?jenkins|\.?travis|taskcluster|(?:\w+[-_])?tests?|testing"
    r"|benchmarks?|bench|build[-_\w]*|docker|tools|dev|thirdparty|third_party|3rd_?party|examples?|samples?)/"
    r"|(?:^|/)(?:packag\w*|\w*appimage|bundle|deploy|release)(?:[-_][^/]*)?\.(?:sh|bash)$"
    r"|(?:build|compile|test|bench|travis|jenkins|install|bootstrap|configure|verify|coverage|fuzz|debug)[^/]*$"
    r"|(?:^|/)(?:ci|make|mk)[-_][^/]*$|(?:^|/)(?:PKGBUILD|plan\.sh|configure)$|\.ebuild$"
)
# Programs that compile, fetch or test, where a command starts; also behind words that run what they are given.
_BUILD_WORDS = (
    r"(?m)(?:^|&&|\|\||;|(?<!\$)\()[ \t]*"
    r"(?:(?:if|then|else|do|!|time|sudo|env|run|exec|retry|wrap|cmd|check_run|print_exec)[ \t]+|\w+=\S*[ \t]+)*"
    r"(?:[\w./${}-]*/)?"
    r"(?:g?make(?![ \t]+(?:sure|certain|it|them|the|use)\b)"
    r"|cmake|ninja|meson|scons|b2|bjam|waf|gcc|g\+\+|cc|c\+\+|clang(?:\+\+)?|\$\{?(?:CC|CXX|MAKE|CMAKE)\}?"
    r"|configure|autoreconf|autogen\.sh|bootstrap\.sh|pip3?|cargo|mvn|gradlew?|bazel(?:isk)?"
    r"|go[ \t]+(?:build|test|install)|apt|apt-get|yum|dnf|zypper|apk|brew|conda|docker|podman"
    r"|git[ \t]+(?:clone|checkout|submodule)|ctest|pytest|tox|npm|yarn|rpmbuild|dpkg-\w+|debuild|patchelf|chrpath"
    r"|linuxdeploy\S*|appimagetool\S*|ldd|strip)(?=[ \t;]|$)"
    r"|-m[ \t]+(?:pytest|unittest|pip)\b"
)
_COMMENTS = r"(?m)(?:^|(?<=[ \t]))#.*$"
_OWN_FOLDER = r"\$\{?0\b|BASH_SOURCE|\$\{?APPDIR\b|\$\{?SNAP\b|whence|\$\{?HERE\b"
_RUNS = r"(?m)(?:^|[ \t;&|])exec[ \t]+(?![0-9]*[<>])|\"\$@\"|\$@|\$\*|\$\{1\+"
_LAUNCHER_PATH = (
    r"(?i)(?:^|/)(?:apprun[^/]*|start[-_]?\w*|run(?:[-_](?!tests?\b|unit|ci\b|build|bench|case|lint)[\w-]+)?|launch\w*"
    r"|[\w.-]*(?:wrapper|launcher|startup|ctl)[\w.-]*)(?:\.(?:sh|bash|in|template))*$|(?:^|/)s?bin/[^/.]+(?:\.in)?$"
)
_ENVIRONMENT_PATH = (
    r"(?i)(?:^|/)[\w.-]*?(?:env|profile|bashrc|environment|set(?:up)?[-_]?paths?|source_?me|vars)"
    r"(?:[-_.]\w+)?(?:\.(?:sh|bash|in))*$"
)
# How a script says that a user's shell is to read it.
_SOURCED = (
    r"(?i)\b(?:must|should|to|needs? to)\s+(?:only\s+)?be\s+sourced|\bsource this (?:file|script)"
    r"|\bsourced? (?:it|me) from"
)


# What a login shell, or a platform's start-up, reads one after the other.
_PROFILE = r"(?:^|/)\.?profile\.d/[^/]+\.(?:sh|bash)(?:\.(?:in|template|tmpl|j2))?$"


def purpose(program: Program) -> str:
    """`launcher`: it starts a program of a package. `environment`: it only sets variables, for a shell that sources
    it. `build`: it compiles, tests or packs, or that cannot be told."""
    path, text = program.plan.path, program.text
    if program.written:
        return "launcher" if text.startswith("#!") or re.search(_RUNS, text) else "environment"
    named = re.search(_LAUNCHER_PATH, path) is not None
    if re.search(_PROFILE, path) is not None:
        return "environment"
    if _compiles(text):
        return "build"
    # A template with the folders of an installation, which becomes a program there, wherever it lies here.
    if text.startswith("#!") and re.search(_TEMPLATE, path) and re.search(_INSTALLED, text):
        return "launcher"
    if not named and re.search(_BUILD_PATH, path):
        if _from_own_folder(path, text):
            return "launcher"
        return "environment" if _only_sets(program) else "build"
    runs = re.search(_RUNS, text) is not None
    starts = runs or any(isinstance(effect, ProgramStart) for effect in program.plan.effects)
    own = re.search(_OWN_FOLDER, text) is not None
    if named or (starts and own):
        return "launcher"
    if _runs_last(text):
        return "launcher"
    if re.search(_ENVIRONMENT_PATH, path) or (own and not starts):
        return "environment"
    return "launcher" if runs else "build"


# Folders of what is used to build, where some packages keep what they ship.
_WORKSHOP = r"(?i)(?:^|/)(?:build[-_\w]*|docker|tools|dev|third_?party|3rd_?party)(?=/)"
# The end of a command that gets the script's own operands.
_HANDS_ON = (
    r"""(?m)^[ \t]*(?:then[ \t]+)?(?:eval|(?:exec[ \t]+)?["']?\$[^#\n]*)[ \t]"""
    r"""(?:"\$@"|\$@|\$\*|"\$\*"|\$\{1\+"\$@"\})[ \t]*$"""
)


def _from_own_folder(path: str, text: str) -> bool:
    """Whether a script asks where it lies and starts a program with what it was given: a launcher, also where it is
    kept with what builds it."""
    if not text.startswith("#!") or re.search(_BUILD_PATH, re.sub(_WORKSHOP, "", path)):
        return False
    return re.search(_OWN_FOLDER, text) is not None and re.search(_HANDS_ON, text) is not None


def _runs_last(text: str) -> bool:
    """Whether a script says with what it is run, and ends by running what it was given: no shell reads it."""
    return text.startswith("#!") and re.search(r"\n[ \t]*(?:exec[ \t]+)?\"?\$@\"?[ \t]*\n*\Z", text) is not None


# A folder or a file of an image: the machine that it prepares is one, and known.
_OF_AN_IMAGE = r"(?i)(?:^|[/_.-])(?:docker\w*|containers?|container-?files?|vagrant)(?=[/_.-]|$)"


def of_an_image(path: str) -> bool:
    """Whether a script belongs to a container's image, by its path."""
    return re.search(_OF_AN_IMAGE, path) is not None


# `name = value` is a line of a program's settings: the shell would run `name`.
_NAME_AND_VALUE = r"(?m)^[a-z_][\w.-]* =(?: |$)"
_SEVERAL = 3
_TEMPLATE = r"\.(?:in|template|tmpl)$"
_INSTALLED = r"@(?:\w*libdir|bindir|libexecdir|prefix|exec_prefix)@(?s:.*)(?m:^[ \t]*exec[ \t].*(?:\$@|\$\*))"


def of_settings(text: str) -> bool:
    """Whether a text that has a script's name, or is a test's, holds the settings of a program."""
    return not text.startswith("#!") and text.count(" =") >= _SEVERAL <= len(re.findall(_NAME_AND_VALUE, text))


# Asked for each setting of a script.
_asked: dict[str, bool] = {}
_MOST_ASKED = 32


def _compiles(text: str) -> bool:
    known = _asked.get(text)
    if known is None:
        if len(_asked) >= _MOST_ASKED:
            _asked.clear()
        known = _asked[text] = re.search(_BUILD_WORDS, re.sub(_COMMENTS, "", text)) is not None
    return known


def compiles(program: Program) -> bool:
    """Whether the script has a command that does, or that fetches or tests, whatever the script is called."""
    return not program.written and _compiles(program.text)


def builds(program: Program) -> bool:
    """Whether the script itself shows that it compiles, tests or packs: `purpose` takes also for that what cannot be
    told."""
    if program.written:
        return False
    return _compiles(program.text) or re.search(_BUILD_PATH, program.plan.path) is not None


# Folders of scripts that users start to see what a package does, and names of those that they do not.
_EXAMPLE = (
    r"(?i)(?:^|/)(?:examples?|samples?|demos?)/(?:[^/]+/)*"
    r"(?!(?:build|compile|make|install|configure|setup)(?![a-z]))[^/]+$"
)
_TESTS = r"(?i)(?:^|[/_.-])(?:ci|tests?|bench\w*|docker)(?=[/_.-]|$)"


def example(program: Program) -> bool:
    """Whether a script starts a program of the package as users would, to show it: nothing is compiled there."""
    path = program.plan.path
    if program.written or re.search(_EXAMPLE, path) is None or re.search(_TESTS, path) is not None:
        return False
    return not _compiles(program.text)


# Folders of tests, the files of Perl's and git's, and scripts that are called so.
_IN_TESTS = (
    r"(?i)(?:^|/)(?:\w+[-_])*(?:tests?|testing|testsuite|bench\w*)(?:[-_]\w+)*/|(?:^|/)t/(?:[^/]+/)*[^/]+\.t$"
    r"|(?:^|/)(?:run[-_]?)?tests?(?:[-_][\w.-]*)?(?:\.\w+)?$|[-_]tests?(?:\.\w+)?$"
)


def tests_it(path: str) -> bool:
    """Whether a script is a test or a benchmark, by its folder or its name."""
    return re.search(_IN_TESTS, path) is not None


_READERS = r"(?i)(?:^|[/_.-])(?:ci|tests?|testing|unittests?|bench\w*|build\w*|compile|make|docker)(?=[/_.-]|$)"


# A file's folder that is the reader's own, or in a variable.
_WITHIN = r"^(?:\.{0,2}/)*$|^\$[^/]*/?$|^\$\([^()]*\)/?$"


def only_for_builds(program: Program, context: Context) -> bool:
    """Whether a script only sets variables, and all scripts of the repository that source it are tests or builds. What
    builds something itself is more than their settings."""
    return not program.written and purpose(program) == "environment" and context.shared(_read_by_builds)


def _read_by_builds(context: Context) -> bool:
    from lintpack.rules.shared.other_scripts import readers

    found = readers(context)
    # Who says that it is to be sourced speaks to users, and tests may read the installed copy of a file.
    if not found or re.search(_SOURCED, re.sub(r"\n#\s*", " ", context.plan.scripts[0].source.text)):
        return False
    own = context.plan.path.rpartition("/")[0].rpartition("/")[2]
    return all(
        (re.search(_READERS, path) is not None or _compiles(text))
        and not folder.startswith("/")
        and (re.search(_WITHIN, folder.rstrip("\"'")) is not None or folder.rstrip("\"'/").endswith(f"/{own}"))
        for path, text, folder in found
    )


def asks_for_top(program: Program) -> bool:
    """Whether a script asks git for the top of the checkout that it lies in: what is installed lies in none."""
    return not program.written and "rev-parse --show-toplevel" in program.text


def in_checkout(program: Program) -> bool:
    """Whether it only runs in a checkout: it asks git for that, or is a test."""
    if program.written:
        return False
    return asks_for_top(program) or tests_it(program.plan.path)


# Commands that need no library, or none that a script sets a path for.
_SMALL = frozenset(
    "[ [[ test : true false echo printf export unset declare typeset local readonly return exit set shift cd pushd popd"
    " source . ls cat head tail grep egrep sed awk cut tr sort dirname basename readlink realpath find wc uname".split()
)


# What a script that a shell is to read does not have: it would be its reader's end where all is well.
_ENDS_SHELL = r"(?m)(?:^|[;&|{]|\bthen|\belse|\))[ \t]*exit(?:[ \t]+0)?[ \t]*(?:[;}#]|$)"


def outlives(setting: Setting) -> bool:
    """Whether an export is for the shell that reads the script: nothing is started below it, and no `exit 0` of the
    script's would end that shell."""
    origin, source = setting.export.origin, setting.place.source
    if setting.program.written or setting.export.how != "export" or origin.subshell or origin.calls:
        return False
    if re.search(_ENDS_SHELL, setting.program.text):
        return False
    from lintpack.bash.tree import Assignment, Function, SimpleCommand
    from lintpack.bash.walk import around, each

    script = next((one for one in setting.program.plan.scripts if one.source is source), None)
    if script is None or any(isinstance(one, Function) for one in around(script.tree, setting.place.start)):
        return False
    own = {one.name for one in each(script.tree, Function)}
    for command in each(script.tree, SimpleCommand):
        word = next((one for one in command.words if not isinstance(one, Assignment)), None)
        if command.start < setting.place.end or word is None or word.raw in _SMALL or word.raw in own:
            continue
        return False
    return True


def _only_sets(program: Program) -> bool:
    """Whether a script of a build folder is for a user's shell all the same: its name says so, or it itself, it finds
    its own folder or is called `env`, and it starts nothing."""
    path, text = program.plan.path, program.text
    named = re.search(_ENVIRONMENT_PATH, path) is not None
    if not named and not re.search(_SOURCED, re.sub(r"\n#\s*", " ", text)):
        return False
    if re.search(_RUNS, text) or not (re.search(_OWN_FOLDER, text) or (named and "env" in path.rpartition("/")[2])):
        return False
    return not any(isinstance(effect, ProgramStart) for effect in program.plan.effects)
