"""SARIF logs of lintpack, joined to the one that a single run would have written."""

from __future__ import annotations

from lintpack.findings import CONFIDENCES, LEVELS
from lintpack.fingerprint import numbered
from lintpack.report.reading import ReportError
from lintpack.report.sarif import CONTENT_KEY, document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any


def join_sarif(logs: Sequence[Mapping[str, Any]], least: int) -> dict[str, Any]:
    """One log of all. `least` is the index of the level from which findings make the exit status 1. Raises
    ReportError where a log is not lintpack's, or of another version than the first."""
    try:
        runs = [run for log in logs for run in log["runs"]]
        tools = [run["tool"]["driver"] for run in runs]
        if any(tool["name"] != "lintpack" for tool in tools):
            raise ReportError("it is the log of another program")
        versions = sorted({tool["version"] for tool in tools})
        if len(versions) > 1:
            raise ReportError(f"these logs are of different versions of lintpack: {', '.join(versions)}")
        if not tools:
            raise ReportError("a log without a run is none of lintpack's")
        best: dict[tuple[Any, ...], Mapping[str, Any]] = {}
        for run in runs:
            for result in run["results"]:
                about = _about(result)
                if about not in best or _preference(result) < _preference(best[about]):
                    best[about] = result
        results = [dict(best[about]) for about in sorted(best)]
        marks = numbered(result["partialFingerprints"][CONTENT_KEY].partition(":")[0] for result in results)
        for result, mark in zip(results, marks, strict=True):
            result["partialFingerprints"] = {**result["partialFingerprints"], CONTENT_KEY: mark}
        problems = sorted({text for run in runs for text in _problems(run)})
        status = 2 if problems else int(any(LEVELS.index(result["level"]) >= least for result in results))
    except (KeyError, TypeError, AttributeError, IndexError, ValueError) as error:
        raise ReportError(f"it is not as a log of lintpack: {type(error).__name__} {error}"[:200]) from None
    return document(tools[0], results, problems, status)


def _problems(run: Mapping[str, Any]) -> list[str]:
    return [
        str(notice["message"]["text"])
        for invocation in run.get("invocations", ())
        for notice in invocation.get("toolExecutionNotifications", ())
    ]


def _about(result: Mapping[str, Any]) -> tuple[Any, ...]:
    """What a result is about; results sort by it as findings do."""
    place = _place(result["locations"][0])
    region = result["locations"][0]["physicalLocation"]["region"]
    sentence = result["message"]["text"].partition("\n")[0].removesuffix(".")
    return (*place, result["ruleId"], sentence, region["endLine"], region["endColumn"])


def _place(location: Mapping[str, Any]) -> tuple[str, int, int]:
    from urllib.parse import unquote

    physical = location["physicalLocation"]
    uri, region = physical["artifactLocation"]["uri"], physical["region"]
    return unquote(uri), int(region["startLine"]), int(region["startColumn"])


def _preference(result: Mapping[str, Any]) -> tuple[Any, ...]:
    """As findings are preferred: the surest, and of these the way that sorts first."""
    ways = [(*_place(one), one.get("message", {}).get("text", "")) for one in result.get("relatedLocations", ())]
    return (-CONFIDENCES.index(result["properties"]["confidence"]), ways, result["message"]["text"])
