"""Slips in the shell itself: variables, quotes, options, here-documents, and failures that nobody sees."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bench.mutators.texts import COPY, LINK, VARIABLE, Edit, Script, kind, misspelt, one_line, settings, swapped, words

if TYPE_CHECKING:
    from collections.abc import Iterator

# What a launcher finds out where it runs.
_RUN_TIME = re.compile(r"\$(?:\{?(?:LD_LIBRARY_PATH|HERE|DIR|APPDIR|\w*(?:HOME|ROOT|DIR|PATH))\b|[@0]|\()")


def _used(script: Script, number: int) -> Iterator[re.Match[str]]:
    """The variables of a line that the script assigns, and names on other lines too."""
    for match in VARIABLE.finditer(script.lines[number]):
        name = match[1] or match[2]
        if len(name) < 4 or not re.search(rf"(?m)^\s*(?:export\s+|local\s+|readonly\s+)?{name}=", script.text):
            continue
        if len(re.findall(rf"\b{name}\b", script.text)) >= 3:
            yield match


def _renamed(script: Script, number: int) -> Iterator[Edit]:
    line = script.lines[number]
    for match in _used(script, number):
        name = match[1] or match[2]
        wrong = misspelt(name)
        if wrong not in script.text:
            text = f"${{{wrong}}}" if match[1] else f"${wrong}"
            yield one_line(number, swapped(line, match.start(), match.end(), text))


@kind("variable misspelt in a copy")
def misspelt_in_copy(script: Script) -> Iterator[Edit]:
    """`cp $LIBDIR/libx.so.1` becomes `cp $LIBDRI/libx.so.1`; the script assigns LIBDIR and names it elsewhere."""
    for number, line in script.code():
        if ".so" in line and COPY.search(line):
            yield from _renamed(script, number)


@kind("variable misspelt in LD_LIBRARY_PATH")
def misspelt_in_path(script: Script) -> Iterator[Edit]:
    """`LD_LIBRARY_PATH=$PREFIX/lib` becomes `$PREIFX/lib`."""
    for setting in settings(script):
        if not script.here_doc[setting.number]:
            yield from _renamed(script, setting.number)


@kind("variable misspelt in a link")
def misspelt_in_link(script: Script) -> Iterator[Edit]:
    """`ln -s … $LIBDIR/libx.so` becomes `$LIBDRI/libx.so`."""
    for number, line in script.code():
        if ".so" in line and LINK.search(line):
            yield from _renamed(script, number)


@kind("$(VAR) for ${VAR}")
def command_for_variable(script: Script) -> Iterator[Edit]:
    """In a copy, a link or a search path, braces become parentheses: make's way."""
    for number, line in script.code():
        if (".so" in line and (COPY.search(line) or LINK.search(line))) or "LD_LIBRARY_PATH=" in line:
            for match in VARIABLE.finditer(line):
                if match[1]:
                    yield one_line(number, swapped(line, match.start(), match.end(), f"$({match[1]})"))


@kind("$$VAR")
def doubled_dollar(script: Script) -> Iterator[Edit]:
    """In a copy, a link or a search path, a dollar is doubled: make's way."""
    for number, line in script.code():
        if (".so" in line and (COPY.search(line) or LINK.search(line))) or "LD_LIBRARY_PATH=" in line:
            for match in VARIABLE.finditer(line):
                yield one_line(number, swapped(line, match.start(), match.start(), "$"))


@kind("spaces around =")
def spaces(script: Script) -> Iterator[Edit]:
    """`LD_LIBRARY_PATH=x` becomes `LD_LIBRARY_PATH = x`, or `= x` alone."""
    for setting in settings(script):
        head = setting.line.index("LD_LIBRARY_PATH=") + len("LD_LIBRARY_PATH")
        text = (" = ", "= ")[setting.number % 2]
        if not script.here_doc[setting.number] and not re.match(r"\s*(?:echo|printf)", setting.line):
            yield one_line(setting.number, swapped(setting.line, head, head + 1, text))


@kind("export dropped")
def unexported(script: Script) -> Iterator[Edit]:
    """`export LD_LIBRARY_PATH=x` becomes an assignment; nothing else in the script exports it."""
    for setting in settings(script):
        match = re.search(r"\bexport\s+(?=LD_LIBRARY_PATH=)", setting.line)
        again = re.search(r"\bexport\b[^\n]*LD_LIBRARY_PATH|set -\w*a", script.without(setting.number))
        if match is not None and again is None:
            after = "\n".join(script.lines[setting.number + 1 :])
            if re.search(r"(?m)^\s*(?:exec\s|\./|\"?\$\{?\w+\}?/|make\b|cmake\b|python)", after):
                yield one_line(setting.number, swapped(setting.line, match.start(), match.end(), ""))


@kind("quoted glob")
def quoted_glob(script: Script) -> Iterator[Edit]:
    """`cp $d/lib*.so* x` becomes `cp "$d/lib*.so*" x`."""
    for number, line in script.code():
        command = re.search(r"(?:^|[\s;&|])(?:cp|mv|install|ln|rm|strip)\s+(?:-\S+\s+)*", line)
        if command is None or ".so" not in line:
            continue
        for start, end in words(line, command.end()):
            word = line[start:end]
            if "*" in word and ".so" in word and not re.search(r"[`{]\S*,", word):
                yield one_line(number, swapped(line, start, end, '"' + word.replace('"', "") + '"'))


@kind("glob and variable in single quotes")
def single_quotes(script: Script) -> Iterator[Edit]:
    """`cp "$d"/libx.so.1 x` becomes `cp '$d/libx.so.1' x`."""
    for number, line in script.code():
        command = re.search(r"(?:^|[\s;&|])(?:cp|mv|install|ln)\s+(?:-\S+\s+)*", line)
        if command is None or ".so" not in line:
            continue
        for start, end in words(line, command.end()):
            word = line[start:end]
            if "$" in word and ".so" in word and "'" not in word and "$(" not in word:
                yield one_line(number, swapped(line, start, end, "'" + word.replace('"', "") + "'"))


@kind("cp find")
def copied_command(script: Script) -> Iterator[Edit]:
    """`cp $(find …) x` becomes `cp find … x`."""
    for number, line in script.code():
        match = re.search(r"(\bcp\s+(?:-\S+\s+)*)[\"]?(?:\$\(|`)((?:find|ldd|ls)\s[^()`]*)[)`][\"]?", line)
        if match is not None and "|" not in match[2]:
            yield one_line(number, swapped(line, match.start(), match.end(), match[1] + match[2]))


@kind("tar -c for -C")
def lower_case_folder(script: Script) -> Iterator[Edit]:
    """`tar czf x.tgz -C dir y` becomes `-c dir y`."""
    for number, line in script.code():
        match = re.search(r"\btar\s[^|;&]*\s(-C)\s", line)
        if match is not None and not script.here_doc[number]:
            yield one_line(number, swapped(line, match.start(1), match.end(1), "-c"))


@kind("\\$ unescaped in a here-document")
def unescaped(script: Script) -> Iterator[Edit]:
    """A launcher's `\\$LD_LIBRARY_PATH`, `\\$0` or `\\$DIR` loses its backslash while others keep theirs."""
    for number, line in script.code(documents=True):
        if script.here_doc[number] != "open" or not re.search(r"LD_LIBRARY_PATH|dirname|\bexec\b|/lib\b", line):
            continue
        if len(re.findall(r"\\\$", "\n".join(_document(script, number)))) < 3:
            continue
        for match in re.finditer(r"\\(?=\$)", line):
            if _RUN_TIME.match(line, match.end()):
                yield one_line(number, swapped(line, match.start(), match.end(), ""))


@kind("\\$ unescaped in an echo")
def unescaped_echo(script: Script) -> Iterator[Edit]:
    """`echo "export LD_LIBRARY_PATH=\\$DIR/lib" >> launcher` loses its backslash."""
    for number, line in script.code():
        if re.match(r"\s*(?:echo|printf)\s", line) and ">" in line and re.search(r"LD_LIBRARY_PATH|dirname|exec", line):
            for match in re.finditer(r"\\(?=\$)", line):
                yield one_line(number, swapped(line, match.start(), match.end(), ""))


def _document(script: Script, number: int) -> list[str]:
    first = last = number
    while first > 0 and script.here_doc[first - 1]:
        first -= 1
    while last + 1 < len(script.lines) and script.here_doc[last + 1]:
        last += 1
    return script.lines[first : last + 1]


@kind("here-document quoted though its variables are the script's")
def document_quoted(script: Script) -> Iterator[Edit]:
    """`<<EOF` becomes `<<'EOF'` where the text has variables of the script in a launcher's search path."""
    for number, line in script.code():
        match = re.search(r"(?<!<)<<-?\s*([A-Za-z_]\w*)", line)
        if match is None or number + 1 >= len(script.lines) or script.here_doc[number + 1] != "open":
            continue
        body = "\n".join(_document(script, number + 1))
        if not re.search(r"#!.*sh|LD_LIBRARY_PATH", body) or "/lib" not in body:
            continue
        names = {m[1] or m[2] for m in VARIABLE.finditer(body)}
        if any(
            re.search(rf"(?m)^\s*(?:export |local )?{name}=", "\n".join(script.lines[:number]))
            and not re.search(rf"(?m)^\s*(?:export |local )?{name}=", body)
            for name in names
        ):
            yield one_line(number, swapped(line, match.start(1), match.end(1), f"'{match[1]}'"))


@kind("here-document unquoted though it is a launcher")
def document_unquoted(script: Script) -> Iterator[Edit]:
    """`<<'EOF'` becomes `<<EOF`, and `$0`, `$@` and `$LD_LIBRARY_PATH` are those of the packing."""
    for number, line in script.code():
        match = re.search(r"(?<!<)<<-?\s*(?:(['\"])(\w+)\1|\\(\w+))", line)
        if match is None or number + 1 >= len(script.lines) or script.here_doc[number + 1] != "quoted":
            continue
        body = "\n".join(_document(script, number + 1))
        if re.search(r"#!.*sh", body) and re.search(r"LD_LIBRARY_PATH|/lib\b", body) and re.search(r"\$[{0@A-Z]", body):
            start = match.start(1) if match[1] else match.start(3) - 1
            yield one_line(number, swapped(line, start, match.end(), match[2] or match[3]))


@kind("set -e removed")
def unchecked(script: Script) -> Iterator[Edit]:
    """`set -e` is removed from a script that copies libraries and makes an archive."""
    if not re.search(r"\b(?:cp|install)\b[^\n]*\.so", script.text):
        return
    if not re.search(r"\b(?:tar|zip|dpkg-deb|rpmbuild|mksquashfs|appimagetool|fpm)\s", script.text):
        return
    for number, line in script.code():
        match = re.match(r"\s*set -(\w*)e(\w*)(?=\s|$)", line)
        if match is not None and number < 40:
            left = match[1] + match[2]
            if not re.search(r"(?m)^\s*set -\w*e|pipefail", script.without(number)) and "pipefail" not in line:
                yield one_line(number, f"set -{left}" if left else ":", gone=True)


@kind("|| exit removed")
def unguarded(script: Script) -> Iterator[Edit]:
    """`cp … || exit 1` loses its guard, in a script without `set -e`."""
    if re.search(r"(?m)^\s*set -\w*e|^#!.*sh -\w*e", script.text):
        return
    for number, line in script.code():
        match = re.search(r"\s*\|\|\s*(?:exit|return|die|fail|abort)\b.*$", line)
        if match is not None and ".so" in line[: match.start()] and COPY.search(line):
            yield one_line(number, line[: match.start()])


@kind("|| true added after a copy")
def forgiven(script: Script) -> Iterator[Edit]:
    """`cp … libx.so.1 …` gets `|| true` under `set -e`; no other command of the script has it."""
    if re.search(r"\|\|\s*(?:true|:)", script.text) or not re.search(r"(?m)^\s*set -\w*e", script.text):
        return
    if not re.search(r"\b(?:tar|zip|dpkg-deb|rpmbuild|mksquashfs|appimagetool|fpm)\s", script.text):
        return
    for number, line in script.code():
        if re.match(r"\s*(?:cp|install)\b", line) and re.search(r"\.so\.\d", line) and not re.search(r"[;|&\\#]", line):
            yield one_line(number, f"{line.rstrip()} || true")


@kind("set -u with unguarded LD_LIBRARY_PATH")
def unbound(script: Script) -> Iterator[Edit]:
    """`${LD_LIBRARY_PATH:-}` or `${LD_LIBRARY_PATH:+…}` loses its guard under `set -u`."""
    if not re.search(r"(?m)^\s*set -\w*u|nounset", script.text):
        return
    for setting in settings(script):
        match = re.search(r"\$\{LD_LIBRARY_PATH(:?-|:?\+:\$\{?LD_LIBRARY_PATH\}?)\}?", setting.line)
        guarded = re.search(r"(?m)LD_LIBRARY_PATH:?[=-]|-z \"?\$", "\n".join(script.lines[: setting.number]))
        if match is not None and guarded is None and not script.here_doc[setting.number]:
            text = re.sub(r"\$\{LD_LIBRARY_PATH:?-\}", "$LD_LIBRARY_PATH", setting.line)
            text = re.sub(r"\$\{LD_LIBRARY_PATH:?\+:\$\{?LD_LIBRARY_PATH\}?\}", ":$LD_LIBRARY_PATH", text)
            if text != setting.line:
                yield one_line(setting.number, text)


@kind("hard-coded architecture")
def architecture(script: Script) -> Iterator[Edit]:
    """`$(uname -m)`, `$ARCH` or `${DEB_HOST_MULTIARCH}` becomes x86_64 in one path; other lines keep it."""
    pattern = re.compile(r"\$\(uname -m\)|\$\{?(?:ARCH|DEB_HOST_MULTIARCH|MULTIARCH|TRIPLET|arch)\}?(?![\w])")
    for number, line in script.code():
        match = pattern.search(line)
        if match is None or not re.search(r"/lib|\.so", line) or re.match(r"\s*\w+=\"?\$", line):
            continue
        if pattern.search(script.without(number)):
            multi = "MULTIARCH" in match[0] or "TRIPLET" in match[0]
            yield one_line(number, swapped(line, *match.span(), "x86_64-linux-gnu" if multi else "x86_64"))


@kind("lib for lib64")
def narrower_folder(script: Script) -> Iterator[Edit]:
    """One of at least three mentions of `…/lib64` becomes `…/lib`, in a copy."""
    for number, line in script.code():
        match = re.search(r"/usr/lib(64)(?=/lib[\w+-]+\.so)", line)
        others = script.without(number)
        if match is None or not COPY.search(script.statement(number)) or re.search(r"/usr/lib/", others):
            continue
        if len(re.findall(r"/usr/lib64/", others)) >= 2:
            yield one_line(number, swapped(line, match.start(1), match.end(1), ""))


@kind("literal /out for $OUT")
def literal_folder(script: Script) -> Iterator[Edit]:
    """`$OUT/lib` becomes `/out/lib` in one copy of several."""
    for number, line in script.code():
        match = re.search(r"\$\{?OUT\}?(?=/)", line)
        if match is not None and COPY.search(line) and len(re.findall(r"\$\{?OUT\b", script.without(number))) >= 3:
            yield one_line(number, swapped(line, *match.span(), "/out"))


@kind("folder misspelt in one copy")
def misspelt_folder(script: Script) -> Iterator[Edit]:
    """The folder that libraries are copied to is misspelt in one of several copies."""
    for number, line in script.code():
        match = re.search(r"\.so[.\d*]*[\"']?\s+[\"']?(\$\{?\w+\}?(?:/[\w.-]*\w)+)/?[\"']?\s*$", line)
        if match is None or not COPY.search(line):
            continue
        if script.without(number).count(match[1]) >= 2:
            head, _, tail = match[1].rpartition("/")
            wrong = f"{head}/libs" if tail == "lib" else f"{head}/{tail}s"
            if wrong not in script.text:
                yield one_line(number, swapped(line, *match.span(1), wrong))


@kind("copying command misspelt")
def misspelt_command(script: Script) -> Iterator[Edit]:
    """`install` becomes `intsall`, `cp` `cpp` or `pc`, `patchelf` `patchef`, `chmod` `chomd`, on a library's line."""
    slips = {
        "install": "intsall",
        "cp": "cpp",
        "ln": "nl",
        "mv": "vm",
        "rsync": "rsycn",
        "patchelf": "patchef",
        "chmod": "chomd",
    }
    for number, line in script.code():
        match = re.match(r"\s*(?:sudo\s+)?(install|cp|ln|mv|rsync|patchelf|chmod)\s", line)
        if match is None or not re.search(r"\.so\b", line) or script.start[number] != number:
            continue
        if re.search(rf"(?m)^\s*{match[1]}\s", script.without(number)):
            yield one_line(number, swapped(line, *match.span(1), slips[match[1]]))
