"""Sealed bids (揭榜方案) for challenges: drafts, envelopes, openers, and the opening."""
