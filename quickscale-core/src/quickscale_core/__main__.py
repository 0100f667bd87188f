"""What ``quickscale`` runs, and ``python -m quickscale_core`` where it is not on PATH."""

import signal
import sys


def run() -> int:
    """Run the command line; an interrupt is caught from the first import on.

    Returns:
        The exit code.
    """
    # What ends a job that takes too long is to leave as little behind as Ctrl-C.
    if signal.getsignal(signal.SIGTERM) == signal.SIG_DFL:
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        from quickscale_core.cli import main
    except KeyboardInterrupt:
        sys.stderr.write("interrupted\n")
        return 130
    return main()


if __name__ == "__main__":
    sys.exit(run())
