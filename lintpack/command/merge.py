"""`lintpack merge`: the reports of several runs, in one."""

from __future__ import annotations

from lintpack import cli
from lintpack.command.reporting import fail_on, finished, index_of, write_file, write_reports
from lintpack.config import ConfigError
from lintpack.report.reading import ReportError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from lintpack.options import Arguments

# Formats that tell less than JSON: they are joined as what they are.
_OWN_ONLY = ("sarif", "junit")


def merge(arguments: Arguments) -> int:
    """Join reports. The exit status is that of the one run that they are parts of."""
    try:
        config = cli.configuration(arguments)
        kind, texts, documents = _read(arguments.operands)
        least = fail_on(arguments, config.fail_on)
        if kind in _OWN_ONLY:
            return _as_it_is(arguments, kind, texts, documents, least)
        return _in_any_format(arguments, documents, least)
    except (ConfigError, ReportError) as error:
        cli.complain(str(error))
        return cli.FAILED


def _in_any_format(arguments: Arguments, documents: list[Mapping[str, Any]], least: str) -> int:
    from lintpack.report import render
    from lintpack.report.join import join
    from lintpack.report.reading import Sources, report_of

    sources = Sources()
    reports = []
    for path, document in zip(arguments.operands, documents, strict=True):
        try:
            reports.append(report_of(document, sources))
        except ReportError as error:
            raise ReportError(f"{path}: {error}") from None
    joined = join(reports)
    report = finished(joined, joined.errors, least)
    to_file = arguments.has("--output")
    colour, width = (False, 0) if to_file else (cli.coloured(arguments), cli.columns())
    problems = _put(arguments, render(arguments.last("--format", "json"), report, colour, width))
    problems += write_reports(arguments, report)
    for line in (*report.errors, *problems):
        cli.complain(line)
    return cli.FAILED if problems else report.status


def _as_it_is(arguments: Arguments, kind: str, texts: list[str], documents: list[Mapping[str, Any]], least: str) -> int:
    asked = [arguments.last("--format", kind), *[value.partition("=")[0] for value in arguments.all("--report")]]
    if any(form != kind for form in asked):
        raise ReportError(f"reports in {kind} can only be joined as {kind}; join those in json for other formats")
    index = index_of(least)
    if kind == "junit":
        from lintpack.report.junit_join import join_junit

        text, status = join_junit(texts, index)
    else:
        from lintpack.report.json import dump
        from lintpack.report.sarif_join import join_sarif

        log = join_sarif(documents, index)
        text, status = dump(log, in_order=True), int(log["runs"][0]["invocations"][0]["exitCode"])
    problems = _put(arguments, text)
    problems += [p for value in arguments.all("--report") if (p := write_file(value.partition("=")[2], text))]
    for line in problems:
        cli.complain(line)
    return cli.FAILED if problems else status


def _put(arguments: Arguments, text: str) -> list[str]:
    if not arguments.has("--output"):
        cli.write(text)
        return []
    problem = write_file(arguments.last("--output"), text)
    return [problem] if problem else []


def _read(paths: tuple[str, ...]) -> tuple[str, list[str], list[Mapping[str, Any]]]:
    """Which kind of reports these are, their texts, and what JSON they hold. Raises ReportError."""
    import json

    kinds: dict[str, str] = {}
    texts: list[str] = []
    documents: list[Mapping[str, Any]] = []
    for path in paths:
        try:
            with open(path, encoding="utf-8-sig") as file:
                texts.append(file.read())
        except (OSError, UnicodeDecodeError) as error:
            reason = "it is no text in UTF-8" if isinstance(error, UnicodeDecodeError) else error.strerror or str(error)
            raise ReportError(f"{path}: {reason[0].lower()}{reason[1:]}") from None
        if texts[-1].lstrip().startswith("<"):
            kinds.setdefault("junit", path)
            continue
        try:
            document = json.loads(texts[-1])
        except (ValueError, RecursionError) as error:
            raise ReportError(f"{path}: it is no JSON: {error}") from None
        if isinstance(document, dict) and "runs" in document:
            kinds.setdefault("sarif", path)
        elif isinstance(document, dict) and "findings" in document:
            kinds.setdefault("json", path)
        else:
            raise ReportError(f"{path}: it is no report of lintpack in JSON, SARIF or JUnit's XML")
        documents.append(document)
    if len(kinds) > 1:
        named = " and ".join(f"{path} ({kind})" for kind, path in kinds.items())
        raise ReportError(f"reports of different kinds cannot be joined: {named}")
    return next(iter(kinds)), texts, documents
