"""`[[ … ]]`, and the builtins `test` and `[`."""

from __future__ import annotations

from lintpack.bash import tree
from lintpack.script import questions
from lintpack.script.cases import plain_name
from lintpack.script.expand import expand_pattern, expand_regex, expand_word
from lintpack.script.truth import FALSE, combined, negated, outcomes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from lintpack.script.interpreter import Run
    from lintpack.script.truth import Truth
    from lintpack.script.values import Text


def conditional(run: Run, node: tree.Conditional) -> None:
    settle(run, _answer(run, node.test, 0))


def settle(run: Run, truth: Truth) -> None:
    """Make `truth` the status of the last command."""
    can, cannot = outcomes(truth)
    run.state.status = truth if can and cannot else int(cannot)


def _answer(run: Run, test: tree.Condition, depth: int) -> Truth:
    if depth > 50:
        run.limit("NESTING")
        return run.conditions.unknown()
    kind = type(test)
    if kind is tree.ConditionWord:
        return questions.nonempty(run, expand_word(test.word, run), plain_name(test.word.raw))  # type: ignore[union-attr]
    if kind is tree.ConditionUnary:
        assert isinstance(test, tree.ConditionUnary)
        text = expand_word(test.operand, run)
        return questions.unary(run, test.operator, text, plain_name(test.operand.raw))
    if kind is tree.ConditionBinary:
        assert isinstance(test, tree.ConditionBinary)
        left = expand_word(test.left, run)
        expand = {"=": expand_pattern, "==": expand_pattern, "!=": expand_pattern, "=~": expand_regex}.get(
            test.operator, expand_word
        )
        right = expand(test.right, run)
        names = plain_name(test.left.raw), plain_name(test.right.raw)
        quoted = test.right.raw[:1] == '"' == test.right.raw[-1:]
        return questions.binary(run, test.operator, left, right, names, not quoted)
    if kind is tree.ConditionNot:
        return negated(_answer(run, test.operand, depth + 1))  # type: ignore[union-attr,arg-type]
    assert isinstance(test, (tree.ConditionAnd, tree.ConditionOr))
    conjunction = kind is tree.ConditionAnd
    left_truth = _answer(run, test.left, depth + 1)
    can, cannot = outcomes(left_truth)
    if not (can if conjunction else cannot):
        return left_truth
    return run.truth(combined(left_truth, _answer(run, test.right, depth + 1), conjunction, run.conditions))


# --- test and [ ----------------------------------------------------------------------------------


def test_words(run: Run, words: Sequence[Text], raws: Sequence[str]) -> Truth:
    """`test words` (POSIX, test: by the number of arguments). `raws`: each word as it was written."""
    return _Test(run, words, raws).whole()


class _Test:
    __slots__ = ("names", "run", "spelled", "words")

    def __init__(self, run: Run, words: Sequence[Text], raws: Sequence[str]) -> None:
        self.run = run
        self.words = words
        self.names = [plain_name(raw) if "$" in raw else "" for raw in raws]
        self.spelled = [word[0] if len(word) == 1 and isinstance(word[0], str) else "" for word in words]

    def whole(self) -> Truth:
        count = len(self.words)
        if count == 0:
            return FALSE
        if count > 60:
            self.run.limit("NESTING")
            return self.run.conditions.unknown()
        return self._few(0, count) if count <= 4 else self._either(0, count)

    def _few(self, start: int, end: int) -> Truth:
        """Up to four arguments: what POSIX says exactly."""
        count = end - start
        spelled = self.spelled
        if count == 1:
            return questions.nonempty(self.run, self.words[start], self.names[start])
        if count == 3 and spelled[start + 1] in questions.BINARY:
            return self._binary(start)
        if count == 3 and spelled[start + 1] in {"-a", "-o"}:
            return self._either(start, end)
        if count > 1 and spelled[start] == "!":
            return negated(self._few(start + 1, end))
        if count == 2:
            if spelled[start] in questions.UNARY:
                return questions.unary(self.run, spelled[start], self.words[start + 1], self.names[start + 1])
            return self.run.conditions.unknown(tuple(self.words[start:end]))
        if count > 2 and spelled[start] == "(" and spelled[end - 1] == ")":
            return self._few(start + 1, end - 1)
        return self._either(start, end) if count == 4 else self.run.conditions.unknown(tuple(self.words[start:end]))

    def _either(self, start: int, end: int) -> Truth:
        """`a -o b`, of which `a -a b` binds tighter."""
        for operator, conjunction in (("-o", False), ("-a", True)):
            cut = self._find(operator, start, end)
            if cut is not None:
                left = self._either(start, cut)
                return combined(left, self._either(cut + 1, end), conjunction, self.run.conditions)
        if end - start < 4:
            return self._few(start, end) if end > start else FALSE
        if self.spelled[start] == "!":
            return negated(self._either(start + 1, end))
        if self.spelled[start] == "(" and self.spelled[end - 1] == ")":
            return self._either(start + 1, end - 1)
        return self.run.conditions.unknown(tuple(self.words[start:end]))

    def _find(self, operator: str, start: int, end: int) -> int | None:
        """The first `operator` between two expressions, outside parentheses."""
        depth = 0
        for at in range(start, end):
            word = self.spelled[at]
            if word == "(":
                depth += 1
            elif word == ")":
                depth -= 1
            elif word == operator and not depth and start < at < end - 1:
                before = self.spelled[at - 1]
                if before not in questions.BINARY and before != "!":
                    return at
        return None

    def _binary(self, start: int) -> Truth:
        words, names = self.words, self.names
        return questions.binary(
            self.run, self.spelled[start + 1], words[start], words[start + 2], (names[start], names[start + 2])
        )
