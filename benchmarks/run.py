"""Measures suara, step by step and whole, beside bare decoding and twarc-network on the same posts.

Each measurement is a process of its own: seconds are wall-clock time from its start to its end, memory is what the
kernel says it held at its peak. This program itself imports nothing big: a process started by a big one would be
counted as having held what its parent holds.
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
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
DATA = HERE / "data"
PEER_ENV = HERE / ".venv-bench"
SUARA = Path(sys.executable).parent / "suara"
STEPS = ("code", "build", "centrality", "communities", "responses", "topics", "map")

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

type Command = list[str | Path]
