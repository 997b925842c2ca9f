"""Any sentence encoder in a folder of `model.onnx`, `tokenizer.json` and `encoder.json`."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from search.encoders.protocol import EncoderError, Role, Vectors, unit_rows

_FILES = ("model.onnx", "tokenizer.json", "encoder.json")
_ID_DIGITS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What `encoder.json` says of a model; the prefixes go before the texts of their side."""

    name: str
    dimensions: int
    pooling: Literal["cls", "mean"] = "mean"
    demand_prefix: str = ""
    capability_prefix: str = ""
    most_tokens: int = 512


class OnnxEncoder:
    """A model of a folder, run on one thread for each caller.

    Its id ends with the digest of the three files.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        try:
            self._settings = Settings(**json.loads((folder / "encoder.json").read_bytes()))
            digest = hashlib.sha256()
            for name in _FILES:
                digest.update(hashlib.sha256((folder / name).read_bytes()).digest())
        except (OSError, ValueError, TypeError) as error:
            raise EncoderError(f"{folder}: {error}") from error
        self.id = f"{self._settings.name}-{digest.hexdigest()[:_ID_DIGITS]}"
        self.dimensions = self._settings.dimensions

    def encode(self, texts: Sequence[str], *, role: Role) -> Vectors:
        """Return one finite row of unit length for each text; EncoderError where it cannot.

        Each text runs alone: in a padded batch a quantised model gives it another vector.
        """
        if not texts:
            return np.empty((0, self.dimensions), np.float32)
        settings = self._settings
        prefix = settings.demand_prefix if role is Role.DEMAND else settings.capability_prefix
        with self._lock:
            session, tokenizer = self._model
        found = [self._pooled(session, tokenizer.encode(f"{prefix}{text}").ids) for text in texts]
        return unit_rows(np.stack(found), count=len(texts), dimensions=self.dimensions)

    def _pooled(self, session: Any, ids: list[int]) -> NDArray[np.float32]:
        """Return the vector of one text's tokens."""
        tokens = np.array([ids], dtype=np.int64)
        values = {
            "input_ids": tokens,
            "attention_mask": np.ones_like(tokens),
            "token_type_ids": np.zeros_like(tokens),
        }
        wanted = {value.name for value in session.get_inputs()}
        try:
            hidden = session.run(None, {name: values[name] for name in values if name in wanted})[0]
        except Exception as error:  # onnxruntime's exceptions have no public base class
            raise EncoderError(f"{self._folder}: {error}") from error
        pooled = hidden[0, 0] if self._settings.pooling == "cls" else hidden[0].mean(axis=0)
        return np.asarray(pooled, dtype=np.float32)

    @cached_property
    def _model(self) -> tuple[Any, Tokenizer]:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
            tokenizer.enable_truncation(self._settings.most_tokens)
            tokenizer.no_padding()
            session = onnxruntime.InferenceSession(
                str(self._folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # neither library has a public base class
            raise EncoderError(f"{self._folder}: {error}") from error
        return session, tokenizer
