"""Links whose targets show by their words that they lead nowhere.

ln -s "$DESTDIR/usr/lib/libfoo.so.1" /usr/lib/libfoo.so
ln -s /home/jane/src/lib/libfoo.so.1 out/lib/libfoo.so
ln -s libfoo.so.$BAR_VERSION out/lib/libfoo.so
ln -s /usr/lib/i686-linux-gnu/libfoo.so.1 out/lib/libfoo.so
cd usr/lib64/prog; ln -s ../../prog/plugins
ln -s usr/lib/libfoo.so.1 /usr/local/lib/
ln -s opt/prog/libfoo.so.1 "$pkgdir/usr/lib/libfoo.so.1"
cp libfoo.so.1 /usr/local/lib/; ln -s /usr/lib/local/libfoo.so.1 /usr/local/lib/libfoo.so
"""

from __future__ import annotations

import re

from lintpack import libname
from lintpack.rules.shared.links import leads_to, relative, stage
from lintpack.rules.shared.lost_targets import LostTarget
from lintpack.rules.shared.suffix_evidence import system_folder
from lintpack.rules.shared.wording import narrowed, written_at
from lintpack.script import paths, texts
from lintpack.script.plan import Link

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context

_VARIABLE = r"[\"']?\$\{?(?P<name>\w+)\}?[\"']?(?P<rest>/[^\"']*)"
_HOME = r"/(?:home|Users)/(?!root/)[\w.-]+/"
_NUMBERED = r"\blib(?P<library>[A-Za-z][\w+-]*)\.so\.\$\{?(?P<name>(?P<other>[A-Za-z]\w*?)_?(?i:VERSION|VER))\b"
# Words of a variable's name that are no other package's.
_OWN_WORDS = r"(?:lib|so|abi|api|major|minor|full|short|soname|shlib|library|real|cur(?:rent)?|new|old|target|pkg|_)+"
# GNU's name of the machine, which Debian's folders do not have (wiki.debian.org/Multiarch/Tuples).
_NO_FOLDER = r"(?:^|/)lib/(?P<folder>i[4-6]86-linux-gnu)/"

# -r counts the folders itself.
_RELATIVE = r"\s(?:-[a-zA-Z]*r|--relative)"
# What lies at the root of a system, and in none of its folders of libraries.
_ROOTS = ("usr", "opt")
_TOPS = (*_ROOTS, "etc", "lib", "lib64", "var")
_LIBRARIES = ("lib", "lib32", "lib64", "libx32")
# Where what an installer puts is used.
_USED = ("/usr/", "/lib", "/opt/")

# Folders that lie in many others.
_COMMON = frozenset("lib lib32 lib64 libexec bin sbin include share etc doc man src data plugins modules".split())


def odd_targets(context: Context) -> Iterator[LostTarget]:
    for link in context.each(Link):
        if not link.symbolic:
            continue
        if libname.parse_text(link.path) is not None or libname.parse_text(link.target) is not None:
            found = (
                _out_of_staging(link, context)
                or _in_a_home(link, context)
                or _of_another(link, context)
                or _no_folder(link)
                or _from_the_root(link, context)
                or _beside_its_file(link, context)
            )
        else:
            found = _passed_by(link, context)
        if found is not None:
            yield found


def _lost(link: Link, message: str, label: str, help: str) -> LostTarget:  # noqa: A002 (the field's name)
    return LostTarget(link.origin, written_at(link.origin), message, label, help)


def _out_of_staging(link: Link, context: Context) -> LostTarget | None:
    """The target lies in the folder that the package is put together in, and the link in the same one of the system:
    it is no part of the package."""
    path = texts.known(link.path)
    if path is None or not path.startswith("/"):
        return None
    from lintpack.rules.parts.staging import is_staging

    for written in (texts.shown(link.target), written_at(link.origin).text):
        match = re.match(_VARIABLE, written)
        if (
            match is not None
            and match["rest"].rpartition("/")[0] == path.rpartition("/")[0]
            and is_staging(match["name"], match["rest"], context)
        ):
            return _lost(
                link,
                f"links `{path}`, which is no part of the package, to a path that begins with `${match['name']}`, the "
                "folder that the package is put together in",
                "the link is left on the machine that builds",
                f"make it in the package: `ln -s {texts.shown(paths.basename(link.target))} ${match['name']}{path}`",
            )
    return None


def _in_a_home(link: Link, context: Context) -> LostTarget | None:
    """`/home/jane/…`, of which nothing else in the scripts speaks."""
    written = link.origin.command.text
    for text in (link.target, link.path):
        match = re.match(_HOME, texts.head(text))
        if match is None or match[0] not in written:
            continue
        home = match[0].rstrip("/")
        if sum(script.source.text.count(home) for script in context.plan.scripts) == written.count(home):
            return _lost(
                link,
                f"makes a link with `{home}`, the home of somebody of whom nothing else in the script speaks",
                "not there on other machines",
                "start from a folder of the script's own",
            )
    return None


def _of_another(link: Link, context: Context) -> LostTarget | None:
    """`libfoo.so.$FOO_BAR_VERSION`, where there is a `FOO_VERSION` too, and another package of the name foo-bar."""
    command = link.origin.command
    for match in re.finditer(_NUMBERED, command.text):
        library, other = _plain(match["library"]), _plain(match["other"])
        if library == other or re.fullmatch(f"(?:{_OWN_WORDS})?(?:{re.escape(library)})?(?:{_OWN_WORDS})?", other):
            continue
        spelt = "[-_]?".join(map(re.escape, re.split("_", match["other"].lower())))
        for script in context.plan.scripts:
            text = script.source.text
            own = [
                one["name"]
                for one in re.finditer(r"(?m)^[ \t]*(?:export[ \t]+)?(?P<name>([A-Za-z]\w*?)_?(?i:VERSION|VER))=", text)
                if _plain(one[2]) == library
            ]
            if own and re.search(rf"(?<![\w$-])(?:lib)?{spelt}(?!\w)", text):
                place = narrowed(command, match["name"])
                return LostTarget(
                    link.origin,
                    place,
                    f"links to `lib{match['library']}.so` of the version `${match['name']}`, which is another "
                    f"package's; its own is `${own[0]}`",
                    "leads nowhere",
                    f"write `${{{own[0]}}}`",
                )
    return None


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _no_folder(link: Link) -> LostTarget | None:
    for text, _ in texts.alternatives(link.target):
        match = re.search(_NO_FOLDER, texts.shown(text))
        if match is not None:
            return _lost(
                link,
                f"links to `{texts.shown(text)}`, but the folder of these libraries is `lib/i386-linux-gnu`: "
                f"`{match['folder']}` is what compilers call the machine",
                "there is no such folder",
                "write `i386-linux-gnu`, as `dpkg-architecture -qDEB_HOST_MULTIARCH` says",
            )
    return None


def _passed_by(link: Link, context: Context) -> LostTarget | None:
    """`../../prog/x` in `usr/lib64/prog`, which leads to `usr/prog/x`: the folder of libraries was passed by."""
    parts = paths.components(link.target)
    up = next((at for at, part in enumerate(parts) if part != ("..",)), 0)
    if up < 2 or not relative(link) or re.search(_RELATIVE, link.origin.command.text):
        return None
    own = paths.components(paths.dirname(paths.canonical(link.path)))
    # What `..` climbs out of begins with a folder of libraries and ends with the one that the target goes into.
    if len(own) <= up or own[-1] != parts[up] or (texts.known(own[-1]) or "lib") in _COMMON:
        return None
    if "lib" not in texts.shown(own[-up]).lower():
        return None
    passed = paths.from_components((*own[:-up], parts[up]))
    tree = context.shared(stage)
    if tree.made(passed) or tree.provides(leads_to(link)) is True or tree.names(passed):
        return None
    named = re.escape(texts.shown(passed).translate(_BARE))
    for script in context.plan.scripts:
        if re.search(rf"{named}(?![\w.-])", script.source.text.translate(_BARE)):
            return None
    return _lost(
        link,
        f"links `{texts.shown(link.path)}` to `{texts.shown(link.target)}`, which leads into `{texts.shown(passed)}`, "
        "past the folder of libraries",
        "leads nowhere",
        "name that folder in the target, or go up one folder less",
    )


def _from_the_root(link: Link, context: Context) -> LostTarget | None:
    """`usr/lib/libfoo.so.1` in `/usr/local/lib`, which leads to `/usr/local/lib/usr/lib`: the first slash is missing or
    the folder of the package before the link's own name."""
    first = texts.known(paths.components(link.target)[0])
    if first not in _TOPS or not relative(link) or re.search(_RELATIVE, link.origin.command.text):
        return None
    path = paths.canonical(link.path)
    above = [texts.known(part) for part in paths.components(paths.dirname(path))]
    # A folder of the package before the link's own name.
    within = any(part in _LIBRARIES for part in above) and (texts.head(path).startswith("/") or first in above)
    if not (first in _ROOTS and within) and not _in_root(link, above, context):
        return None
    if context.shared(stage).provides(leads_to(link)) is True:
        return None
    return _lost(
        link,
        f"links `{texts.shown(link.path)}` to `{texts.shown(link.target)}`, which leads to "
        f"`{texts.shown(leads_to(link))}`: a relative target is looked for in the folder of the link",
        "leads nowhere",
        f"begin the target with a slash, or with as many `../` as lead up to `{first}`",
    )


def _in_root(link: Link, above: list[str | None], context: Context) -> bool:
    """Whether the script puts the file there as seen from the root that the link lies in, which is `$pkgdir` of
    `$pkgdir/usr/lib`; or another link leads there by the whole path."""
    at = next((number for number, part in enumerate(above) if part in _TOPS), 0)
    if not at:
        return False
    root = paths.from_components(tuple(paths.components(paths.canonical(link.path))[:at]))
    if context.shared(stage).provides(paths.join(root, link.target)) is True:
        return True
    folder = paths.dirname(paths.join(("/",), link.target))
    return len(paths.components(folder)) > 2 and any(
        paths.dirname(paths.canonical(other.target)) == folder for other in context.each(Link)
    )


def _beside_its_file(link: Link, context: Context) -> LostTarget | None:
    """The script puts the file into the link's own folder, and the target names it in one that nothing else speaks
    of."""
    name = libname.parse_text(link.target)
    if name is None or not name.exact or relative(link) or _asked(name.text, link):
        return None
    folder, own = paths.canonical(paths.dirname(link.target)), paths.dirname(paths.canonical(link.path))
    there, here = texts.shown(folder), texts.shown(own)
    if there == here or system_folder(there) or here.endswith(there) or there.endswith(here):
        return None
    # Of one root: what a package is laid out in names the same file otherwise.
    if paths.components(folder)[0] != paths.components(own)[0] or (here.startswith("/") and not here.startswith(_USED)):
        return None
    tree = context.shared(stage)
    target = paths.canonical(link.target)
    if tree.provides(target) is not False or tree.made(folder) or tree.names(folder):
        return None
    entry = tree.entry(paths.join(own, paths.basename(link.target)))
    if entry is None or entry.target is not None:
        return None
    spelt = sum([script.source.text.translate(_BARE).count(there.translate(_BARE)) for script in context.plan.scripts])
    if spelt != 1:
        return None
    return _lost(
        link,
        f"links to `{name.text}` in `{there}`, of which nothing else speaks: the script puts the file into `{here}`",
        "leads nowhere",
        f"link to `{name.text}`, which lies beside the link",
    )


def _asked(name: str, link: Link) -> bool:
    """Whether a condition asks for the file."""
    return any(name in guard.shown for guard in link.origin.guards)


_BARE = {ord(char): None for char in "\"'{}"}
