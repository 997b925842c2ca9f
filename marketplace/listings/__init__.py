"""Demands and capabilities: content, lifecycle, approvals, gates."""
