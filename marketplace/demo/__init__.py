"""Fictional content, loaded through the same actions as real use."""
