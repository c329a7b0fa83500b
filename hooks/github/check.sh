#!/usr/bin/env bash
# Step 3 of the action: runs lintpack once, and makes of it the log, annotations, the summary, SARIF and the outputs.
#
# PYTHON               the interpreter that has lintpack
# LINTPACK_PATHS       scripts and folders, one on each line; empty: what the configuration names as `scripts`
# LINTPACK_ARCHIVE     archives, one on each line
# LINTPACK_CONFIG      the configuration; empty: the nearest
# LINTPACK_FAIL_ON     note, warning, error or never; empty: as configured
# LINTPACK_SUMMARY     true: write a summary of the job
#
# Inputs may hold anything. They are quoted, never a command, and follow `--` or `=` so that they are no options. What
# lintpack prints may hold their text, and a line of it could be a command to the runner: these are off meanwhile. Python
# runs with -I: else it would import modules that the checked repository has.
set -euo pipefail

folder=$RUNNER_TEMP/lintpack-reports
rm -rf -- "$folder"
mkdir -p -- "$folder"

# The paths of some lines: what a pattern matches, else the line as it is. For `-` lintpack would read standard input.
shopt -s nullglob
listed=()
list() {
    listed=()
    local line matches IFS=
    while read -r line || [[ -n $line ]]; do
        line=${line%$'\r'}
        [[ -n ${line//[[:space:]]/} ]] || continue
        [[ $line != - ]] || line=./-
        matches=()
        # Without IFS there is no splitting: only patterns are expanded.
        # shellcheck disable=SC2206
        [[ -e $line || $line != *[\*\?\[]* ]] || matches=($line)
        if [[ ${#matches[@]} -gt 0 ]]; then listed+=("${matches[@]}"); else listed+=("$line"); fi
    done <<<"$1"
}

options=(--color=always "--report=json=$folder/lintpack.json" "--report=sarif=$folder/lintpack.sarif")
options+=("--report=github=$folder/annotations" "--report=markdown=$folder/summary.md")
[[ -z ${LINTPACK_CONFIG:-} ]] || options+=("--config=$LINTPACK_CONFIG")
[[ -z ${LINTPACK_FAIL_ON:-} ]] || options+=("--fail-on=$LINTPACK_FAIL_ON")
list "${LINTPACK_ARCHIVE:-}"
for archive in ${listed[@]+"${listed[@]}"}; do options+=("--archive=$archive"); done

# Of a pull request, what it changes is evidence, as far as the checkout has the past: all of it, or the two sides of
# the merge that GitHub checks out (fetch-depth: 2).
known() {
    git rev-parse --quiet --verify --end-of-options "$1^{commit}" >/dev/null 2>&1
}
if [[ -n ${GITHUB_BASE_REF:-} ]]; then
    if known "refs/remotes/origin/$GITHUB_BASE_REF"; then
        options+=("--base=origin/$GITHUB_BASE_REF")
    elif [[ ${GITHUB_REF:-} == refs/pull/*/merge ]] && known 'HEAD^2'; then
        options+=('--base=HEAD^1')
    fi
fi

list "${LINTPACK_PATHS:-}"
if [[ ${#listed[@]} -eq 0 ]]; then options+=(--config-scripts); fi

token=lintpack-$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
echo "::stop-commands::$token"
status=0
"$PYTHON" -I -m lintpack check "${options[@]}" -- ${listed[@]+"${listed[@]}"} \
    2>"$folder/complaints" </dev/null || status=$?
cat -- "$folder/complaints"
# The last line may have no end.
echo
echo "::$token::"

if [[ -f $folder/annotations ]]; then
    cat -- "$folder/annotations"
else
    # Wrong use or configuration: there is no report. Escaped as GitHub's toolkit does it.
    said=$(head -n 5 -- "$folder/complaints" | tr '\r' ' ')
    said=${said//%/%25}
    echo "::error title=lintpack::${said//$'\n'/%0A}"
fi
if [[ ${LINTPACK_SUMMARY:-} == true && -f $folder/summary.md ]]; then
    cat -- "$folder/summary.md" >>"$GITHUB_STEP_SUMMARY"
fi
if [[ -f $folder/lintpack.json ]]; then
    "$PYTHON" -I - "$folder/lintpack.json" >>"$GITHUB_OUTPUT" <<'END'
import json, sys

with open(sys.argv[1], encoding="utf-8") as file:
    report = json.load(file)
print(f"findings={len(report['findings'])}")
print(f"errors={report['summary']['errors']}")
END
fi
if [[ -f $folder/lintpack.sarif ]]; then echo "sarif-file=$folder/lintpack.sarif" >>"$GITHUB_OUTPUT"; fi
exit "$status"
