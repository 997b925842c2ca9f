"""Facts in order: entries, links, consumers."""
