"""Panels of challenges: drawn by lot, declared free of ties, replaced from alternates."""
