"""Run a command and report what it took: ``python -I -S launch.py DESCRIPTOR PROGRAM ARGS...``.

The kernel counts what a process held between its fork and its exec as its own. Started from the
benchmarks themselves, every process would seem to need as much memory as they do; so this small one
stands between.
"""

import os
import sys


def main() -> None:
    """Run the command, then write its status and usage to the descriptor that was named."""
    report, command = int(sys.argv[1]), sys.argv[2:]
    os.set_inheritable(report, False)  # noqa: FBT003 - takes no keyword
    child = os.posix_spawnp(command[0], command, os.environ)
    # wait4 tells this child's usage with its children's
    _, status, usage = os.wait4(child, 0)
    code = os.waitstatus_to_exitcode(status)
    text = f"{code} {usage.ru_utime + usage.ru_stime} {usage.ru_maxrss}"
    os.write(report, text.encode())


if __name__ == "__main__":
    main()
