"""Every source on its own fixtures, over and over, beside the bare parse of the same bytes: MB/s of both.

Bare: msgspec decodes the JSON values, Polars reads the CSV. A source does that and makes posts of it, as columns.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import msgspec
import polars as pl

from suara.collect._importing import read_file, recognise, sources
from suara.collect._input import Input
from suara.collect._json import documents
from suara.posts import Problem

FIXTURES = Path(__file__).resolve().parent.parent / "tests" / "fixtures" / "collect"


def sound(path: Path) -> bool:
    """Whether a fixture has nothing wrong with it: faults would be measured a million times."""
    return not read_file(path, recognise(path)[1]).problems


def repeated(path: Path, size: int) -> bytes | None:
    """The records of a fixture again and again, up to a size; None of what can't be put one after the other."""
    file = Input(path)
    if file.kind == "json":
        found = b"".join(item[1] + b"\n" for item in documents(file) if not isinstance(item, Problem))
        return found * (size // len(found) + 1)
    if file.kind == "csv" and file.encoding == "utf-8-sig":
        header, _, body = path.read_bytes().partition(b"\n")
        return header + b"\n" + body * (size // len(body) + 1) if body else None
    return None


def seconds(work: Callable[[], object], rounds: int) -> float:
    """The median of several rounds."""
    took = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        took.append(time.perf_counter() - start)
    return median(took)


def bare(path: Path) -> object:
    """The fastest parse there is of the same bytes."""
    file = Input(path)
    if file.kind == "json":
        return [msgspec.json.decode(line) for line in path.read_bytes().splitlines() if line]
    return pl.read_csv(path, separator=file.delimiter, infer_schema=False, truncate_ragged_lines=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=float, default=8)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    print(f"{'source':<28} {'MB/s':>8} {'bare':>8} {'times slower':>13} {'posts/s':>10}")
    with tempfile.TemporaryDirectory() as folder:
        for name in sources():
            fixtures = sorted((FIXTURES / name).glob("*"), key=lambda path: -path.stat().st_size)
            tried = (repeated(path, int(arguments.megabytes * 1e6)) for path in fixtures if sound(path))
            content = next(filter(None, tried), None)
            if content is None:
                print(f"{name:<28} not measured: no fixture without faults that can be repeated")
                continue
            path = Path(folder) / name
            path.write_bytes(content)
            source = recognise(path)[1]
            posts = read_file(path, source).posts.height
            parse = seconds(lambda path=path: bare(path), arguments.rounds)
            whole = seconds(lambda path=path, source=source: read_file(path, source), arguments.rounds)
            size = len(content) / 1e6
            print(
                f"{name:<28} {size / whole:>8.1f} {size / parse:>8.1f} {whole / parse:>13.1f} {posts / whole:>10,.0f}"
            )


if __name__ == "__main__":
    main()
