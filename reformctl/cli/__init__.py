"""The command line: options, a snapshot, one derive function, one renderer, an exit code."""
