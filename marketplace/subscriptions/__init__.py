"""Saved searches and followed listings: who is told of which new listing, once."""
