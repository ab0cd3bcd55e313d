"""Every source on its own fixtures, over and over, beside the bare parse of the same bytes: MB/s of both.

Bare: msgspec decodes the JSON values, Polars reads CSV, lxml parses XML. A source does that and makes posts of it, as
columns. Fixtures that can't be put one after the other are read again and again instead.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

import msgspec
import polars as pl
from lxml import etree

from suara.collect._importing import read_file, sources
from suara.collect._input import Input
from suara.collect._json import documents
from suara.posts import Problem

FIXTURES = Path(__file__).resolve().parent.parent / "tests" / "fixtures" / "collect"


def repeated(file: Input, size: int) -> bytes:
    """The records of a fixture again and again, up to a size; one that can't be put one after the other as it is."""
    content = file.path.read_bytes()
    if file.kind == "json":
        values = (msgspec.json.decode(item[1]) for item in documents(file) if not isinstance(item, Problem))
        found = b"".join(msgspec.json.encode(value) + b"\n" for value in values)
        return found * (size // len(found) + 1)
    header, _, body = content.partition(b"\n")
    if file.kind == "csv" and file.encoding == "utf-8-sig" and body:
        return header + b"\n" + body * (size // len(body) + 1)
    return content


def seconds(work: Callable[[], object], rounds: int) -> float:
    """The median of several rounds."""
    took = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        took.append(time.perf_counter() - start)
    return median(took)


def again(times: int, work: Callable[[], object]) -> None:
    """Do it so many times."""
    for _ in range(times):
        work()


def bare(path: Path) -> object:
    """The fastest parse there is of the same bytes."""
    file = Input(path)
    if file.kind == "json":
        return [msgspec.json.decode(line) for line in path.read_bytes().splitlines() if line]
    if file.kind in ("xml", "html"):
        return etree.parse(path, etree.HTMLParser() if file.kind == "html" else None)
    table = partial(pl.read_csv, path, separator=file.delimiter, infer_schema=False, truncate_ragged_lines=True)
    try:
        return table()
    except pl.exceptions.ComputeError:  # PHP's way with quotes
        return table(quote_char=None)


def chosen(name: str) -> Path:
    """The fixture that is measured: the biggest of those with the fewest faults, which aren't what is measured."""
    files = [path for path in (FIXTURES / name).glob("*") if path.suffix not in (".toml", ".xlsx", ".parquet")]
    plain = [path for path in files if Input(path).encoding != "utf-16"]
    return min(plain, key=lambda path: (len(read_file(path, sources()[name]).problems), -path.stat().st_size))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=float, default=8)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    size = int(arguments.megabytes * 1e6)
    print(f"{'source':<28} {'MB/s':>8} {'bare':>8} {'times slower':>13} {'posts/s':>10}")
    with tempfile.TemporaryDirectory() as folder:
        for name, source in sources().items():
            fixture = chosen(name)
            path = Path(folder) / name
            path.write_bytes(repeated(Input(fixture), size))
            beside = fixture.with_name(fixture.name + ".toml")
            mapping = beside if beside.exists() else None
            times = max(1, size // 40 // path.stat().st_size)  # of a file that couldn't be made longer

            posts = read_file(path, source, mapping=mapping).posts.height * times
            slow = seconds(partial(again, times, partial(read_file, path, source, mapping=mapping)), arguments.rounds)
            fast = seconds(partial(again, times, partial(bare, path)), arguments.rounds)
            megabytes = path.stat().st_size * times / 1e6
            print(
                f"{name:<28} {megabytes / slow:>8.1f} {megabytes / fast:>8.1f} {slow / fast:>13.1f} {posts / slow:>10,.0f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
