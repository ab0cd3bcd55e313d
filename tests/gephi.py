"""Gephi's own importers, as tests ask them."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent


def read(paths: Sequence[Path]) -> list[dict[str, Any]]:
    """What Gephi makes of each file; see tools/gephi/read.groovy."""
    if not (shutil.which("java") and shutil.which("mvn")):
        reason = "Java or Maven isn't there, which Gephi's importers need"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    command = [sys.executable, ROOT / "tools" / "gephi" / "read.py", *paths]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert [each["file"] for each in told] == [str(path) for path in paths]
    return told


def complaints(told: dict[str, Any]) -> list[tuple[str, str]]:
    """What it warns about; it also tells the version."""
    return [(level, message) for level, message in told["issues"] if level != "INFO"]
