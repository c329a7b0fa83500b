"""The ways in which one and the same fault can be written: each makes a whole script of one command.

What they share with real scripts: wrapper functions, prefixes such as `${csudo}`, lists that a loop or an array copies
from, scripts in strings and in sourced files, and launchers that are written by here-documents and by echo.
"""

from __future__ import annotations

from typing import NamedTuple


class Script(NamedTuple):
    """`files`: what lies beside it, by name without `.sh`. `tree`: its build folder (tests/trees.py). `base`: what it
    was before the change."""

    text: str
    files: dict[str, str] = {}  # noqa: RUF012
    tree: str = ""
    base: str = ""


def copied(sources: str, into: str, before: str = "", after: str = "") -> dict[str, Script]:
    """`cp SOURCES INTO`: of the words of `sources` each is copied to the same place."""
    put = 'put() {\n  cp -v "$@"\n}\n'
    lines = "\n".join(sources.split())
    texts = {
        "plain": f"cp {sources} {into}\n",
        "a wrapper": f"{put}put {sources} {into}\n",
        "a prefix": f'csudo="sudo "\n${{csudo}}cp {sources} {into}\n',
        "a loop": f'for one in {sources}; do\n  cp "$one" {into}\ndone\n',
        "an array": f'files=({sources})\ncp "${{files[@]}}" {into}\n',
        "a list that is split": f'files="{sources}"\nfor one in $files; do cp $one {into}; done\n',
        "a list that is read": f'while read -r one; do\n  cp "$one" {into}\ndone <<EOF\n{lines}\nEOF\n',
        "xargs": f"printf '%s\\n' {sources} | xargs -I{{}} cp {{}} {into}\n",
        "install": f"install -m 755 {sources} {into}\n",
        "a branch": f'if [ -n "$more" ]; then\n  cp {sources} {into}\nfi\n',
        "a script in a string": f"bash -ec 'cp {sources} {into}'\n",
    }
    found = {way: Script(f"set -e\n{before}{text}{after}") for way, text in texts.items()}
    sourced = Script(f"set -e\n{before}. ./common.sh\nput {sources} {into}\n{after}", {"common": put})
    return {**found, "a function of a sourced file": sourced}


def linked(target: str, link: str, before: str = "", after: str = "") -> dict[str, Script]:
    """`ln -sf TARGET LINK`."""
    texts = {
        "plain": f"ln -sf {target} {link}\n",
        "a wrapper": f'link() {{ ln -sf "$1" "$2"; }}\nlink {target} {link}\n',
        "a prefix": f'csudo="sudo "\n${{csudo}}ln -sf {target} {link}\n',
        "a loop": f'for one in {target}; do ln -s "$one" {link}; done\n',
        "a pair that is cut": f"pair={target}:{link}\nln -sf ${{pair%%:*}} ${{pair##*:}}\n",
        "a script in a string": f"bash -ec 'ln -sf {target} {link}'\n",
    }
    found = {way: Script(f"set -e\n{before}{text}{after}") for way, text in texts.items()}
    sourced = Script(f"set -e\n{before}. ./common.sh\n{after}", {"common": f"ln -sf {target} {link}\n"})
    return {**found, "a sourced file": sourced}


def launched(setting: str, start: str, before: str = "") -> dict[str, Script]:
    """A launcher with `export SETTING`, that then runs `start`; `before` tells variables that both use."""
    lines = f"{before}export {setting}\n{start}\n"
    name = setting.partition("=")[0].rstrip("+")
    dollars = lines.replace("\\", "\\\\").replace("$", "\\$").replace("`", "\\`")
    quotes = dollars.replace('"', '\\"')
    found = {
        "plain": f"#!/bin/bash\n{lines}",
        "two steps": f"#!/bin/bash\n{before}{setting}\nexport {name}\n{start}\n",
        "a function": f"#!/bin/bash\n{before}setup() {{\n  export {setting}\n}}\nsetup\n{start}\n",
        "a here-document": f"cat > \"$pack/run\" <<'EOF'\n#!/bin/bash\n{lines}EOF\n",
        "a here-document with escapes": f'cat > "$pack/run" <<EOF\n#!/bin/bash\n{dollars}EOF\n',
        "tee": f"cat <<'EOF' | sudo tee \"$pack/run\" > /dev/null\n#!/bin/bash\n{lines}EOF\n",
        "install": f"install -Dm755 /dev/stdin \"$pack/run\" <<'EOF'\n#!/bin/bash\n{lines}EOF\n",
        "another shell": f"sudo sh -c 'cat > /opt/x/run' <<'EOF'\n#!/bin/bash\n{lines}EOF\n",
        "a filter": f"sed 's/@x@/y/' > \"$pack/run\" <<'EOF'\n#!/bin/bash\n# @x@\n{lines}EOF\n",
        "echo": f'echo "#!/bin/bash\n{quotes}" > "$pack/run"\n',
    }
    return {way: Script(text) for way, text in found.items()}


def run_path(value: str, before: str = "") -> dict[str, Script]:
    """RUNPATH as patchelf, chrpath and the link editor get it. `value` is quoted as it should stand in a script."""
    texts = {
        "patchelf": f"patchelf --set-rpath {value} out/bin/prog\n",
        "chrpath": f"chrpath -r {value} out/bin/prog\n",
        "a wrapper": f'fix() {{\n  patchelf --force-rpath --set-rpath "$1" "$2"\n}}\nfix {value} out/bin/prog\n',
        "find -exec": f"find out -type f -exec patchelf --set-rpath {value} {{}} \\;\n",
        "a loop": f'for one in a b; do\n  patchelf --set-rpath {value} "out/bin/$one"\ndone\n',
        "the compiler": f"gcc -o out/bin/prog prog.c -Wl,-rpath,{value}\n",
    }
    return {way: Script(before + text) for way, text in texts.items()}


def as_they_are(**scripts: str) -> dict[str, Script]:
    """Ways that are written out, by name; `_` stands for a blank there."""
    return {way.replace("_", " "): Script(text) for way, text in scripts.items()}


def with_tree(ways: dict[str, Script], tree: str) -> dict[str, Script]:
    return {way: script._replace(tree=tree) for way, script in ways.items()}


def since(before: dict[str, Script], now: dict[str, Script]) -> dict[str, Script]:
    """Each way of `now`, that was the same way of `before` at the base."""
    return {way: script._replace(base=before[way].text) for way, script in now.items()}
