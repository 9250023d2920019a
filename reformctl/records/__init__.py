"""What a ledger file may say: one strict frozen model a kind, and the table of kinds."""
