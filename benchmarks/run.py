"""Measures suara, step by step and whole, beside bare decoding and twarc-network on the same posts.

Each measurement is a process of its own: seconds are wall-clock time from its start to its end, memory is
what the kernel says it held at its peak. This program itself imports nothing big: a process started by a big
one would be counted as having held what its parent holds.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
DATA = HERE / "data"
PEER_ENV = HERE / ".venv-bench"
PEER_PACKAGES = ("twarc==2.14.0", "twarc-network==0.2.0")
SUARA = Path(sys.executable).parent / "suara"
STEPS = ("code", "build", "centrality", "communities", "responses", "topics", "map")

SIZES = (20_000, 200_000, 1_000_000)
PEER_LIMIT = 200_000  # posts: twarc-network holds everything in Python objects
ONCE_FROM = 1_000_000  # posts: from here on once is enough by default
REPEAT = 3

IMPORT, WHOLE, DECODE, PEER = "suara import", "suara run", "msgspec decode", "twarc-network"
DECODE_CODE = """
import sys, msgspec
with open(sys.argv[1], "rb") as file:
    for line in file:
        msgspec.json.decode(line)
"""

NOTES = """\
Every row is a process of its own and includes its start-up, the interpreter's and its imports', all alike.
So does import / decode: at few posts it compares two start-ups rather than two readers.
Peak MB (2^20 bytes) is that of the largest process among the child and those it started, not their sum.
Each file was read once before, so that all find it in the page cache."""

Command = list[str | Path]


@dataclass(frozen=True)
class Cost:
    """What one process took, or the medians of several runs of it."""

    seconds: float
    peak_mb: float


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    posts: int
    step: str
    seconds: float
    posts_per_second: float
    peak_mb: float
    runs: int


@dataclass(frozen=True)
class Aim:
    """What a number should be, and what it is; without a number nothing is claimed."""

    text: str
    value: float | None
    limit: float
    unit: str
    at_least: bool = False

    @property
    def verdict(self) -> str:
        if self.value is None:
            return "not measured"
        met = self.value >= self.limit if self.at_least else self.value <= self.limit
        return "met" if met else "not met"


def spend(command: Command, folder: Path) -> Cost:
    """Runs the command in the folder, which takes its output and whatever it leaves behind."""
    log = folder / "output.log"
    settings = os.environ | {"XDG_CONFIG_HOME": str(folder)}  # twarc2 makes itself a folder there
    with log.open("wb") as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env=settings, stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)  # so that Popen doesn't wait for it again
    if process.returncode:
        tail = log.read_text(errors="replace")[-2_000:]
        raise SystemExit(f"{' '.join(map(str, command))}\nended with {process.returncode}:\n{tail}")
    return Cost(seconds, usage.ru_maxrss / 1024)  # Linux counts in KiB


def commands(suara: Path, peer: Path | None, posts: Path, folder: Path) -> Iterator[tuple[str, Command]]:
    workspace = folder / "workspace"
    yield DECODE, [sys.executable, "-c", DECODE_CODE, posts]
    yield IMPORT, [suara, "import", posts, "--workspace", workspace]
    for step in STEPS:
        yield f"suara {step}", [suara, step, "--workspace", workspace]
    yield WHOLE, [suara, "run", posts, "--out", folder / "whole"]
    if peer:
        graph = folder / "twarc.gexf"
        yield PEER, [peer, "--bearer-token", "x", "network", posts, graph, "--format", "gexf"]


def measure(suara: Path, peer: Path | None, size: int, repeat: int) -> Iterator[Row]:
    """Goes through all commands in turn, as often as asked, and takes the median of each."""
    posts = posts_file(size)
    warm(posts)
    costs: dict[str, list[Cost]] = {}
    for turn in range(1, repeat + 1):
        with tempfile.TemporaryDirectory(prefix="suara-bench-") as name:
            for step, command in commands(suara, peer, posts, Path(name)):
                tell(f"{size:,} posts, turn {turn} of {repeat}: {step}")
                costs.setdefault(step, []).append(spend(command, Path(name)))
    for step, spent in costs.items():
        seconds, peak_mb = median(cost.seconds for cost in spent), median(cost.peak_mb for cost in spent)
        yield Row(size, step, seconds, size / seconds, peak_mb, len(spent))


def posts_file(size: int) -> Path:
    path = DATA / f"posts-{size}.jsonl"
    if not path.exists():
        tell(f"{size:,} posts: inventing them")
        subprocess.run([sys.executable, HERE / "generate.py", "--posts", str(size), "--out", path], check=True)
    return path


def warm(path: Path) -> None:
    with path.open("rb") as file:
        while file.read(1 << 20):
            pass


def peer_program() -> Path:
    """twarc2 with its network plugin, in an environment of its own that is made on first use."""
    program, ready = PEER_ENV / "bin" / "twarc2", PEER_ENV / "ready"
    wanted = "\n".join(PEER_PACKAGES)
    if not ready.exists() or ready.read_text() != wanted:
        tell(f"installing {', '.join(PEER_PACKAGES)} into {PEER_ENV.name}")
        subprocess.run([sys.executable, "-m", "venv", PEER_ENV], check=True)
        subprocess.run([PEER_ENV / "bin" / "pip", "install", "--quiet", *PEER_PACKAGES], check=True)
        ready.write_text(wanted)
    return program


def tell(progress: str) -> None:
    print(f"... {progress}", file=sys.stderr, flush=True)


def aims(rows: Iterable[Row]) -> Iterator[Aim]:
    found = {(row.posts, row.step): row for row in rows}
    for size in sorted({posts for posts, _ in found}):
        share = ratio(found, (size, IMPORT), (size, DECODE))
        yield Aim(f"import / decode, {size:,} posts: at most 3", share, 3, "x")
    mid, big = 200_000, 1_000_000
    faster = ratio(found, (mid, PEER), (mid, WHOLE))
    yield Aim(f"twarc-network / run, {mid:,} posts: at least 3", faster, 3, "x", at_least=True)
    whole = found.get((mid, WHOLE))
    peak = whole.peak_mb if whole else None
    yield Aim(f"peak of run, {mid:,} posts: at most 1,536 MB", peak, 1_536, " MB")
    growth = ratio(found, (big, WHOLE), (mid, WHOLE))
    yield Aim(f"run on {big:,} / run on {mid:,} posts: at most 5.5", growth, 5.5, "x")


def ratio(found: dict[tuple[int, str], Row], above: tuple[int, str], below: tuple[int, str]) -> float | None:
    if above not in found or below not in found:
        return None
    return found[above].seconds / found[below].seconds


def print_table(rows: Iterable[Row]) -> None:
    print(f"\n{'posts':>9}  {'step':<18} {'seconds':>9} {'posts/s':>11} {'peak MB':>9} {'runs':>5}")
    last = None
    for row in rows:
        posts = f"{row.posts:,}" if row.posts != last else ""
        last = row.posts
        numbers = f"{row.seconds:>9.2f} {row.posts_per_second:>11,.0f} {row.peak_mb:>9,.0f} {row.runs:>5}"
        print(f"{posts:>9}  {row.step:<18} {numbers}")


def print_aims(found: Iterable[Aim]) -> None:
    print(f"\n{'aim':<56} {'measured':>10}  verdict")
    for aim in found:
        value = "-" if aim.value is None else f"{aim.value:,.2f}{aim.unit}"
        print(f"{aim.text:<56} {value:>10}  {aim.verdict}")


def machine() -> str:
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} CPUs, Python {platform.python_version()}"


def write_json(path: Path, rows: list[Row], found: list[Aim]) -> None:
    report = {
        "machine": machine(),
        "rows": [asdict(row) for row in rows],
        "aims": [asdict(aim) | {"verdict": aim.verdict} for aim in found],
    }
    path.write_text(json.dumps(report, indent=2) + "\n")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="POSTS")
    parser.add_argument("--repeat", type=int, metavar="N", help="default: 3, once from 1,000,000 posts on")
    parser.add_argument("--skip-twarc", action="store_true")
    parser.add_argument("--suara", type=Path, default=SUARA, help="the program to measure")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the numbers there as well")
    asked = parser.parse_args()
    if min(asked.sizes) < 1 or (asked.repeat is not None and asked.repeat < 1):
        parser.error("sizes and repeats start at 1")
    if not asked.suara.exists():
        parser.error(f"{asked.suara} isn't there: run `make bench`, or say --suara PATH")
    return asked


def main() -> None:
    asked = arguments()
    sizes = sorted(set(asked.sizes))
    with_peer = not asked.skip_twarc and sizes[0] <= PEER_LIMIT
    peer = peer_program() if with_peer else None
    rows: list[Row] = []
    for size in sizes:
        repeat = asked.repeat or (1 if size >= ONCE_FROM else REPEAT)
        rows += measure(asked.suara.resolve(), peer if size <= PEER_LIMIT else None, size, repeat)
    found = list(aims(rows))
    print(machine())
    print_table(rows)
    print_aims(found)
    print(f"\n{NOTES}")
    if asked.json:
        write_json(asked.json, rows, found)


if __name__ == "__main__":
    main()
