"""An encoder in a folder: what its settings mean, and what a folder that is not whole says."""

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from search.encoders.onnx import OnnxEncoder
from search.encoders.protocol import EncoderError, Role
from tests.search.encoders.models import DIMENSIONS, FIRST, NO_NUMBER, TOO_FAR, make_folder, vector


def encoder(folder: Path, **settings: Any) -> OnnxEncoder:
    return OnnxEncoder(make_folder(folder, **settings))


def test_a_text_has_the_mean_of_its_tokens(tmp_path: Path) -> None:
    found = encoder(tmp_path).encode(["停车", "管网监测", ""], role=Role.CAPABILITY)
    expected = [vector("停车"), vector("管网监测"), vector("")]
    assert found.shape == (3, DIMENSIONS)
    assert found.dtype == np.float32
    assert np.allclose(found, expected, atol=1e-6)


def test_or_that_of_its_first_token(tmp_path: Path) -> None:
    found = encoder(tmp_path, pooling="cls").encode(["停车", "海洋"], role=Role.CAPABILITY)
    assert np.allclose(found, [vector(""), vector("")], atol=1e-6)


def test_each_side_has_its_prefix(tmp_path: Path) -> None:
    model = encoder(tmp_path, demand_prefix="问", capability_prefix="位")
    for role, prefix in ((Role.DEMAND, "问"), (Role.CAPABILITY, "位")):
        found = model.encode(["停车"], role=role)
        assert np.allclose(found[0], vector(f"{prefix}停车"), atol=1e-6)


def test_a_long_text_is_read_to_the_last_token_that_is_taken(tmp_path: Path) -> None:
    found = encoder(tmp_path, most_tokens=3).encode(["停车海洋牧场"], role=Role.CAPABILITY)
    assert np.allclose(found[0], vector("停车"), atol=1e-6)


def test_no_text_gives_no_row(tmp_path: Path) -> None:
    assert encoder(tmp_path).encode([], role=Role.DEMAND).shape == (0, DIMENSIONS)


def test_its_id_tells_every_file_apart(tmp_path: Path) -> None:
    ids = {encoder(tmp_path / "one").id, encoder(tmp_path / "same").id}
    assert len(ids) == 1
    assert next(iter(ids)).startswith("tiny-")
    ids.add(encoder(tmp_path / "weights", seed=2).id)
    ids.add(encoder(tmp_path / "settings", demand_prefix="问").id)
    words = make_folder(tmp_path / "words") / "tokenizer.json"
    words.write_text(words.read_text().replace(FIRST, "[FIRST]"))
    ids.add(OnnxEncoder(words.parent).id)
    assert len(ids) == 4


def test_threads_may_ask_before_it_is_loaded(tmp_path: Path) -> None:
    model = encoder(tmp_path)
    found: list[np.ndarray] = []

    def ask() -> None:
        found.append(model.encode(["停车诱导"], role=Role.CAPABILITY)[0])

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert all(np.allclose(row, vector("停车诱导"), atol=1e-6) for row in found)


@pytest.mark.parametrize("text", [NO_NUMBER, TOO_FAR])
def test_a_text_that_it_cannot_take_is_its_own_fault(tmp_path: Path, text: str) -> None:
    model = encoder(tmp_path)
    with pytest.raises(EncoderError):
        model.encode(["停车", text], role=Role.CAPABILITY)
    assert np.allclose(model.encode(["停车"], role=Role.CAPABILITY), [vector("停车")], atol=1e-6)


def test_settings_that_are_not_the_models_are_refused(tmp_path: Path) -> None:
    model = encoder(tmp_path, dimensions=DIMENSIONS + 1)
    with pytest.raises(EncoderError, match="shape"):
        model.encode(["停车"], role=Role.CAPABILITY)


def _without(name: str) -> Callable[[Path], object]:
    return lambda folder: (folder / name).unlink()


def _with(name: str, content: str) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_text(content)


@pytest.mark.parametrize(
    "spoil",
    [
        _without("model.onnx"),
        _without("tokenizer.json"),
        _without("encoder.json"),
        _with("encoder.json", "{"),
        _with("encoder.json", json.dumps({"name": "tiny"})),
        _with("encoder.json", json.dumps({"name": "tiny", "dimensions": 8, "colour": "red"})),
        _with("encoder.json", "[]"),
    ],
)
def test_a_folder_that_is_not_whole_is_named(
    tmp_path: Path, spoil: Callable[[Path], object]
) -> None:
    folder = make_folder(tmp_path / "half")
    spoil(folder)
    with pytest.raises(EncoderError, match="half"):
        OnnxEncoder(folder)


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_a_file_that_cannot_be_read_is_named_when_it_is_asked(tmp_path: Path, name: str) -> None:
    folder = make_folder(tmp_path / "torn")
    (folder / name).write_bytes(b"\x08")
    with pytest.raises(EncoderError, match="torn"):
        OnnxEncoder(folder).encode(["停车"], role=Role.DEMAND)
