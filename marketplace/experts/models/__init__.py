"""Experts, where they work and worked, and what ties them to others."""

from marketplace.experts.models.employment import Employment
from marketplace.experts.models.expert import Expert, ExpertState
from marketplace.experts.models.tie import Tie, TieKind

__all__ = ["Employment", "Expert", "ExpertState", "Tie", "TieKind"]
