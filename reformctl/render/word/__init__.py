"""Papers as Word files after GB/T 9704-2012: Markdown, the paper's facts and its office's words to bytes."""
