"""Libraries that are looked for where the script does not install them: see odd_library_directory.

./configure --prefix=$P --libdir=$P/lib64       then `cp $P/lib/libfoo.so.5`, or `cp $P/libfoo.so.5`
./Configure linux-x86_64 --prefix=$P            of OpenSSL 3: it installs into lib64 there
/etc/ld.so.conf.d/foo.conf with /opt/foo/lib    where the libraries go to /opt/foo/lib64
./configure --prefix=$P                         then `cp libfoo.so.5 $P/`
cp /usr/lib/libfoo.so.1                         where apt installs, into /usr/lib/x86_64-linux-gnu
"""

from __future__ import annotations

import re

from lintpack.record import Record
from lintpack.rules.shared.wording import find_name, line_of, narrowed, written_at
from lintpack.script import texts
from lintpack.script.plan import Directory, Link, Transfer, WrittenFile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.rules.shared.packed import Packed
    from lintpack.source import Place

_PREFIX = re.compile(r"-(?:(?<=\s-)-prefix[= ]([^\s;&|]+)|DCMAKE_INSTALL_PREFIX(?::\w+)?=([^\s;&|]+))")
_LIBDIR = re.compile(r"(?<=\s)--libdir[= ]([^\s;&|]+)|-DCMAKE_INSTALL_LIBDIR(?::\w+)?=([^\s;&|]+)")
# What apt installs lies in the folder of the architecture, but for what has been there longer than these.
_MULTIARCH = r"/usr/lib/(?:\S*-linux-\w+|\$\{?\w*(?i:triplet|multiarch|arch)\w*\}?|\$\([^)]*\))"


class Elsewhere(Record):
    """`says` is the message, `help` the advice; `there` shows where the folder is said."""

    place: Place
    says: str
    help: str
    there: Place | None = None


class Install(Record):
    prefix: str
    libdir: str
    place: Place
    command: str


def elsewhere(context: Context) -> Iterator[Elsewhere]:
    if context.speaks_of(("--prefix", "_INSTALL_PREFIX")):
        yield from _not_installed(context)
        yield from _into_the_prefix(context)
    if context.speaks_of(("ld.so.conf",)):
        yield from _registered(context)
    if context.speaks_of(("apt-get install", "apt install")):
        yield from _outside_multiarch(context)


def _plain(word: str) -> str:
    return re.sub(r"[\"'{}]", "", word).rstrip("/")


def _installs(context: Context) -> list[Install]:
    """The commands that say a prefix; a line that goes on is one."""
    found = []
    for script in context.plan.scripts:
        text = script.source.text.replace("\\\n", "  ")
        for match in _PREFIX.finditer(text):
            command = line_of(text, match.start(), match.end())
            if command.lstrip().startswith("#"):
                continue
            prefix = _plain(match[1] or match[2])
            libdir = _LIBDIR.search(command)
            folder = _plain(libdir[1] or libdir[2]) if libdir is not None else ""
            if folder and not folder.startswith(("/", "$")):
                folder = f"{prefix}/{folder}"
            place = script.source.place(match.start(), match.end())
            found.append(Install(prefix, folder, place, command))
    return found


def _not_installed(context: Context) -> Iterator[Elsewhere]:
    installs = _installs(context)
    text = _plain(" ".join(script.source.text for script in context.plan.scripts))
    for one in context.packed:
        operand = written_at(one.origin)
        folder = next((_plain(w).rpartition("/")[0] for w in operand.text.split() if one.name.text in w), "")
        if not folder or one.origin.guards or not one.name.text.startswith("lib"):
            continue
        own = [install for install in installs if folder in (install.prefix, *_kin(install.prefix))]
        if not own or _puts(folder, one, context):
            continue
        place = narrowed(operand, one.name.text)
        prefix = own[0].prefix
        if folder == prefix:
            if any(re.search(rf"{re.escape(kin)}(?![\w.-])", text) for kin in _kin(prefix)):
                says = f"takes `{one.name.text}` from `{folder}`, a prefix, whose libraries are in `{prefix}/lib`"
                yield Elsewhere(place, says, f"take it from `{prefix}/lib`", own[0].place)
        elif all(install.libdir and install.libdir in _kin(prefix) for install in own):
            if folder not in {install.libdir for install in own}:
                right = own[0].libdir
                says = f"takes `{one.name.text}` from `{folder}`, but it is installed into `{right}`"
                yield Elsewhere(place, says, f"take it from `{right}`", own[0].place)
        elif re.fullmatch(r"lib(?:ssl|crypto)\.so\.[3-9]", one.name.text) and folder == f"{prefix}/lib":
            openssl = next((i for i in own if re.search(r"\./Configure\b.*\blinux-x86_64\b", i.command)), None)
            if openssl is not None and not openssl.libdir and f"{prefix}/lib64" not in text:
                says = f"takes `{one.name.text}` from `{folder}`, but OpenSSL 3 installs into `lib64` for linux-x86_64"
                yield Elsewhere(place, says, "configure it with `--libdir=lib`", openssl.place)


def _into_the_prefix(context: Context) -> Iterator[Elsewhere]:
    """A library with a version right below the prefix of a build, whose programs look in `lib`."""
    by_prefix = {install.prefix: install.place for install in _installs(context)}
    text = _plain(" ".join(script.source.text for script in context.plan.scripts)) if by_prefix else ""
    for one in context.packed:
        into = _plain(one.into)
        if into not in by_prefix or re.search(rf"(?:LIBRARY_PATH=|rpath|-L)[^\n;]*{re.escape(into)}(?![\w/.-])", text):
            continue
        if one.transfer is None or one.origin.guards or not one.name.version:
            continue
        place = narrowed(written_at(one.origin), one.name.text)
        says = f"puts `{one.name.text}` into `{into}`, a prefix: the loader, and RPATHs of what is built, look in `lib`"
        yield Elsewhere(place, says, f"put it into `{into}/lib`", by_prefix[into])


def _kin(prefix: str) -> tuple[str, ...]:
    return (f"{prefix}/lib", f"{prefix}/lib64")


def _puts(folder: str, one: Packed, context: Context) -> bool:
    """Whether the script puts anything into that folder itself, or makes it a link."""
    for effect in context.plan.effects:
        if isinstance(effect, Transfer):
            if texts.shown(effect.destination).rpartition("/")[0] == one.folder:
                return True
        elif isinstance(effect, Link) and texts.shown(effect.path).rstrip("/") in (one.folder, folder):
            return True
    return False


def _registered(context: Context) -> Iterator[Elsewhere]:
    """What is written for ldconfig(8)."""
    folders: dict[str, Place] = {}
    for effect in context.plan.effects:
        if isinstance(effect, (Transfer, Directory)):
            path = effect.destination if isinstance(effect, Transfer) else effect.path
            for text, _ in texts.alternatives(path):
                shown = texts.shown(text)
                folders[shown.rstrip("/.")] = effect.origin.place
                folders.setdefault(shown.rpartition("/")[0], effect.origin.place)
    for effect in context.each(WrittenFile):
        if "ld.so.conf" not in texts.shown(effect.path):
            continue
        for line in texts.shown(effect.text).split("\n"):
            match = re.fullmatch(r"(/opt/\S+|/usr/local/\S+|\$\S+)/(lib|lib64)/?", line.strip())
            if match is None or match[0].rstrip("/") in folders:
                continue
            other = f"{match[1]}/{'lib' if match[2] == 'lib64' else 'lib64'}"
            if other in folders:
                place = find_name(match[0], effect.origin, context.plan)
                says = f"tells ldconfig of `{match[0]}`, but the libraries go to `{other}`"
                yield Elsewhere(place, says, f"write `{other}`, by the variable that holds it", folders[other])


def _outside_multiarch(context: Context) -> Iterator[Elsewhere]:
    """One from `/usr/lib` itself, where most come from the folder of the architecture: as they are written, for what
    `gcc -print-multiarch` says is nothing on other systems."""
    places = [(one, find_name(one.name.text, one.origin, context.plan)) for one in context.packed if one.name.suffix]
    written = [(one, place, _folder_before(place)) for one, place in places if one.name.exact]
    inside = {one.name.base: (place, folder) for one, place, folder in written if re.fullmatch(_MULTIARCH, folder)}
    odd = [(one, place) for one, place, folder in written if folder == "/usr/lib" and one.name.base not in inside]
    if len(inside) < 2 or len(inside) <= len({one.name.base for one, _ in odd}):
        return
    there, kin = next(iter(inside.values()))
    for one, place in odd:
        if not one.origin.guards:
            says = f"takes `{one.name.text}` from `/usr/lib`, but Debian's packages install into `{kin}`"
            yield Elsewhere(place, says, f"take it from `{kin}`", there)


def _folder_before(place: Place) -> str:
    """What is written before a name, up to the blank or quote before it."""
    text = place.source.text
    start = place.start
    while start and not (text[start - 1].isspace() or text[start - 1] in "\"'=(,"):
        start -= 1
    return text[start : place.start].rstrip("/")
