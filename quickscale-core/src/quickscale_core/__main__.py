"""``python -m quickscale_core``, where the ``quickscale`` script is not on PATH."""

import sys

from quickscale_core.cli import main

sys.exit(main())
