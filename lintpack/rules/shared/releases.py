"""Which numbers a project's libraries have in a release, and which releases a script fetches, builds or installs.

The numbers are those of the projects' own builds: ICU's release notes, FFmpeg's `RELEASE_NOTES`, OpenSSL's
`SHLIB_VERSION`, Boost's layout `system`, protobuf's `libprotobuf_la_LDFLAGS`, and so on. What a project does not have
as a rule, and what distributions renumber, is not here.
"""

from __future__ import annotations

import re

from lintpack.record import Record
from lintpack.rules.shared.wording import line_before, line_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lintpack.libname import LibraryName
    from lintpack.rules.context import Context
    from lintpack.source import Place

    Version = tuple[int, ...]


class Release(Record):
    """`version` as far as it is written: (72, 1), (15,). `system`: a package of the system with the version in its name
    says it, so that the system's own libraries have it too."""

    project: str
    version: Version
    place: Place
    system: bool = False


# Of FFmpeg 2.4, 3, 4 …: each library's numbers, by the project's.
FFMPEG = {
    "libavcodec": {3: 57, 4: 58, 5: 59, 6: 60, 7: 61, 8: 62},
    "libavformat": {3: 57, 4: 58, 5: 59, 6: 60, 7: 61, 8: 62},
    "libavdevice": {3: 57, 4: 58, 5: 59, 6: 60, 7: 61, 8: 62},
    "libavutil": {3: 55, 4: 56, 5: 57, 6: 58, 7: 59, 8: 60},
    "libavfilter": {3: 6, 4: 7, 5: 8, 6: 9, 7: 10, 8: 11},
    "libswscale": {3: 4, 4: 5, 5: 6, 6: 7, 7: 8, 8: 9},
    "libswresample": {3: 2, 4: 3, 5: 4, 6: 4, 7: 5, 8: 6},
    "libpostproc": {3: 54, 4: 55, 5: 56, 6: 57, 7: 58},
}

# The same of CUDA, by the toolkit's first number (release notes, table of components).
CUDA = {
    "libcublas": {10: 10, 11: 11, 12: 12, 13: 13},
    "libcublasLt": {10: 10, 11: 11, 12: 12, 13: 13},
    "libcusparse": {10: 10, 11: 11, 12: 12, 13: 12},
    "libcufft": {10: 10, 11: 10, 12: 11, 13: 12},
    "libnvrtc": {12: 12, 13: 13},
    "libnvJitLink": {12: 12, 13: 13},
}

# Where the project's number comes again: `same(2)` is `libgit2.so.1.7` of 1.7.2.
_MINE: dict[str, tuple[str, str, Callable[[str, Version], str]]] = {}


def _project(name: str, spelt: str, libraries: str, number: Callable[[str, Version], str]) -> None:
    """`spelt`: how downloads, packages and variables name it. `number` gives the whole name, "" where it is unknown."""
    _MINE[name] = (spelt, libraries, number)


def _after(text: str) -> Callable[[str, Version], str]:
    """The name of the library and a number behind it, from the text `3.4=8 3.3=7 2=6`: by the version's beginning."""
    known = {tuple(map(int, key.split("."))): value for key, _, value in (w.partition("=") for w in text.split())}

    def number(base: str, version: Version) -> str:
        found = next((known[version[:size]] for size in (3, 2, 1) if version[:size] in known), "")
        return f"{base}.so.{found}" if found else ""

    return number


def _same(size: int, least: int = 0) -> Callable[[str, Version], str]:
    def number(base: str, version: Version) -> str:
        if len(version) < size or version[0] < least:
            return ""
        return f"{base}.so.{'.'.join(map(str, version[:size]))}"

    return number


def _icu(base: str, version: Version) -> str:
    if version[0] >= 49:
        return f"{base}.so.{version[0]}"
    return f"{base}.so.{version[0]}{version[1]}" if version[0] == 4 and len(version) > 1 else ""


def _ffmpeg(base: str, version: Version) -> str:
    number = FFMPEG[base].get(version[0])
    return f"{base}.so.{number}" if number else ""


def _openssl(base: str, version: Version) -> str:
    if version[0] >= 3:
        return f"{base}.so.{version[0]}"
    return f"{base}.so.1.1" if version[:2] == (1, 1) else ""


def _python(_: str, version: Version) -> str:
    return f"libpython{version[0]}.{version[1]}.so.1.0" if version[0] == 3 and len(version) > 1 else ""


def _llvm(base: str, version: Version) -> str:
    stem = re.sub(r"-\d+(?:\.\d+)?$", "", base)
    if version[0] < 7 or version[0] > 17 or stem == base:
        return ""
    return f"{stem}-{version[0]}.so.1"


def _protobuf(base: str, version: Version) -> str:
    if version[0] == 3 and len(version) > 1 and 7 <= version[1] <= 21:
        return f"{base}.so.{version[1] + 11}"
    return f"{base}.so.32" if version[0] == 21 else ""


def _botan(base: str, version: Version) -> str:
    return f"libbotan-{version[0]}.so.{version[1]}" if len(version) > 1 else ""


def _png(_: str, version: Version) -> str:
    return f"libpng1{version[1]}.so.1{version[1]}" if version[:2] in ((1, 5), (1, 6)) else ""


def _sodium(base: str, version: Version) -> str:
    if version[:2] != (1, 0) or len(version) < 3 or version[2] < 13:
        return ""
    return f"{base}.so.{23 if version[2] < 19 else 26}"


def _event(base: str, version: Version) -> str:
    if len(version) < 2 or version[0] != 2:
        return ""
    return re.sub(r"-\d\.\d$", f"-{version[0]}.{version[1]}", base) + (".so.5" if version[1] == 0 else ".so.7")


def _arrow(base: str, version: Version) -> str:
    return f"{base}.so.{version[0] * 100 + version[1]}" if version[0] and len(version) > 1 else ""


def _cuda(base: str, version: Version) -> str:
    if base in CUDA:
        number = CUDA[base].get(version[0])
        return f"{base}.so.{number}" if number else ""
    if len(version) < 2 or version[0] < 10:
        return ""
    return f"{base}.so." + {10: f"10.{version[1]}", 11: "11.0"}.get(version[0], str(version[0]))


_project("ICU", r"icu(?:4c)?|libicu", r"libicu(?:uc|data|i18n|io|tu|test)", _icu)
_project("FFmpeg", r"ffmpeg", "|".join(FFMPEG), _ffmpeg)
_project("OpenSSL", r"openssl|libssl", r"libssl|libcrypto", _openssl)
_project("Python", r"c?python|py", r"libpython3\.\d+", _python)
_project("LLVM", r"llvm|clang|libclang|llvmorg", r"libLLVM-\d+|libclang-\d+", _llvm)
_project("Boost", r"(?:lib)?boost", r"libboost_\w+", _same(3))
_project("protobuf", r"(?:google[-_])?protobuf", r"libprotobuf(?:-lite)?|libprotoc", _protobuf)
_project("Botan", r"botan", r"libbotan-\d", _botan)
_project("libffi", r"(?:lib)?ffi", r"libffi", _after("3.2=6 3.3=7 3.4=8"))
_project("TBB", r"(?:one)?tbb", r"libtbb", _after("2018=2 2019=2 2020=2 2021=12 2022=12"))
_project("libtiff", r"(?:lib)?tiff", r"libtiff", _after("4.0=5 4.1=5 4.2=5 4.3=5 4.4=5 4.5=6 4.6=6 4.7=6"))
_project("libpng", r"(?:lib)?png", r"libpng1\d", _png)
_project("libgit2", r"(?:lib)?git2", r"libgit2", _same(2, 1))
_project("readline", r"(?:lib)?readline", r"libreadline|libhistory", _after("6=6 7=7 8=8"))
_project("fmt", r"(?:lib)?fmt", r"libfmt", _after("6=6 7=7 8=8 9=9 10=10 11=11"))
_project("glog", r"(?:google-)?(?:lib)?glog", r"libglog", _after("0.4=0 0.5=0 0.6=1 0.7=2"))
_project("libevent", r"(?:lib)?event", r"libevent(?:_\w+)?-2\.\d", _event)
_project("Ruby", r"ruby", r"libruby", _same(2, 2))
_project("MPFR", r"mpfr", r"libmpfr", _after("3=4 4=6"))
_project("libsodium", r"(?:lib)?sodium", r"libsodium", _sodium)
_project("RocksDB", r"rocksdb", r"librocksdb", _after("6=6 7=7 8=8 9=9 10=10"))
_project("Arrow", r"(?:apache-)?arrow", r"libarrow|libparquet", _arrow)
_project("libxml2", r"(?:lib)?xml2", r"libxml2", _after("2.9=2 2.10=2 2.11=2 2.12=2 2.13=2 2.14=16 2.15=16"))
_project("Node.js", r"node(?:js)?", r"libnode", _after("16=93 18=108 20=115 22=127"))
_project("PROJ", r"proj", r"libproj", _after("6=15 7=19 9=25"))
_project("yaml-cpp", r"(?:lib)?yaml-?cpp", r"libyaml-cpp", _same(2))
_project("gflags", r"(?:lib)?gflags", r"libgflags", _same(2))
_project("MySQL", r"mysql", r"libmysqlclient", _after("5.6=18 5.7=20 8.0=21 8.4=24"))
_project("SFML", r"sfml", r"libsfml-\w+", _same(2, 2))
_project("GLEW", r"(?:lib)?glew", r"libGLEW", _same(2, 2))
_project("CUDA", r"cuda", "|".join(("libcudart", *CUDA)), _cuda)
_project("libjpeg", r"jpeg_abi", r"libjpeg", _after("7=7 8=8"))


def of_project(name: LibraryName) -> str:
    """The project that a library is of; "" for none of these."""
    if not name.exact or name.malformed:
        return ""
    if name.base not in _projects:
        # The first five letters of each library stand in its pattern as they are.
        begins = name.base[:5]
        near = ((project, libraries) for project, (_, libraries, _) in _MINE.items() if begins in libraries)
        _projects[name.base] = next((one for one, libraries in near if re.fullmatch(libraries, name.base)), "")
    return _projects[name.base]


_projects: dict[str, str] = {}


def of_release(name: LibraryName, project: str, version: Version) -> str:
    """What the library is called in a release; "" where that is not known, or not with so few numbers."""
    return _MINE[project][2](name.base, version)


def agree(name: str, expected: str) -> bool:
    """Whether one is the other, or a longer name of it: `libfoo.so.1.4.2` of `libfoo.so.1`."""
    return name == expected or name.startswith(expected + ".") or expected.startswith(name + ".")


# What fetches, unpacks, enters or installs; a line with a library in it is none.
_WORK = re.compile(
    r"\b(?:wget|curl|git|tar|unzip|cd|pushd|download\w*|fetch\w*|get\w*|install|add|apt(?:-get)?|dnf|yum|url|source|src"
    r"|build\w*|_?dep\w*)\b|://",
    re.IGNORECASE,
)
_NUMBERS = r"v?(\d+(?:[._]\d+)*)"


def releases(project: str, context: Context) -> list[Release]:
    """The releases of a project that the scripts speak of where they fetch, build or install it, or set variables."""
    spelt = _MINE[project][0]
    variable = re.compile(
        rf"(?i)^[ \t]*(?:(?:export|local|declare|readonly|:)[ \t]+)?[\"']?(?:\$\{{)?_?(?:{spelt})"
        rf"(?:_?(?:version|ver|major|release))?:?=[\"']?(?:\$\{{\w+:[-=])?{_NUMBERS}(?![\w.-])"
    )
    named = re.compile(rf"(?i)(?<![a-z0-9])(?:{spelt})(?P<of>[-_/@=]|:)?{_NUMBERS}(?P<more>-dev|-shared)?(?![a-z0-9])")
    found: list[Release] = []
    for script in context.plan.scripts:
        source, end = script.source, -1
        for spoken in re.finditer(rf"(?i){spelt}", source.text):
            if spoken.start() < end:
                continue
            line = line_of(source.text, spoken.start(), spoken.end())
            start = spoken.start() - len(line_before(source.text, spoken.start()))
            end = start + len(line)
            if "#" in line and line.lstrip().startswith("#"):
                continue
            match = variable.match(line)
            if match is not None:
                place = source.place(start + match.start(1), start + match.end(1))
                found.append(Release(project, _numbers(match[1]), place))
            elif ".so" not in line and _WORK.search(line):
                for one in named.finditer(line):
                    version = _numbers(one[2])
                    packages = re.search(r"\b(?:apt(?:-get)?|dnf|yum|apk|install)\b", line) is not None
                    if one["of"] is None and not packages and len(version) < 2:
                        continue
                    found.append(
                        Release(project, version, source.place(start + one.start(), start + one.end()), packages)
                    )
    if project == "libjpeg":
        found += _jpeg(context)
    elif project == "CUDA" and not found:
        found += _named_after(context)
    return found


def _named_after(context: Context) -> Iterator[Release]:
    """A script is called by the release that it is for: `pack_cu12.sh`."""
    source = context.plan.scripts[0].source
    named = re.search(r"(?<![a-z])cu(?:da)?[-_]?(1[0-9])(?![0-9])", source.path.rpartition("/")[2])
    if named is not None:
        yield Release("CUDA", (int(named[1]),), source.place(0, 0))


def _jpeg(context: Context) -> Iterator[Release]:
    """libjpeg-turbo has the ABI, and the number, that it is configured with."""
    for script in context.plan.scripts:
        for match in re.finditer(r"-DWITH_JPEG([78])=(?:1|ON|TRUE)\b|--with-jpeg([78])\b", script.source.text):
            yield Release("libjpeg", (int(match[1] or match[2]),), script.source.place(*match.span()))


def _numbers(text: str) -> Version:
    return tuple([int(part[:9]) for part in re.split(r"[._]", text)])
