"""Sentence models: a tiny one that the test writes itself, and what isn't one."""

import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from suara.coding.by_learning import train
from suara.coding.transformer import MODEL, TOKENIZER, SentenceModel
from suara.errors import DataError

WORDS = {"[UNK]": 0, "antre": 1, "lama": 2, "cepat": 3}
VECTORS = np.array([[0, 0], [1, 0], [1, 0], [0, 1]], dtype=np.float32)


def field(number: int, value: int | str | bytes) -> bytes:
    """One field of a protocol buffer: a whole number, or a text or message by its length."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    value = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(value)) + value


def varint(value: int) -> bytes:
    low, rest = value & 127, value >> 7
    return bytes([low | 128]) + varint(rest) if rest else bytes([low])


def described(name: str, kind: int, *dims: str) -> bytes:
    """What ONNX calls a value's info: its name, the kind of its numbers, and its dimensions by name."""
    shape = b"".join(field(1, field(2, dim)) for dim in dims)
    return field(1, name) + field(2, field(1, field(1, kind) + field(2, shape)))


def onnx(*inputs: str, pooled: bool = False) -> bytes:
    """A model that looks up a vector for each token (and, if pooled, adds up those of a text)."""
    table = field(1, 4) + field(1, 2) + field(2, 1) + field(8, "vectors") + field(9, VECTORS.tobytes())
    lookup = field(1, "vectors") + field(1, "input_ids") + field(2, "tokens") + field(4, "Gather")
    axes = field(5, field(1, "axes") + field(8, 1) + field(20, 7))
    keep = field(5, field(1, "keepdims") + field(3, 0) + field(20, 2))
    add = field(1, "tokens") + field(2, "sum") + field(4, "ReduceMean") + axes + keep
    output = described("sum", 1, "texts", "numbers") if pooled else described("tokens", 1, "texts", "length", "numbers")
    graph = field(1, lookup) + (field(1, add) if pooled else b"") + field(2, "tiny") + field(5, table)
    graph += b"".join(field(11, described(name, 7, "texts", "length")) for name in inputs) + field(12, output)
    return field(1, 8) + field(7, graph) + field(8, field(1, "") + field(2, 13))


def folder(path: Path, model: bytes | None = None) -> Path:
    """A folder with a tiny model and a tokenizer that knows three words."""
    tokenizers = pytest.importorskip("tokenizers")
    tokenizer = tokenizers.Tokenizer(tokenizers.models.WordLevel(WORDS, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    tokenizer.save(str(path / TOKENIZER))
    (path / MODEL).write_bytes(model or onnx("input_ids", "attention_mask"))
    return path


def test_what_a_model_says_of_words_is_averaged(tmp_path):
    """Over the words of a text, not over what fills it up; each row has length 1, or 0 where there is nothing."""
    model = SentenceModel.of(folder(tmp_path))
    found = model(pl.Series(["lama", "antre lama lama cepat", "cepat", "", "lain"]))

    assert found.dtype == np.float32
    assert found.tolist() == [
        [1, 0],
        [pytest.approx(3 / 10**0.5), pytest.approx(1 / 10**0.5)],
        [0, 1],
        [0, 0],
        [0, 0],
    ]
    assert model(pl.Series([], dtype=pl.String)).shape[0] == 0


def test_many_texts_come_back_in_their_order(tmp_path):
    """However they are sorted while they are worked on."""
    model = SentenceModel.of(folder(tmp_path))
    texts = pl.Series(["cepat" if n % 3 else "antre lama" * (n % 5 + 1) for n in range(200)])
    one_by_one = np.concatenate([model(texts[n : n + 1]) for n in range(200)])

    assert model(texts) == pytest.approx(one_by_one)


def test_models_that_pool_themselves(tmp_path):
    """Give a row a text already."""
    model = SentenceModel.of(folder(tmp_path, onnx("input_ids", pooled=True)))

    assert model(pl.Series(["cepat", "lama"])).tolist() == [[0, 1], [1, 0]]


def test_a_model_is_learned_with(tmp_path):
    """Words that were never coded get the code of those that the model takes for their like."""
    model = SentenceModel.of(folder(tmp_path))
    texts = pl.Series(["lama", "cepat"] * 30)
    learned = train(texts, pl.DataFrame({"slow": [True, False] * 30}), embedding=model)

    assert learned.decided(pl.Series(["antre"]))["slow"].to_list() == [True]


def test_another_model_is_told_apart(tmp_path):
    """By what its files are."""
    before = SentenceModel.of(folder(tmp_path))
    after = SentenceModel.of(folder(tmp_path, onnx("input_ids", pooled=True)))

    assert before != after
    assert str(before) != str(after)


def test_files_that_are_missing(tmp_path):
    """Are named."""
    with pytest.raises(DataError, match=r"holds no model\.onnx"):
        SentenceModel.of(tmp_path)
    folder(tmp_path)
    (tmp_path / TOKENIZER).unlink()
    with pytest.raises(DataError, match=r"holds no tokenizer\.json"):
        SentenceModel.of(tmp_path)


@pytest.mark.parametrize(
    ("model", "message"),
    [
        (b"not a model", r"model\.onnx can't be used"),
        (onnx("input_ids", "pixels"), "no model of sentences: it asks for input_ids, pixels"),
        (onnx("input_ids")[:-30], r"model\.onnx can't be used"),
    ],
)
def test_what_is_no_model_of_sentences(tmp_path, model, message):
    """One line, with the file."""
    broken = SentenceModel.of(folder(tmp_path, model))

    with pytest.raises(DataError, match=message) as refused:
        broken(pl.Series(["lama"]))
    assert "\n" not in str(refused.value)


def test_what_is_no_tokenizer(tmp_path):
    """One line, with the file."""
    folder(tmp_path)
    (tmp_path / TOKENIZER).write_text('{"version": "1.0"}')

    with pytest.raises(DataError, match=r"tokenizer\.json can't be used"):
        SentenceModel.of(tmp_path)(pl.Series(["lama"]))


def test_a_tokenizer_of_another_model(tmp_path):
    """Numbers that the model doesn't know are refused where they come."""
    folder(tmp_path)
    text = (tmp_path / TOKENIZER).read_text().replace('"cepat": 3', '"cepat": 300')
    (tmp_path / TOKENIZER).write_text(text)

    with pytest.raises(DataError, match=r"model\.onnx can't be used"):
        SentenceModel.of(tmp_path)(pl.Series(["cepat"]))


@pytest.mark.parametrize("package", ["onnxruntime", "tokenizers"])
def test_a_package_that_is_missing(tmp_path, monkeypatch, package):
    """Says what to install."""
    model = SentenceModel.of(folder(tmp_path))
    monkeypatch.setitem(sys.modules, package, None)

    with pytest.raises(DataError, match=rf"needs the package {package}: pip install 'suara\[transformer\]'"):
        model(pl.Series(["lama"]))
