"""A plain-text ledger for a reform office: what is owed, who ranks where, and why."""

__version__ = "0.1.0"
