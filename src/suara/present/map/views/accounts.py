"""People and agencies, and who turns to whom."""

from __future__ import annotations

import polars as pl

from suara.present.map.scene import Source, View
from suara.present.map.views import _parts as parts

ORDER = 20
TITLE = {"id": "Akun", "en": "Accounts"}
ABOUT = {
    "id": "Siapa menyapa siapa: balasan, sebutan, unggahan ulang, dan kutipan.",
    "en": "Who turns to whom: replies, mentions, reposts and quotes.",
}


def view(source: Source) -> View | None:
    """The view; the accounts of an agency are one node."""
    joining = parts.spoken(source).with_columns(kind=pl.lit("interacts"))
    if joining.is_empty():
        return None
    ties = parts.weighed(joining)
    return View("accounts", parts.accounts(source), ties, parts.posted(source), joining)
