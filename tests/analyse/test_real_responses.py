"""Answers in real files link as was counted without suara: customer support, rail complaints, service requests."""

from pathlib import Path

import polars as pl
import pytest
from tests.collect.test_real_tables import BALTIMORE, TWCS, reading, real
from tests.invented import BOOKS

from suara.analyse.responses import link as linking
from suara.coding import agencies
from suara.coding.agencies_named import NAMED
from suara.coding.codes import CODES
from suara.graph.build import build

pytestmark = pytest.mark.real_data


def waits(posts: pl.DataFrame, own: list[str], folder: Path, *, platform: str, threads: bool) -> tuple[int, pl.Series]:
    """Roots of people, each taken as a complaint to all agencies; how many there are, and the seconds to the first answer.

    `own` are the handles of the agencies; `threads`: whether answers further down count, or direct replies only.
    """
    entries = [
        f'[[agency]]\nid = "a{i}"\nname = "{i}"\nhandles = {{ {platform} = ["{handle}"] }}\n'
        for i, handle in enumerate(own)
    ]
    (folder / "own.toml").write_text("replace = true\n" + "".join(entries))
    registry = agencies.load([folder / "own.toml"])
    graph = build(posts, pl.DataFrame(schema=CODES), pl.DataFrame(schema=NAMED), registry, BOOKS)
    written = linking.written(graph)
    of_people = written.join(graph.tables["OPERATED_BY"].select(account="from"), on="account", how="anti")
    roots = of_people.filter(pl.col("parent").is_null()).rename({"key": "complaint"}).drop("parent")
    asked = roots.join(registry.frame.select("agency"), how="cross")
    answers = linking.answers(graph, written)
    parents = pl.DataFrame(schema={"agency": pl.String, "parent": pl.String})
    above = linking.above(graph, asked, answers, written) if threads else None
    links = linking.every_link(asked, answers, parents, above=above)
    first = links.sort("responded_at").unique("complaint", keep="first").join(roots, on="complaint")
    return roots.height, (first["responded_at"] - first["created_at"]).dt.total_seconds()


def test_customer_support(tmp_path: Path):
    """1,285 questions, of which 1,154 are answered, half of them within 719.5 s, nine tenths within 21,332 s."""
    posts = reading(real("twcs/twcs_first5000.csv"), TWCS, tmp_path).posts
    support = posts.filter(~pl.col("author_handle").str.contains(r"^\d+$"))["author_handle"].unique().sort().to_list()
    questions, seconds = waits(posts, support, tmp_path, platform="x", threads=False)

    assert (questions, len(seconds), seconds.median()) == (1285, 1154, 719.5)
    assert [seconds.quantile(0.9, "linear"), seconds.mean()] == pytest.approx([21332, 11284], abs=1)
    # Further ones are answered after the person has written again: counted from the question, that took longer.
    _, deeper = waits(posts, support, tmp_path, platform="x", threads=True)
    assert len(deeper) > 1154
    assert deeper.median() > 719.5


def test_service_requests(tmp_path: Path):
    """97.92 % of 10,000 requests are closed, half of these within 32.404 hours."""
    posts = reading(real("baltimore-311") / "311_sample.csv", BALTIMORE, tmp_path).posts
    agencies_named = posts["author_handle"].drop_nulls().unique().sort().to_list()
    requests, seconds = waits(posts, agencies_named, tmp_path, platform="open311", threads=True)

    assert (requests, len(seconds)) == (10_000, 9_792)
    assert seconds.median() / 3600 == pytest.approx(32.404, abs=0.001)
