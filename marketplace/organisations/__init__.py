"""Organisations, their units, people, verification and credit facts."""
