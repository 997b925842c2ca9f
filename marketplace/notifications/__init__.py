"""Rows that tell one person one thing, and the socket that hints at them."""
