"""Whether a plan names libraries whose numbers follow from a release that its scripts speak of."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.rules.context import Context

# How libraries begin whose numbers follow from the release of their project (see `releases`), and how a script spells
# the project where that is not the rest of the name.
RELEASED = (
    *("libicu", "libboost_", "libproto", "libbotan-", "libffi", "libtbb", "libtiff", "libpng", "libgit2", "libfmt"),
    *("libreadline", "libglog", "libevent", "libruby", "libmpfr", "libsodium", "librocksdb", "libarrow", "libjpeg"),
    *("libxml2", "libnode", "libproj", "libyaml-cpp", "libgflags", "libmysql", "libsfml-", "libGLEW"),
)
SPELT = {
    "libav": "ffmpeg",
    "libsw": "ffmpeg",
    "libpostproc": "ffmpeg",
    "libssl": "ssl",
    "libcrypto": "ssl",
    "libpython3": "py",
    "libLLVM-": "llvm",
    "libclang-": "llvm",
    **dict.fromkeys(("libcudart", "libcublas", "libcusparse", "libcufft", "libnvrtc", "libnvJitLink"), "cu"),
    "libhistory": "readline",
    "libparquet": "arrow",
}
_NUMBERED = (*RELEASED, *SPELT)


def branched(context: Context) -> bool:
    """Scripts with a branch for two versions."""
    for script in context.plan.scripts:
        text = script.source.text
        for sign in ("== ", "*|"):
            at = text.find(sign)
            while at >= 0:
                line = text[text.rfind("\n", 0, at) + 1 : (text + "\n").find("\n", at)]
                if line.count(".") > 1 and (line.count("==") > 1 and "||" in line if sign == "== " else ")" in line):
                    return True
                at = text.find(sign, at + len(line))
    return False


def released(context: Context) -> bool:
    """Plans that name one of these by its number (in a copy, in a link, or where a file is changed or preloaded) in
    scripts that speak of a release of its project."""
    names = {one.name.text for one in context.packed if one.name.exact and (one.name.suffix or one.name.inner)}
    if not context.kinds.isdisjoint(("Link", "Change", "Export", "WrittenFile")):
        from lintpack.rules.shared.wording import libraries_in

        for script in context.plan.scripts:
            text = script.source.text
            if ".so." in text:
                names.update(text[start:end] for start, end in libraries_in(text) if text[end + 1 : end + 2].isdigit())
    begins = {start for name in names if name.startswith(_NUMBERED) for start in _NUMBERED if name.startswith(start)}
    return any(_release_of(SPELT.get(start, start[3:].strip("-_").lower()), context) for start in begins)


def _release_of(word: str, context: Context) -> bool:
    """Whether a digit follows the word anywhere, but where it is a library's name; also in the script's own name."""
    if f"{word}1" in context.plan.path.rpartition("/")[2]:
        return True
    for script in context.plan.scripts:
        text = script.source.text.lower()
        at = text.find(word)
        while at >= 0:
            at += len(word)
            after = text[at : at + 16]
            if ".so" not in after and not after.isalpha() and any(c in after for c in "0123456789"):
                return True
            at = text.find(word, at)
    return False
