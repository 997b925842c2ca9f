"""Recorded matches, and what people did with them."""
