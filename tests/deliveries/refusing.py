"""Calls that must be refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from marketplace.core.refusals import Refusal


def refused(call: Callable[[], object]) -> Refusal:
    """Return the refusal of a call; a call that goes through fails the test."""
    with pytest.raises(Refusal) as caught:
        call()
    return caught.value
