"""Collecting what is needed (征集): rounds among public bodies, open calls, and proposals."""
