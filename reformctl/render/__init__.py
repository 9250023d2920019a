"""From results to text and bytes: pure, and the only floor that chooses words and layout."""
