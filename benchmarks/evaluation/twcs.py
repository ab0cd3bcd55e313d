"""Customers' and agencies' tweets of three companies with topics and activities, and the figures published for them.

Kecht, Egger, Kratsch & Röglinger 2021, Event Log Construction from Customer Service Conversations Using Natural
Language Inference, ICPM. Of each label the authors publish how well one keyword finds it, sought in the lower-cased text.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import msgspec
import numpy as np
import polars as pl

from evaluation.figures import Flags, per_code
from evaluation.sets import HERE, Labelled, there
from suara.coding.codebook import Codebook, load

COMPANIES = ("AmazonHelp", "AppleSupport", "SpotifyCares")
PARTS = {"inbound": 200, "outbound": 100}
ENOUGH = 20  # texts that must have a label, and as many that mustn't, for it to be learned

# What stands for a label where that isn't the code of the same name. Those with a `:` are codes of reply_kind, which
# mean the same as the activity; "Refer to specialist team" and "Investigate issue" are the nearest there are.
STANDS_FOR = {
    "Apologize": {"reply_kind:apology"},
    "Provide URL": {"reply_kind:gives_link"},
    "Request DM": {"reply_kind:asks_for_dm"},
    "Refer to specialist team": {"reply_kind:hands_on"},
    "Investigate issue": {"reply_kind:asks_for_details"},
    "Request to not send personal details": {"no_personal_details"},
    "Provide delivery date": {"delivery_date"},
    "Request to call by phone": {"by_phone"},
    "Request to reach out by chat": {"by_chat"},
    "Request iOS version": {"ios_version"},
    "Request device model": {"device_model"},
    "Request device restart": {"restart"},
    "Request username via DM": {"username_by_dm"},
    "Request email address via DM": {"email_by_dm"},
    "Request exact issue description": {"exact_issue"},
    "Request device and OS version": {"device_and_os"},
    "Request logout and login": {"logout_login"},
    "Request error message": {"error_message"},
    "Offer further help": {"further_help"},
    "Unresponsive/Freezing Device": {"unresponsive"},
    "Song/Artist": {"song_artist"},
    "Billing/Payment": {"billing_payment", "refund"},
    ("SpotifyCares", "Account"): {"account", "login"},
}


@dataclass(frozen=True)
class Published:
    """A label of one file, with the keyword and the F1 that are published for it, and those of the authors' own method."""

    company: str
    part: str
    label: str
    keyword: str
    f1: float
    inference_f1: float  # natural language inference, threshold and wording chosen by cross-validation

    @cached_property
    def stands_for(self) -> set[str]:
        label = "Investigate issue" if self.label == "Investigate Issue" else self.label
        slug = label.lower().replace(" ", "_")
        return STANDS_FOR.get((self.company, label)) or STANDS_FOR.get(label) or {slug}


@dataclass(frozen=True)
class Twcs:
    """All six files one below the other. Labels of a file can be true in its own rows only."""

    published: list[Published]
    rows: pl.DataFrame  # text, company, part, number (of the row in its file, from 0)
    truth: Flags
    applies: Flags

    @property
    def by_keyword(self) -> Flags:
        """Where the published keyword stands in the lower-cased text."""
        lower = self.rows["text"].str.to_lowercase()
        found = [lower.str.contains(one.keyword.lower(), literal=True).to_numpy() for one in self.published]
        return np.column_stack(found) & self.applies


def read() -> Twcs:
    """The set as it is published.

    Raises:
        Absent: it isn't there.
    """
    published = [one for company in COMPANIES for part in PARTS for one in _published(company, part)]
    files = {(company, part): _labelled(company, part) for company in COMPANIES for part in PARTS}
    common = ["text", "company", "part", "number"]
    rows = pl.concat([file.select(common) for file in files.values()])
    own = np.column_stack([((rows["company"] == p.company) & (rows["part"] == p.part)).to_numpy() for p in published])
    truth = np.zeros_like(own)
    for k, one in enumerate(published):
        truth[own[:, k], k] = (files[one.company, one.part][one.label].cast(pl.Int64) == 1).fill_null(False).to_numpy()
    return Twcs(published, rows, truth, own)


def reproduced(found: Twcs) -> int:
    """How many of the published F1 come out of the published keywords, to nine digits."""
    ours = per_code(found.truth, found.by_keyword, [one.label for one in found.published])["f1"]
    return sum(abs(f1 - one.f1) < 1e-9 for f1, one in zip(ours, found.published, strict=True))


def labelled(found: Twcs) -> Labelled:
    """The set for our own ways of coding; apart: the rows that our phrases weren't written from, and frequent labels."""
    odd = (found.rows["number"] % 2 == 1).to_numpy()
    true = found.truth.sum(0)
    frequent = (true >= ENOUGH) & (found.applies.sum(0) - true >= ENOUGH)
    every_row, every_label = np.ones_like(odd), np.ones_like(frequent)
    return Labelled(
        name="twcs",
        title="twcs-labelled-process",
        texts=found.rows["text"],
        labels=[f"{one.company} {one.part}: {one.label}" for one in found.published],
        truth=found.truth,
        book=_book(),
        stands_for=[one.stands_for for one in found.published],
        applies=found.applies,
        parts={"odd rows": (odd, every_label), f"labels of {ENOUGH} texts or more": (every_row, frequent)},
        others={"published keyword": found.by_keyword},
        published={
            "one keyword a label": float(np.mean([one.f1 for one in found.published])),
            "natural language inference": float(np.mean([one.inference_f1 for one in found.published])),
        },
    )


def _book() -> Codebook:
    """The evaluation's codes and those of reply_kind in one book; the latter under `reply_kind:`."""
    own, replies = load(HERE / "twcs.toml"), load("reply_kind")
    renamed = [msgspec.structs.replace(code, id=f"reply_kind:{code.id}") for code in replies.codes]
    return msgspec.structs.replace(own, codes=[*own.codes, *renamed])


def _labelled(company: str, part: str) -> pl.DataFrame:
    file = there("twcs-labelled-process", f"twcs-{company}-{PARTS[part]}-{part}.xlsx")
    table = pl.read_excel(file, engine="openpyxl")
    return table.with_columns(company=pl.lit(company), part=pl.lit(part), number=pl.int_range(pl.len()))


def _published(company: str, part: str) -> list[Published]:
    file = there("twcs-labelled-process", f"results-{company}-{part}.xlsx")
    table = pl.read_excel(file, engine="openpyxl").rename({"Topic/Activity": "label", "Hypothesis/Keyword": "said"})
    found = table.filter(Approach="Keyword").join(
        table.filter(Approach="NLI - final").select("label", inference="F1"), on="label", maintain_order="left"
    )
    return [
        Published(company, part, row["label"], row["said"], row["F1"], row["inference"])
        for row in found.iter_rows(named=True)
    ]
