"""What follows from a snapshot: obligations, notices, postings, ranks, duties, each with its reason."""
