"""The map beside plain pyvis on the same graph, opened in a real Chromium: size, time to usable, time of a frame.

    python benchmarks/map.py                    # 400, 2,000 and 5,000 nodes; a few minutes, most of them pyvis'
    python benchmarks/map.py --nodes 2000 --repeat 5

Usable: from the start of the page's load until it is drawn and nothing keeps it from answering (two frames in a row).
Frame: the median time between frames while the map is dragged with the mouse, one step a frame. pyvis draws the same
nodes and ties with the same places, physics off, its scripts from the file; its requests to CDNs are cut off at once.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import polars as pl
from playwright.sync_api import sync_playwright

from suara.present.map import write_map

SIZES = ((400, 1_600), (2_000, 6_000), (5_000, 20_000))
AIMS = {"file": 6.0, "usable": 1.5, "frame": 1 / 30}  # MB, s, s; at 2,000 nodes and 6,000 ties
ARGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
DRAG = """async steps => {
  const canvas = document.querySelector("canvas"), box = canvas.getBoundingClientRect(), times = [];
  const x = box.x + box.width * 0.5, y = box.y + box.height * 0.5;
  const send = (type, k) => canvas.dispatchEvent(new PointerEvent(type, {bubbles: true, cancelable: true, pointerId: 1,
    pointerType: "mouse", isPrimary: true, button: type === "pointermove" ? -1 : 0, buttons: type === "pointerup" ? 0 : 1,
    clientX: x + 3 * k, clientY: y + 2 * k}));
  send("pointerdown", 0);
  let last = performance.now();
  for (let k = 1; k <= steps; k++) {
    send("pointermove", k);
    await new Promise(requestAnimationFrame);
    const now = performance.now(); times.push(now - last); last = now;
  }
  send("pointerup", steps);
  return times.slice(5);
}"""


def invented(count: int, ties: int, groups: int = 12, seed: int = 7) -> tuple[pl.DataFrame, pl.DataFrame]:
    """People around agencies in groups; three ties in four stay inside."""
    rng = random.Random(seed)
    few = max(12, count // 80)
    nodes = pl.DataFrame(
        {
            "key": [f"k{i}" for i in range(count)],
            "label": [f"agency {i}" if i < few else f"citizen {i}" for i in range(count)],
            "kind": ["agency" if i < few else "citizen" for i in range(count)],
            "community": [i % groups for i in range(count)],
            "size": [rng.paretovariate(1.5) for _ in range(count)],
        }
    )
    pairs: set[tuple[int, int]] = set()
    while len(pairs) < ties:
        a = rng.randrange(count)
        b = (a + groups * rng.randrange(count // groups)) % count if rng.random() < 0.75 else rng.randrange(count)
        if a != b:
            pairs.add((a, b))
    ordered = sorted(pairs)
    return nodes, pl.DataFrame(
        {
            "source": [f"k{a}" for a, _ in ordered],
            "target": [f"k{b}" for _, b in ordered],
            "kind": "interacts",
            "weight": [rng.paretovariate(1.2) for _ in ordered],
        }
    )


def ours(nodes: pl.DataFrame, ties: pl.DataFrame, path: Path) -> None:
    write_map(nodes, ties, path, limit=nodes.height)


def pyvis(nodes: pl.DataFrame, ties: pl.DataFrame, path: Path) -> None:
    """What a script of a dozen lines writes; the places are given, or it would never be usable."""
    from pyvis.network import Network

    network = Network(height="900px", width="100%", directed=True, cdn_resources="in_line")
    side = 40 * nodes.height**0.5
    rng = random.Random(1)
    for key, label, size in nodes.select("key", "label", "size").iter_rows():
        network.add_node(key, label=label, value=size, x=rng.random() * side, y=rng.random() * side)
    for source, target, weight in ties.select("source", "target", "weight").iter_rows():
        network.add_edge(source, target, value=weight)
    network.set_options(json.dumps({"physics": {"enabled": False}}))
    path.write_text(network.generate_html(), encoding="utf-8")


@contextmanager
def chromium() -> Iterator[Any]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGS)
        yield browser
        browser.close()


def opened(browser: Any, path: Path, steps: int) -> dict[str, float]:
    """Seconds until the page is usable, and of a frame while it is dragged."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.set_default_timeout(240_000)
    page.route("http**", lambda route: route.abort())
    page.goto(path.as_uri(), wait_until="load")
    usable = page.evaluate(
        "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))"
    )
    page.wait_for_timeout(500)
    frames = page.evaluate(DRAG, steps)
    page.close()
    return {"usable": usable / 1000, "frame": median(frames) / 1000}


def measured(
    write: Callable[[pl.DataFrame, pl.DataFrame, Path], None], size: tuple[int, int], repeat: int
) -> dict[str, float]:
    """Medians of several turns; each writes the page anew."""
    nodes, ties = invented(*size)
    turns = []
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        for _ in range(repeat):
            path = Path(folder) / "map.html"
            start = time.perf_counter()
            write(nodes, ties, path)
            took = time.perf_counter() - start
            turns.append({"write": took, "file": path.stat().st_size / 1e6} | opened(browser, path, 30))
    return {name: median(turn[name] for turn in turns) for name in turns[0]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nodes", type=int, nargs="+", choices=[nodes for nodes, _ in SIZES])
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--skip-pyvis", action="store_true", help="the map alone")
    given = parser.parse_args()
    print(f"{'':8}{'nodes':>7}{'ties':>8}{'write s':>9}{'file MB':>9}{'usable s':>10}{'frame ms':>10}")
    for size in SIZES:
        if given.nodes and size[0] not in given.nodes:
            continue
        rows = {"suara": measured(ours, size, given.repeat)}
        if not given.skip_pyvis:
            rows["pyvis"] = measured(pyvis, size, given.repeat)
        for name, row in rows.items():
            told = f"{row['write']:9.2f}{row['file']:9.2f}{row['usable']:10.2f}{1000 * row['frame']:10.1f}"
            print(f"{name:8}{size[0]:7,}{size[1]:8,}{told}", flush=True)
        if len(rows) == 2:
            ratios = ", ".join(
                f"{name} {rows['pyvis'][name] / rows['suara'][name]:.1f}" for name in ("usable", "frame")
            )
            print(f"{'':8}pyvis / suara: {ratios}")
        if size[0] == 2_000:
            met = ", ".join(f"{name} {'met' if rows['suara'][name] <= aim else 'missed'}" for name, aim in AIMS.items())
            print(f"{'':8}aims (6 MB, 1.5 s, 33 ms a frame): {met}")


if __name__ == "__main__":
    main()
