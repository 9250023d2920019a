"""The ledger: entries read from documents, found by id, and held together by their links."""
