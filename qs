#!/usr/bin/env python3
"""Set the workspace up and run one of its commands: ``./qs --help`` lists them.

Needs nothing but Python 3.11 or newer and pip. This file keeps to syntax that older Pythons can
read, so that they can say what is missing; the work is in ``tools/bootstrap.py``.
"""

import os
import shutil
import sys

if sys.version_info < (3, 11):
    for name in ("python3.14", "python3.13", "python3.12", "python3.11"):
        newer = shutil.which(name)
        if newer:
            os.execv(newer, [newer, os.path.abspath(__file__)] + sys.argv[1:])
    sys.exit(
        "error: qs needs Python 3.11 or newer, and this is Python %d.%d\n"
        "fix: install a newer Python, then run it with that one: python3.12 qs test"
        % sys.version_info[:2]
    )

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from tools.bootstrap import main

sys.exit(main(sys.argv[1:]))
