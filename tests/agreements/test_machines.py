"""The drawings show the tables."""

from __future__ import annotations

from marketplace.agreements.models import AgreementState, CopyState
from marketplace.agreements.transitions import AGREEMENT, SIGNED_COPY
from tests.drawings import drawing_of, table_of

DOCUMENT = "agreements.md"


def test_the_drawing_of_an_agreement_is_its_table():
    assert drawing_of(DOCUMENT, AGREEMENT) == table_of(AGREEMENT, AgreementState.values)


def test_the_drawing_of_a_signed_copy_is_its_table():
    assert drawing_of(DOCUMENT, SIGNED_COPY) == table_of(SIGNED_COPY, CopyState.values)
