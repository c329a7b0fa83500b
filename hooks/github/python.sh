#!/usr/bin/env bash
# Step 1 of the action: the runner's own Python, if it is new enough. Nothing, and the action sets one up.
set -euo pipefail

for candidate in python3 python3.14 python3.13 python3.12 python3.11 python3.10; do
    # It makes the environment that lintpack goes into, so it needs venv and pip as well.
    if "$candidate" -I -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 10))' 2>/dev/null; then
        echo "python=$(command -v "$candidate")" >>"$GITHUB_OUTPUT"
        exit 0
    fi
done
