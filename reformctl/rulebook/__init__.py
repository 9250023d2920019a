"""What a rules pack may say, and the pack made ready for use: dated rules with their clauses."""
