"""An X on this machine for the tests of what is collected from it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from tests.collect.live.x_server import X, serving


@pytest.fixture
def x() -> Iterator[X]:
    """Empty, and asked nothing yet."""
    with serving() as server:
        yield server


@pytest.fixture
def busy_x(x: X) -> X:
    """With 35 complaints of yesterday, ten a page; the last two are answered."""
    x.page, start = 10, datetime.now(UTC) - timedelta(days=1)
    for number in range(35):
        x.post(
            f"warga_contoh{number % 7}", f"@layanan_contoh listrik padam {number}", start + timedelta(seconds=number)
        )
    for post in x.posts[-2:]:
        x.post("layanan_contoh", "Mohon maaf, kami cek", start + timedelta(minutes=9), to=post)
    return x
