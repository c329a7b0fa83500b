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
    "libcudart": "cuda",
    "libhistory": "readline",
    "libparquet": "arrow",
}
_NUMBERED = (*RELEASED, *SPELT)


def released(context: Context) -> bool:
    """Plans that name one of these by its number (in a copy, in a link, or where a file is changed or preloaded) in
    scripts that speak of a release of its project."""
    names = {one.name.text for one in context.packed if one.name.exact and (one.name.suffix or one.name.inner)}
    if not context.kinds.isdisjoint(("Link", "Change", "Export")):
        from lintpack.rules.wording import libraries_in

        for script in context.plan.scripts:
            text = script.source.text
            if ".so." in text:
                names.update(text[start:end] for start, end in libraries_in(text) if text[end + 1 : end + 2].isdigit())
    begins = {start for name in names if name.startswith(_NUMBERED) for start in _NUMBERED if name.startswith(start)}
    return any(_release_of(SPELT.get(start, start[3:].strip("-_").lower()), context) for start in begins)


def _release_of(word: str, context: Context) -> bool:
    """Whether a digit follows the word anywhere, but where it is a library's name."""
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
