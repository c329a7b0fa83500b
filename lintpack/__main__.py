"""`python -m lintpack`."""

import sys

from lintpack.cli import main

sys.exit(main())
