"""The code of the Refusal that a call ends with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from marketplace.core.refusals import Refusal


def refused(code: str, call: Callable[..., object], *args: Any, **named: Any) -> Refusal:
    """Return the Refusal of a call, which has this code."""
    with pytest.raises(Refusal) as caught:
        call(*args, **named)
    assert caught.value.code == code
    return caught.value
