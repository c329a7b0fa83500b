#!/usr/bin/env bash
# Step 2 of the action: lintpack in an environment of its own, so that the job's Python stays as it is.
#
# PYTHON   the interpreter
# VERSION  a released version; empty: the one that this action is a part of
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
if [[ -z ${VERSION:-} ]]; then
    wanted=$here
elif [[ $VERSION =~ ^[0-9][0-9A-Za-z.]*$ ]]; then
    wanted=lintpack==$VERSION
else
    # Nothing of it is shown: it could be a command to the runner.
    echo '::error title=lintpack::the input "version" is a version such as 0.1.0, or empty'
    exit 2
fi
folder=$RUNNER_TEMP/lintpack
"$PYTHON" -I -m venv --clear "$folder"
"$folder/bin/python" -I -m pip install --quiet --disable-pip-version-check "$wanted"
"$folder/bin/lintpack" --version
echo "python=$folder/bin/python" >>"$GITHUB_OUTPUT"
