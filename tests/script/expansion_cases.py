"""Makes up scripts that expand words in all of bash's ways."""

from __future__ import annotations

import random
import re

from tests.script.expansion_words import (
    ARRAYS,
    EXTENDED,
    IFS_VALUES,
    LITERALS,
    NUMBERS,
    PARAMETERS,
    PATTERNS,
    SCALARS,
)

_ODD = re.compile(r"\$\{(!\w+\*|!\w+\[\*\]|\w+\[[@*]\][#%])").search
_TILDE_ELEMENT = re.compile(r"=\(.*\w=~").search
_USER = re.compile(r"~[\w{+=-]|:~}").search
_KEYED_LIST = re.compile(r"[( ]\[[^]]+\]=\S*[@*]").search


class Maker:
    """One stream of cases from one seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def pick(self, options: list[str] | str) -> str:
        return self.random.choice(options)

    def chance(self, odds: float) -> bool:
        return self.random.random() < odds

    # --- words ---

    def word(self, depth: int = 0) -> str:
        count = self.random.choice([1, 1, 1, 2, 2, 3])
        return "".join([self.part(depth) for _ in range(count)]) or "a"

    def part(self, depth: int) -> str:
        roll = self.random.random()
        if roll < 0.18:
            return self.pick(LITERALS)
        if roll < 0.24:
            return f"'{self.pick(['a b', '', '*', '$one', 'x', ':', chr(92), '{a,b}'])}'"
        if roll < 0.28:
            return "\\" + self.pick(list("a*$\"'\\ {}~:"))
        if roll < 0.31:
            return self.pick(["$'a\\tb'", "$'\\x41'", "$'it\\'s'", "$'\\n'", "$'\\101b'", '$"loc"'])
        if roll < 0.48:
            return '"' + "".join([self.inside(depth + 1) for _ in range(self.random.choice([0, 1, 1, 2, 3]))]) + '"'
        if roll < 0.54:
            return self.brace(depth)
        if roll < 0.57:
            return self.pick(["*", "?", "[a-z]", "*.so", "[!x]*", "~", "~/", "/~", ":~", "=~/x"])
        return self.expansion(depth, False)

    def inside(self, depth: int) -> str:
        """A piece of a double-quoted string."""
        roll = self.random.random()
        if roll < 0.3:
            if depth > 1:
                return self.pick(["a", " ", "b c", "*", "\\$", ":", "/", "é"])
            return self.pick(["a", " ", "b c", "'", "*", "\\$", '\\"', "\\\\", "\\a", "~", "{a,b}", ":", "/", "é"])
        return self.expansion(depth, True)

    def brace(self, depth: int) -> str:
        if self.chance(0.35):
            return self.pick(
                ["{1..3}", "{3..1}", "{01..3}", "{a..e}", "{e..a..2}", "{1..10..4}", "{-2..2}", "{x..x}", "{1..2}{a,b}"]
            )
        items = [
            self.word(depth + 1) if depth < 2 and self.chance(0.4) else self.pick(["a", "b", "", "x.so", "1"])
            for _ in range(self.random.choice([2, 2, 3]))
        ]
        return "{" + ",".join(items) + "}"

    def expansion(self, depth: int, quoted: bool) -> str:
        roll = self.random.random()
        if depth > 3 or roll < 0.3:
            name = self.pick(SCALARS)
            return f"${name}" if self.chance(0.5) and name != "uni" else f"${{{name}}}"
        if roll < 0.38:
            return self.pick(
                [
                    "$@",
                    "$*",
                    "${@}",
                    "${*}",
                    "$#",
                    "${#}",
                    "${arr[@]}",
                    "${arr[*]}",
                    "${nums[@]}",
                    "${none[@]}",
                    "${none[*]}",
                    "${sparse[@]}",
                    "${map[k]}",
                    "${map[lib/x.so]}",
                    "${arr[1]}",
                    "${arr[-1]}",
                    "${nums[n-5]}",
                    "${sparse[5]}",
                    "${sparse[3]}",
                    "${arr[$z]}",
                    "$?",
                    "${nums[${#none[@]}]}",
                    "${one[0]}",
                    "${one[@]}",
                    "${one[1]}",
                ]
            )
        if roll < 0.46:
            return "$((" + self.arithmetic(0) + "))"
        if roll < 0.52:
            return self.substitution(depth, quoted)
        return self.parameter(depth, quoted)

    def parameter(self, depth: int, quoted: bool) -> str:
        name = self.subject()
        if quoted:
            # In quotes with a `$@`, bash 5.2 splits what an operator made of a `[*]`.
            name = name.replace("*", "@")
        elif depth > 1 and name[-2:] in {"@", "*", "@]", "*]"}:
            # And inside of `${x:-…}` it loses elements that an operator made empty.
            name = "two"
        kind = self.random.randrange(9)
        if kind == 0:
            operator = self.pick([":-", "-", ":+", "+", ":=", "="])
            if operator in {":=", "="} and not (name.isidentifier() and name not in {"ro", "nref"}):
                operator = ":-"
            if operator in {":=", "="} and name in {"arr", "nums", "sparse", "none", "map"}:
                operator = "-"
            return f"${{{name}{operator}{self.argument(depth, quoted)}}}"
        if kind in {1, 2}:
            return f"${{{name}{self.pick(['#', '##', '%', '%%'])}{self.pattern()}}}"
        if kind == 3:
            pattern = self.pattern(True)
            operator = self.pick(["/", "//", "/#", "/%"])
            if "!(" in pattern:
                # At an end, bash 5.2 takes `!(…)` for one character.
                operator = operator[:2].rstrip("#%")
            replacement = self.pick(["", "/R", "/", "/$one", "/&", "/[&]", "/\\&", "/'&'", "/a b", "/$amp", '/"$two"'])
            return f"${{{name}{operator}{pattern}{replacement}}}"
        if kind == 4:
            # Bash 5.2 takes a length of 0 for 1 in an associative array.
            name = name.replace("map[", "nums[")
            offset = self.pick(NUMBERS)
            offset = " " + offset if offset.startswith("-") else offset
            length = ":" + self.pick(NUMBERS[:4] + NUMBERS[6:]) if self.chance(0.6) else ""
            if name[0] in "@*" or "[" in name:
                length = length.replace("-", "").replace("n5", "n")
            return f"${{{name}:{offset}{length}}}"
        if kind == 5:
            pattern = self.pick(["", "", "", "?", "a", "[a-m]", "X"])
            return f"${{{name}{self.pick(['^', '^^', ',', ',,'])}{pattern}}}"
        if kind == 6:
            return f"${{{name}@{self.pick(list('QULuEa'))}}}"
        if kind == 7:
            return f"${{#{name}}}"
        if quoted:
            return self.pick(["${!ref}", "${!prefix_@}", "${!arr[@]}", "${!sparse[@]}", "${nref@Q}"])
        return self.pick(
            [
                "${!ref}",
                "${!aref}",
                "${!ref##*/}",
                "${!ref:-d}",
                "${!prefix_*}",
                "${!prefix_@}",
                "${!arr[@]}",
                "${!sparse[*]}",
                "${!none[@]}",
                "${!ref%.*}",
                "${!nref}",
                "${nref}",
                "${!one:-x}",
                "${ref@A}",
                "${int@A}",
                "${nums[@]@k}",
                "${nums[@]@K}",
                "${!sparse[@]}",
            ]
        )

    def subject(self) -> str:
        roll = self.random.random()
        if roll < 0.72:
            return self.pick(SCALARS)
        if roll < 0.85:
            return f"{self.pick(ARRAYS)}[{self.pick('@*')}]"
        if roll < 0.93:
            return self.pick(["@", "*"])
        return self.pick(["arr[1]", "nums[2]", "map[k]", "sparse[5]", "arr[7]"])

    def argument(self, depth: int, quoted: bool) -> str:
        roll = self.random.random()
        if roll < 0.2:
            return ""
        if roll < 0.45:
            # Bash counts braces inside of `${…}` while it looks for the end of a brace expansion.
            braces = ["\\}", "{a,b}"] if not depth else []
            return self.pick(["d", "a b", "*", "'q r'" if not quoted else "q r", '"s t"', "~", *braces])
        return self.expansion(depth + 1, quoted) if self.chance(0.6) else f'"{self.inside(depth + 1)}"'

    def pattern(self, slashes: bool = False) -> str:
        pattern = self.pick(PATTERNS) if self.chance(0.8) else self.pick(EXTENDED)
        if slashes and "/" in pattern:
            pattern = pattern.replace("/", "\\/")
        return pattern

    def arithmetic(self, depth: int) -> str:
        roll = self.random.random()
        if depth > 2 or roll < 0.35:
            return self.pick(
                [
                    "1",
                    "2",
                    "10",
                    "0x1f",
                    "010",
                    "16#ff",
                    "2#101",
                    "n",
                    "m",
                    "z",
                    "$n",
                    "${m}",
                    "nums[1]",
                    "nums[n-6]",
                    "int",
                    "u",
                    "${#arr[@]}",
                    "${#two}",
                    "36#Zz",
                    "64#_@",
                    "9223372036854775807",
                ]
            )
        if roll < 0.75:
            operator = self.pick("+ - * / % << >> < > <= >= == != & | ^ && || ** ,".split())
            right = self.arithmetic(depth + 1)
            if operator == "**":
                right = self.pick(["0", "2", "3", "n"])
            if operator in {"<<", ">>"}:
                right = self.pick(["1", "3", "n"])
            return f"{self.arithmetic(depth + 1)} {operator} {right}"
        if roll < 0.82:
            return f"({self.arithmetic(depth + 1)})"
        if roll < 0.88:
            return f"{self.arithmetic(depth + 1)} ? {self.arithmetic(depth + 1)} : {self.arithmetic(depth + 1)}"
        if roll < 0.94:
            return f"{self.pick(['-', '+', '!', '~', '- '])}{self.arithmetic(depth + 1)}"
        return self.pick(["n++", "++n", "n--", "--z", "n+=2", "n=m*2", "nums[0]+=5", "z=n,z", "m<<=1", "n%=4", "u=3"])

    def substitution(self, depth: int, quoted: bool) -> str:
        word = self.pick(["$path", '"$path"', "$rel", '"$two"', "a/b/c", "/x/", "$one", "lib.so", '"$spaces"'])
        command = self.pick(
            [
                f"dirname {word}",
                f"basename {word}",
                f"basename {word} .so",
                f"echo {word}",
                f"printf '%s-' {word}",
                f"printf '%s\\n' {word} z",
                f"echo {word} | sed s/a/X/g",
                f"echo {word} | cut -d/ -f1",
                f"echo -n {word}",
                f"echo {word} | tr a-z A-Z",
                f"dirname $(dirname {word})",
                f"basename $(dirname {word})",
                "printf '%03d' $n",
                f"echo {word} | awk '{{print $1}}'",
                "printf '\\n\\n'",
                'echo "$lines"',
                f"echo {word} | head -1",
                "printf '%s\\n' b a c | sort",
                "echo a b c | wc -w",
                "expr 3 + 4",
                f"echo {word} | rev",
                "seq 3",
            ]
        )
        if self.chance(0.2) and not quoted and '"' not in command and "\\" not in command and "$(" not in command:
            return f"`{command}`"
        return f"$({command})"

    # --- cases ---

    def case(self) -> str:
        while True:
            case = self._case()
            # Where IFS is empty, bash 5.2 has faults of its own with these: it joins elements that should be fields,
            # and leaves bytes of its own (^A) in them.
            # And it joins `[3]=${x[@]}` inside of `(…)` now by a space, now by the first character of IFS.
            # Whether `~a` is a user's home depends on the machine.
            odd = "IFS=\n" in case and _ODD(case)
            if not odd and not _KEYED_LIST(case) and not _USER(case) and not _TILDE_ELEMENT(case):
                return case

    def _case(self) -> str:
        lines = []
        if self.chance(0.5):
            lines.append("set -- " + self.pick(PARAMETERS))
        if self.chance(0.35):
            lines.append(self.pick(IFS_VALUES))
        roll = self.random.random()
        if roll < 0.55:
            lines.append("probe " + " ".join([self.word() for _ in range(self.random.choice([1, 1, 2, 3]))]))
            if self.chance(0.2):
                lines.append('probe "$n" "$m" "$z" "$u" "${nums[*]}" "$e"')
        elif roll < 0.72:
            operator = self.pick(["=", "=", "=", "+="])
            name = self.pick(
                ["v", "v", "two", "int", "low", "up", "nref", "arr[1]", "arr[n-3]", "map[k2]", "v[3]", "exp"]
            )
            lines.append(f"{name}{operator}{self.word()}")
            base = name.split("[", maxsplit=1)[0]
            lines.append(f'probe "${{{base}}}" "${{{base}[@]}}" $two')
        elif roll < 0.82:
            elements = [
                self.word() if self.chance(0.8) else f"[{self.pick(['3', 'n', '1', 'z+5'])}]={self.expansion(1, False)}"
                for _ in range(self.random.choice([0, 1, 2, 3]))
            ]
            name, operator = self.pick(["v", "arr", "nums"]), self.pick(["=", "+="])
            lines.append(f"{name}{operator}({' '.join(elements)})")
            lines.append(f'probe "${{#{name}[@]}}" "${{{name}[@]}}" "${{!{name}[@]}}"')
        elif roll < 0.9:
            pattern = self.pattern() if self.chance(0.6) else self.word()
            if "$@" in pattern or "${@" in pattern or "[@]" in pattern:
                pattern = "a*"
            subject = self.pick(["$path", "$rel", "$two", '"$star"', "$one", "abc", "$e", "$uni", "$back"])
            if self.chance(0.5):
                lines.append(f"case {subject} in {pattern}) probe yes;; *) probe no;; esac")
            else:
                lines.append(f"[[ {subject} {self.pick(['==', '!='])} {pattern} ]] && probe yes || probe no")
        elif roll < 0.95:
            body = "@"
            while "@" in body or "*" in body:
                # How lists are joined here depends on what else is in the document.
                body = "".join([self.inside(1) for _ in range(3)])
            lines.append(f'v=$(cat <<EOF\n{body}\nEOF\n)\nprobe "$v"')
        else:
            lines.append(f"probe $(({self.arithmetic(0)})) $(({self.arithmetic(0)})) $n")
        return "\n".join(lines) + "\n"
