"""Sentences as numbers, by a transformer model that lies on this machine: `model.onnx` and `tokenizer.json` in a folder.

It runs by ONNX Runtime, without a network and without code of the model's own. It wants the extra `transformer`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from suara.errors import DataError

MODEL, TOKENIZER = "model.onnx", "tokenizer.json"
LONGEST = 256  # tokens of a text; what comes behind isn't read
_BATCH = 64
_INPUTS = ("input_ids", "attention_mask", "token_type_ids")


@dataclass(frozen=True)
class SentenceModel:
    """A sentence model; called with texts, it gives a row of numbers each, of length 1 (0 for a text without words).

    What the model says of the words of a text is averaged: Reimers and Gurevych 2019, Sentence-BERT.
    """

    folder: Path
    state: tuple[int, ...]  # size and time of its files: another model is another state

    @classmethod
    def of(cls, folder: Path) -> SentenceModel:
        """The sentence model in a folder; what is in its files is looked at when it is called.

        Raises:
            DataError: a file isn't there.
        """
        for name in (MODEL, TOKENIZER):
            if not (folder / name).is_file():
                raise DataError(f"{folder} holds no {name}: name a folder with {MODEL} and {TOKENIZER}")
        files = [(folder / name).stat() for name in (MODEL, TOKENIZER)]
        return cls(folder, tuple(value for file in files for value in (file.st_size, file.st_mtime_ns)))

    def __call__(self, texts: pl.Series) -> npt.NDArray[np.float32]:
        """The numbers of each text.

        Raises:
            DataError: a package isn't there, or the model isn't one of sentences.
        """
        order = texts.str.len_chars().arg_sort().to_numpy()  # texts of a length together: little is padded
        parts = [
            _embedded(self, texts.gather(order[start : start + _BATCH]).to_list())
            for start in range(0, len(texts), _BATCH)
        ]
        if not parts:
            return np.zeros((0, 0), dtype=np.float32)
        sorted_rows = np.concatenate(parts)
        found = np.empty_like(sorted_rows)
        found[order] = sorted_rows
        return found


@lru_cache(maxsize=1)
def _opened(model: SentenceModel) -> tuple[Any, Any, list[str]]:
    """The model, its tokenizer, and the names of what it asks for."""
    try:
        import onnxruntime
        import tokenizers
    except ModuleNotFoundError as error:
        raise DataError(f"a sentence model needs the package {error.name}: pip install 'suara[transformer]'") from None
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4  # what is wrong is raised; warnings of models are for their makers
    with _refused(model.folder / MODEL):
        path = model.folder / MODEL
        session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    names = [given.name for given in session.get_inputs()]
    if "input_ids" not in names or not set(names) <= set(_INPUTS):
        raise DataError(f"{model.folder / MODEL} is no model of sentences: it asks for {', '.join(names) or 'nothing'}")
    with _refused(model.folder / TOKENIZER):
        tokenizer = tokenizers.Tokenizer.from_file(str(model.folder / TOKENIZER))
    tokenizer.enable_truncation(LONGEST)
    tokenizer.enable_padding()
    return session, tokenizer, names


@contextmanager
def _refused(file: Path) -> Iterator[None]:
    """Say that a file can't be used. Both libraries raise errors that have no name of their own, or no common one."""
    from onnxruntime.capi import onnxruntime_pybind11_state as state

    named = (state.Fail, state.InvalidProtobuf, state.InvalidGraph, state.InvalidArgument, state.NotImplemented)
    try:
        yield
    except Exception as error:
        if type(error) is not Exception and not isinstance(error, (*named, state.RuntimeException, RuntimeError)):
            raise
        told = str(error).strip().splitlines() or [type(error).__name__]
        raise DataError(f"{file} can't be used: {told[0][:200]}") from None


def _embedded(model: SentenceModel, texts: list[str]) -> npt.NDArray[np.float32]:
    session, tokenizer, names = _opened(model)
    tokens = tokenizer.encode_batch(texts)
    fed = {
        "input_ids": [token.ids or [0] for token in tokens],
        "attention_mask": [token.attention_mask or [0] for token in tokens],
        "token_type_ids": [token.type_ids or [0] for token in tokens],
    }
    arrays = {name: np.array(values, dtype=np.int64) for name, values in fed.items()}
    with _refused(model.folder / MODEL):
        output = session.run(None, {name: arrays[name] for name in names})[0]
    if output.ndim == 3:  # of each token
        output = (output * arrays["attention_mask"][:, :, None]).sum(axis=1)
    length = np.linalg.norm(output, axis=1, keepdims=True)
    found: npt.NDArray[np.float32] = (output / np.where(length > 0, length, 1)).astype(np.float32)
    return found
