"""Hold each distribution to its share of covered lines, after a test run has recorded them.

What a plugin puts into projects (its ``files`` folders) is covered by the generated project's own
gate, in the project; here it is the code that runs in the generator.
"""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

from coverage import Coverage
from coverage.exceptions import NoDataError

from tools.checkout import ROOT
from tools.distributions import distributions

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["main"]

CORE_FLOOR = 95
PLUGIN_FLOOR = 90


def main(root: Path = ROOT) -> int:
    """Print a line for each distribution at ``root``; return 1 when one is under its floor."""
    config = root / "pyproject.toml"
    recorded = Coverage(data_file=str(root / ".coverage"), config_file=str(config))
    recorded.load()
    failed = False
    for dist in distributions(root):
        floor = CORE_FLOOR if dist.is_core else PLUGIN_FLOOR
        table = io.StringIO()
        try:
            share = recorded.report(
                include=[f"{dist.source}/*"], file=table, show_missing=True, skip_covered=True
            )
        except NoDataError:
            share = 0.0
        low = share < floor
        failed |= low
        print(f"coverage of {dist.name}: {share:.1f} % (at least {floor} %)")
        if low:
            print(table.getvalue())
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
