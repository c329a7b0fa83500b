"""Libraries in lists that this script fills and another one packs from, or that are looked up by name before the copy.

LIBS=( "${LIBS[@]}" /usr/lib/x86_64-linux-gnu/librsync.so.1 )
export LIBRARY_COPY_TO_LIB="$pfx/lib/libfoo.so $pfx/lib/libbar.so"
for lib in "${MANUAL_LIBS[@]}"; do cp "$(find "$deps" -name "$lib")" lib/; done
"""

from __future__ import annotations

from lintpack import libname
from lintpack.bash.tree import ArrayValue, Assignment, DoubleQuoted, Escaped, Literal, Parameter, SingleQuoted
from lintpack.patterns import re
from lintpack.rules.shared.packed import Packed
from lintpack.script import paths, texts
from lintpack.script.plan import Origin
from lintpack.script.values import Hole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.bash.tree import Part
    from lintpack.rules.context import Context
    from lintpack.script.plan import ReadScript
    from lintpack.script.values import Piece, Text

_PACKS = r"(?i)copy|(?<!la)pack|bundle|install|deploy|ship|dist"
_LOOP = r"(?s)\bfor[ \t]+\w+[ \t]+in[ \t]+[\"']?\$\{(\w+)\[[@*]\]\}[\"']?[\s;]+do\b(.*?)\bdone\b"
_EACH = r"\bfor[ \t]+(\w+)[ \t]+in[ \t]+[\"']?\$\{(\w+)\[[@*]\]\}[\"']?[\s;]+do\b"
_COPIED = r"(?m)(?:^|[;&|(])\s*(?:sudo\s+)?\w*(?:cp|copy|install|pack|ln|mv|rsync|add)\w*\s"
# Characters of the longest variable's name that is looked at.
_NAME = 100
_NOT_PACKED = (
    r"(?i)exclude|skip|ignore|black|deny|remov|delet|strip|system|check|forbid|unwanted|test|link|flags?$|ldadd"
    r"|requir|expect|verif"
    # What Arch's packages are asked for by: `provides=('libfoo.so')`.
    r"|provides|depends|conflicts|replaces|debug"
)


def in_lists(context: Context) -> tuple[Packed, ...]:
    """Entries without a transfer, for the names of such lists that the plan itself does not pack."""
    return context.shared(_in_lists)


def _in_lists(context: Context) -> tuple[Packed, ...]:
    known = {one.name.text for one in context.packed}
    found: list[Packed] = []
    for script in context.plan.scripts:
        if _may_have(script.source.text):
            asked = _asked_for(script.source.text)
            found += [one for one in _of_script(script) if one.name.text not in known and one.into not in asked]
    return tuple(found)


def _asked_for(text: str) -> set[str]:
    """The lists of which a loop only asks the compiler where each is, for its folder, or ldd what each needs."""
    asked: set[str] = set()
    if "-print-file-name" in text:
        loops = re.finditer(_LOOP, text)
        asked |= {f"${{{one[1]}}}" for one in loops if "-print-file-name" in one[2] and not re.search(_COPIED, one[2])}
    if "ldd " in text:
        for loop in re.finditer(_EACH, text):
            rest, one = text[loop.end() :], rf"[^\n]*\$\{{?{loop[1]}\b"
            if re.search(rf"\bldd{one}", rest) and not re.search(_COPIED + one, rest):
                asked.add(f"${{{loop[2]}}}")
    return asked


def _may_have(text: str) -> bool:
    """Whether there may be an array of libraries in a script, or a list of them under a telling name: to look for them
    in the text is quicker than to go through its tree."""
    if ".so" not in text:
        return False
    if any(".so" in text[start:end] for start, end in _enclosed(text, "=(", ")")):
        return True
    return any(
        ".so" in text[start:end] and re.search(_PACKS, text[max(0, start - _NAME) : start].rpartition("\n")[2])
        for quote in "\"'"
        for start, end in _enclosed(text, "=" + quote, quote)
    )


def _enclosed(text: str, opener: str, closer: str) -> Iterator[tuple[int, int]]:
    """From each `opener` to the next `closer`; what begins in between is passed over."""
    end = 0
    while (start := text.find(opener, end)) >= 0:
        end = text.find(closer, start + len(opener))
        if end < 0:
            end = len(text)
        yield start, end


def _of_script(script: ReadScript) -> Iterator[Packed]:
    from lintpack.bash.walk import each

    for assignment in each(script.tree, Assignment):
        value = assignment.value
        if value is None or re.search(_NOT_PACKED, assignment.name):
            continue
        if isinstance(value, ArrayValue):
            words = [element.value for element in value.elements]
            if len(words) < 2 and not re.search(_PACKS + "|lib", assignment.name):
                continue
            places = [(word.start, word.end, _text(word.parts)) for word in words]
        elif re.search(_PACKS, assignment.name):
            places = [(value.start, value.end, text) for text in _blanks(_text(value.parts))]
        else:
            continue
        for start, end, text in places:
            name = libname.parse_text(text)
            if name is None or any("*" in piece or " " in piece for piece in text if isinstance(piece, str)):
                continue
            if isinstance(text[0], str) and text[0].startswith("-"):
                # An option of a build: `-DZLIB_LIBRARY=/usr/lib/libz.so`.
                continue
            place = script.source.place(start, end)
            origin = Origin(-1, place, script.source.place(assignment.start, assignment.end), (), ())
            folder = texts.shown(paths.from_components(paths.components(text)[:-1])) or "."
            yield Packed(name, folder, None, f"${{{assignment.name}}}", origin, origin.when, None, text)


def _text(parts: tuple[Part, ...]) -> Text:
    """The characters of a word; what is expanded in it is a hole."""
    pieces: list[Piece] = []
    for part in parts:
        if isinstance(part, (Literal, SingleQuoted, Escaped)):
            pieces.append(part.text)
        elif isinstance(part, DoubleQuoted):
            pieces += _text(part.parts)
        elif isinstance(part, Parameter):
            pieces.append(Hole(f"${{{part.name}}}"))
        else:
            pieces.append(Hole("…"))
    return texts.normal(pieces)


def _blanks(text: Text) -> list[Text]:
    """The words of an unquoted list."""
    found = [text]
    for blank in (" ", "\n", "\t"):
        found = [piece for one in found for piece in texts.split(one, blank)]
    return [one for one in found if one]
