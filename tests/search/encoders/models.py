"""A tiny sentence encoder in a folder: each character has a vector of its own, drawn by a seed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, pre_tokenizers, processors

DIMENSIONS = 8
LETTERS = "停车诱导泊位管网液监测海洋牧场问"
FIRST, UNKNOWN, NO_NUMBER, TOO_FAR = "[CLS]", "[UNK]", "坏", "外"
"""A token without finite values, and one that the model has no row for."""

_TOKENS = (FIRST, UNKNOWN, NO_NUMBER, *LETTERS)


def rows(seed: int = 1) -> np.ndarray:
    """Return the vectors of the tokens, the one without numbers among them."""
    found = np.random.default_rng(seed).normal(size=(len(_TOKENS), DIMENSIONS))
    found[_TOKENS.index(NO_NUMBER)] = np.nan
    return found.astype(np.float32)


def vector(text: str, seed: int = 1) -> np.ndarray:
    """Return the mean of the vectors of a text's tokens, with the first one, at unit length."""
    known = [_TOKENS.index(one if one in _TOKENS else UNKNOWN) for one in (FIRST, *text)]
    mean: np.ndarray = rows(seed)[known].mean(axis=0)
    return np.asarray(mean / np.linalg.norm(mean))


def make_folder(folder: Path, *, seed: int = 1, **settings: Any) -> Path:
    """Write a model, a tokenizer and settings into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    onnx.save(_model(seed), str(folder / "model.onnx"))
    _tokenizer().save(str(folder / "tokenizer.json"))
    said = {"name": "tiny", "dimensions": DIMENSIONS, **settings}
    (folder / "encoder.json").write_text(json.dumps(said, ensure_ascii=False))
    return folder


def _model(seed: int) -> onnx.ModelProto:
    """Return a model that looks its tokens up, and reads the mask without needing it."""
    ids, mask = (
        helper.make_tensor_value_info(name, TensorProto.INT64, ["one", "tokens"])
        for name in ("input_ids", "attention_mask")
    )
    hidden = helper.make_tensor_value_info(
        "hidden", TensorProto.FLOAT, ["one", "tokens", DIMENSIONS]
    )
    nodes = [
        helper.make_node("Gather", ["rows", "input_ids"], ["found"]),
        helper.make_node("Cast", ["attention_mask"], ["seen"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["seen", "last"], ["wide"]),
        helper.make_node("Mul", ["found", "wide"], ["hidden"]),
    ]
    constants = [
        numpy_helper.from_array(rows(seed), "rows"),
        numpy_helper.from_array(np.array([-1], np.int64), "last"),
    ]
    graph = helper.make_graph(nodes, "tiny", [ids, mask], [hidden], constants)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def _tokenizer() -> Tokenizer:
    """Return a tokenizer of characters; the last token lies beyond the model's rows."""
    known = {token: at for at, token in enumerate((*_TOKENS, TOO_FAR))}
    found = Tokenizer(models.WordLevel(known, unk_token=UNKNOWN))
    found.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    found.post_processor = processors.TemplateProcessing(
        single=f"{FIRST} $A", special_tokens=[(FIRST, known[FIRST])]
    )
    return found
