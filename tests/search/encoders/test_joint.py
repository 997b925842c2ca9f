"""Two encoders as one."""

import numpy as np
import pytest

from search.encoders.joint import JointEncoder
from search.encoders.protocol import EncoderError, Role
from tests.search.plain import LaterEncoder, PlainEncoder, SilentEncoder

TEXTS = ["泊位诱导", "停车位引导", "海洋牧场"]


def test_the_cosine_is_the_mean_of_both_by_their_shares() -> None:
    first, second = PlainEncoder(), LaterEncoder()
    joint = JointEncoder(first, second, share=0.8)
    rows, ones, others = (
        model.encode(TEXTS, role=Role.CAPABILITY) for model in (joint, first, second)
    )
    assert rows.shape == (len(TEXTS), joint.dimensions) == (3, 64 + 32)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-6)
    assert np.allclose(rows @ rows.T, 0.2 * ones @ ones.T + 0.8 * others @ others.T, atol=1e-6)


def test_its_id_says_which_two_and_how() -> None:
    ids = {
        JointEncoder(PlainEncoder(), LaterEncoder(), share=0.8).id,
        JointEncoder(PlainEncoder(), LaterEncoder(), share=0.5).id,
        JointEncoder(LaterEncoder(), PlainEncoder(), share=0.8).id,
        PlainEncoder.id,
    }
    assert len(ids) == 4


def test_no_text_gives_no_row() -> None:
    joint = JointEncoder(PlainEncoder(), LaterEncoder(), share=0.8)
    assert joint.encode([], role=Role.DEMAND).shape == (0, 96)


def test_where_one_fails_there_is_no_half_vector() -> None:
    for first, second in ((PlainEncoder(), SilentEncoder()), (SilentEncoder(), PlainEncoder())):
        with pytest.raises(EncoderError):
            JointEncoder(first, second, share=0.8).encode(TEXTS, role=Role.DEMAND)
