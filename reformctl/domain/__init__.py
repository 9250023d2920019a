"""Identifiers, periods and dates: the words that every floor above speaks."""
