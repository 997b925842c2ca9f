"""Turns the archive of BGE-small-zh-v1.5 into a folder that the portal reads.

The weights become eight-bit integers: a quarter of the size and of the time, for as good an order.
"""

import json
import logging
import shutil
import sys
import tempfile
import zipfile
from pathlib import Path

from onnxruntime.quantization import QuantType, quantize_dynamic

MODEL = "bge-small-zh-v1.5.onnx"
TOKENIZER = "bge-small-zh-v1.5-tokenizer.json"
SETTINGS = {
    "name": "bge-small-zh-v1.5-int8",
    "dimensions": 512,
    "pooling": "cls",
    "demand_prefix": "为这个句子生成表示以用于检索相关文章：",
    "most_tokens": 512,
}


def main(archive: Path, folder: Path) -> None:
    """Make the folder anew; it stands only when it is whole."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as made:
        new = Path(made) / folder.name
        new.mkdir()
        with zipfile.ZipFile(archive) as content:
            content.extract(MODEL, made)
            (new / "tokenizer.json").write_bytes(content.read(TOKENIZER))
        logging.disable(logging.WARNING)
        quantize_dynamic(Path(made) / MODEL, new / "model.onnx", weight_type=QuantType.QInt8)
        (new / "encoder.json").write_text(json.dumps(SETTINGS, ensure_ascii=False) + "\n")
        shutil.rmtree(folder, ignore_errors=True)
        new.rename(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
