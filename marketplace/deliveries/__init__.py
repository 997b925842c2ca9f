"""Delivery of what was agreed: evidence and checks, gates, payments, changes, acceptance."""
