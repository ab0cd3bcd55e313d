"""How well codes are found: precision, recall and F1 of plain substrings, of words and of what was learned.

On sets with known codes, see `evaluation/page.md`. A set that isn't there is skipped, which is said.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path

from evaluation import page, sets, twcs
from evaluation.trying import Tried, tried


def of_three_companies() -> sets.Labelled:
    """The set with published figures, which come out, or else nothing said of it would hold."""
    found = twcs.read()
    if (right := twcs.reproduced(found)) < len(found.published):
        raise SystemExit(f"only {right} of {len(found.published)} published F1 come out of the published keywords")
    return twcs.labelled(found)


SETS: dict[str, Callable[[], sets.Labelled]] = {
    "sample": sets.sample,
    "kai121": sets.kai121,
    "smsa": sets.smsa,
    "twcs": of_three_companies,
}


def outcome(read: Callable[[], sets.Labelled]) -> Tried | str:
    """All ways of coding on a set, or why there are none."""
    try:
        return tried(read())
    except sets.Absent as reason:
        return str(reason)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the page with figures and what they mean")
    parser.add_argument("--only", nargs="+", choices=SETS, default=list(SETS), help="these sets")
    options = parser.parse_args()
    if options.write and set(options.only) != set(SETS):
        parser.error("--write wants all sets, for the page tells of all of them")
    outcomes: dict[str, Tried | str] = {}
    for name in options.only:
        started = time.perf_counter()
        outcomes[name] = outcome(SETS[name])
        print(page.section(name, outcomes[name]), f"{time.perf_counter() - started:.0f} s", sep="\n\n", end="\n\n")
    if options.write:
        options.write.write_text(page.page(outcomes), encoding="utf-8")
        print(f"written: {options.write}")


if __name__ == "__main__":
    main()
