"""Pages of rounds, open calls and proposals."""
