"""`python -m reformctl`."""

import sys


def run() -> None:
    """Run the command line and leave with its exit code."""
    from reformctl.cli.app import main

    sys.exit(main(sys.argv[1:]))


if __name__ == "__main__":
    run()
