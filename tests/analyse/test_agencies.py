"""What posts tell of agencies that the registry lacks, and of its names; known answers on invented and on real posts."""

from datetime import UTC, datetime, timedelta
from math import log
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.importing import import_file
from tests.invented import built

from suara.analyse._signing import signature
from suara.analyse.agencies import resolving
from suara.analyse.agencies.ambiguous import ambiguous
from suara.analyse.agencies.drafting import draft
from suara.analyse.agencies.lookalikes import lookalikes, near
from suara.analyse.agencies.suggest import COLUMNS, suggest
from suara.analyse.agencies.unknown import unknown
from suara.analyse.agencies.unseen import unseen
from suara.coding import agencies
from suara.coding.agencies_named import agencies_named
from suara.coding.codebook import load as book
from suara.coding.codes import CODES
from suara.collect import tweet_harvest
from suara.graph.build import Graph, build
from suara.posts import Corpus, Post
from suara.posts.post import KEYED

REGISTRY = agencies.load()
START = datetime(2026, 3, 1, tzinfo=UTC)


def post(number: str, author: str, minute: float, text: str, *to: str, reply: bool = False, **more: object) -> Post:
    """A post to others by their handles, of which the first is answered if `reply` is set."""
    return Post(
        platform="x", id=number, author_id=f"{author}-id", author_handle=author, created_at=START + timedelta(minutes=minute),
        text=text, mention_ids=[None] * len(to), mention_handles=list(to),
        **({"reply_to_author_handle": to[0]} if reply else {}), **more,
    )  # fmt: skip


def counter(
    handle: str, people: int = 8, *, asked: str | None = None, sign: str = " ^AB", **more: object
) -> list[Post]:
    """An account that answers people half an hour after they turned to `asked` (itself unless told)."""
    made = []
    for i in range(people):
        made.append(post(f"{handle}-q{i}", f"warga{i}_contoh", i, "lelet banget", asked or handle))
        answer = f"Selamat pagi Kak, mohon maaf atas kendalanya{sign}"
        made.append(post(f"{handle}-a{i}", handle, i + 30, answer, f"warga{i}_contoh", reply=True, **more))
    return made


def suggested(*posts: Post, **more: object) -> pl.DataFrame:
    made = built(*posts)
    return suggest(made, lookalikes(made, REGISTRY), **more)


# ---------------------------------------------------------------------------------- accounts that behave like an agency


def test_every_signal_of_the_score():
    """Each in its column, and the weighted mean of those that are known."""
    (row,) = suggested(*counter("dinas_contoh", author_name="Layanan Contoh", author_verified=True)).iter_rows(
        named=True
    )
    people = log(8) / log(100)

    assert (row["people"], row["reply_ratio"], row["prompt"], row["signed"], row["alike"]) == (8, 1, 1, 1, 1)
    assert (row["words"], row["verified"], row["turned_to"], row["median_minutes"]) == ("dinas, layanan", True, 8, 30)
    assert row["score"] == pytest.approx((2 * people + 1 + 2 + 1 + 3 + 1 + 1) / 11)


def test_what_is_not_known_is_left_out_of_the_score():
    """An account that is told by its id only, which nobody is seen to turn to: no zero stands for what nobody knows."""
    answers = [
        Post(platform="x", id=str(i), author_id="77", text="Mohon maaf Kak, cek DM ya", created_at=START,
             reply_to_author_handle=f"warga{i}_contoh")
        for i in range(8)
    ]  # fmt: skip
    (row,) = suggested(*answers).iter_rows(named=True)

    assert (row["account"], row["id"], row["handle"], row["words"], row["prompt"], row["verified"]) == (
        "x:77", "77", None, None, None, None,
    )  # fmt: skip
    assert row["score"] == pytest.approx((2 * log(8) / log(100) + 1 + 0 + 3) / 7)


@pytest.mark.parametrize(
    ("ending", "signed"),
    [
        (" ^AB", True), ("~rina", True), (" |1", True), (" *DN", True), (" -Rina", True), (" - Rina.", True), (" /RN", True),
        (" Salam, Rina", True), (" ^AB https://t.co/x #tanya", True), (" ya", False), (" 24/7", False), (" a-Rina", False),
        (" terima kasih", False), (" KTP-el", False),
    ],
)  # fmt: skip
def test_sign_offs(ending, signed):
    """What stands at the end of an answer, links and hashtags after it left aside."""
    found = suggested(*counter("kantor_contoh", sign=ending), likely=0)

    assert found["signed"].to_list() == [1.0 if signed else 0.0]


def test_people_who_talk_with_each_other_are_no_agency():
    """They reply to many, but in words of their own."""
    words = [
        "pagi semua",
        "besok jadi kan",
        "wah selamat ya",
        "kapan ke sini",
        "aku setuju sih",
        "hahaha lucu",
        "itu benar",
        "oke",
    ]
    chat = [post(str(i), "ramah_contoh", i, text, f"teman{i}_contoh", reply=True) for i, text in enumerate(words)]

    assert suggested(*chat).is_empty()
    assert suggested(*chat, likely=0)["alike"].to_list() == [0]


def test_known_agencies_and_few_answers_are_not_suggested():
    """Nor reposts, which answer nobody."""
    assert suggested(*counter("KAI121"), *counter("dinas_contoh", people=4)).is_empty()
    assert suggested(*counter("dinas_contoh", repost_of="1")).is_empty()


def test_whom_it_may_speak_for():
    """The agency to which others speak in the conversations in which it replies."""
    posts = [
        one
        for i in range(6)
        for one in (
            post(f"q{i}", f"warga{i}_contoh", i, "lelet", "pln_123" if i else "KAI121", conversation=f"q{i}"),
            post(f"a{i}", "bantu_contoh", i + 5, "cek DM ya Kak", f"warga{i}_contoh", reply=True, conversation=f"q{i}"),
        )
    ]
    (row,) = suggested(*posts, likely=0).iter_rows(named=True)

    assert (row["speaks_for"], row["speaks_for_share"]) == ("pln", pytest.approx(5 / 6))


def test_only_what_was_asked_of_it_counts_as_prompt():
    """Late answers, and answers to those who turned to somebody else, don't; those of whom no post is there are left out."""
    answers = [post(f"a{i}", "bantu_contoh", 3000, "cek DM ya Kak", f"warga{i}_contoh", reply=True) for i in range(8)]
    asked = [
        post("q0", "warga0_contoh", 2990, "lelet", "bantu_contoh"),
        post("q1", "warga1_contoh", 10, "lelet", "bantu_contoh"),  # two days before
        post("q2", "warga2_contoh", 2990, "lelet", "pln_123"),
        post("q3", "warga3_contoh", 2990, "lelet"),
    ]
    (row,) = suggested(*answers, *asked, likely=0).iter_rows(named=True)

    assert (row["prompt"], row["turned_to"]) == (0.25, 2)
    assert row["median_minutes"] == pytest.approx((10 + 2990) / 2)


# --------------------------------------------------------------------------------------------------------- look-alikes


@pytest.mark.parametrize(
    ("handle", "how"),
    [
        ("KAI_121", "signs"), ("KAI121_", "signs"), ("KAl121", "signs"), ("kai.121", "signs"),
        ("KA121", "letter"), ("KAI1211", "letter"),
        ("KAI112", "letter"), ("KIA121", "letter"), ("bukanKAI121", None), ("KAI", None), ("", None), ("é", None),
    ],
)  # fmt: skip
def test_handles_one_edit_away(handle, how):
    """Signs and letters that look alike are none; one letter more, less, other or moved is one."""
    seen = pl.DataFrame({"account": ["1"], "platform": "x", "handle": [handle]})

    assert near(seen, REGISTRY)["how"].to_list() == ([how] if how else [])
    assert near(seen.with_columns(platform=pl.lit("instagram")), REGISTRY).is_empty()


letters = st.text("abcdefghijklmnopqrstuvwxyz_", min_size=6, max_size=12)


@given(letters, st.data())
def test_any_handle_with_one_letter_changed_is_near(handle, data):
    """Whatever letter is added, left out or replaced."""
    at = data.draw(st.integers(0, len(handle) - 1))
    letter = data.draw(st.sampled_from("abc"))
    before, after = handle[:at], handle[at + 1 :]
    changed = data.draw(st.sampled_from([before + after, before + letter + handle[at:], before + letter + after]))
    one = agencies.Registry((agencies.Agency(id="a", name="A", handles={"x": [handle]}),), REGISTRY.regions)
    found = near(pl.DataFrame({"account": ["1"], "platform": "x", "handle": [changed]}), one)

    long = min(len(handle.replace("_", "")), len(changed.replace("_", ""))) >= 5
    assert found.height == int(long)


def test_impersonators_are_flagged_apart():
    """One edit from an official handle, or an agency's name beside "cs" and answers to those who turned to another."""
    made = built(*counter("KAI_121"), *counter("cs_pln", asked="pln_123"), *counter("dinas_contoh"))
    apart = lookalikes(made, REGISTRY)

    assert apart.select("handle", "resembles", "how", "people").sort("handle").rows() == [
        ("KAI_121", "kai", "signs", 8),
        ("cs_pln", "pln", "name", 8),
    ]
    assert suggest(made, apart)["handle"].to_list() == ["dinas_contoh"]


def test_who_is_asked_poses_as_nobody():
    """An account with an agency's name to which people turn themselves is suggested; an official one is never flagged."""
    made = built(*counter("cs_pln"), *counter("pln_123"))
    apart = lookalikes(made, REGISTRY)

    assert apart.is_empty()
    assert suggest(made, apart)["handle"].to_list() == ["cs_pln"]


# --------------------------------------------------------------- handles that people turn to, names, agencies not seen


def test_handles_of_nobody_that_people_turn_to():
    """Posts, people, and complaints that count as none since they speak to no agency that is known."""
    made = built(
        post("1", "a_contoh", 1, "lelet banget", "dinas_contoh"),
        post("2", "b_contoh", 2, "lelet banget", "dinas_contoh", "pln_123"),
        post("3", "c_contoh", 3, "halo", "dinas_contoh", reply=True),
        post("4", "c_contoh", 4, "halo lagi", "dinas_contoh"),
        post("5", "d_contoh", 5, "halo", "dinas_contoh", context=True),
        post("6", "e_contoh", 6, "RT", "dinas_contoh", repost_of="1"),
        post("7", "pln_123", 7, "baik", "dinas_contoh"),
        post("8", "dinas_contoh", 8, "halo", "dinas_contoh"),
        post("9", "a_contoh", 9, "halo", "b_contoh"),
    )
    found = unknown(made, lookalikes(made, REGISTRY))

    columns = ("handle", "accounts", "posts", "replies", "mentions", "complaining", "share", "missed", "own_posts")
    assert found.select(columns).rows() == [("dinas_contoh", 3, 4, 1, 4, 2, 0.5, 1, 1)]
    assert unknown(made, lookalikes(made, REGISTRY), least=4).is_empty()


def test_ambiguous_names_are_counted():
    """By what settles them, and those that stay open; those that would be complaints are told."""
    made = built(
        post("1", "a_contoh", 1, "KAI lelet banget"),
        post("2", "b_contoh", 2, "KAI lelet banget", "pln_123"),
        post("3", "c_contoh", 3, "KAI telat", "KAI121"),
        post("4", "c_contoh", 4, "KAI dan PT KAI"),
        post("5", "d_contoh", 5, "KAI", reply_to="4"),
        post("6", "pln_123", 6, "KAI"),
    )
    found = ambiguous(made, REGISTRY)
    kai = found.row(by_predicate=pl.col("name") == "KAI", named=True)

    assert kai == {
        "name": "KAI", "candidates": "kai; kai_commuter", "posts": 5, "accounts": 4, "by_reply": 0, "by_mention": 1, "by_name": 1,
        "by_parent": 1, "by_conversation": 0, "open": 2, "missed": 1,
    }  # fmt: skip
    assert found.filter(posts=0).height == found.height - 1
    assert {"BPJS", "Imigrasi", "Signal", "Pajak"} <= set(found["name"])


def test_agencies_not_seen():
    """No account in the posts, and no name in a text; what only stays open is not seen either."""
    made = built(post("1", "a_contoh", 1, "PLN, BPJS, PDAM Surabaya", "KAI121"))
    missing = set(unseen(made, REGISTRY)["agency"])

    assert {"pln", "kai", "surya_sembada"}.isdisjoint(missing)
    assert {"bpjs_kesehatan", "bpjs_ketenagakerjaan", "pdam", "bmkg"} <= missing


def test_nothing_gives_nothing():
    """Tables with all columns."""
    made = built()
    apart = lookalikes(made, REGISTRY)

    assert apart.is_empty()
    assert suggest(made, apart).schema == COLUMNS
    assert unknown(made, apart).is_empty()
    assert ambiguous(made, REGISTRY)["posts"].sum() == 0
    assert unseen(made, REGISTRY).height == len(REGISTRY.agencies)


# ------------------------------------------------------------------------------------------------- drafts, resolving


def test_a_draft_can_be_loaded(tmp_path: Path):
    """Suggestions become agencies; an account that is known by its id is one more of the agency that others speak to."""
    rows = [
        {"account": "x:1", "platform": "x", "id": "1", "handle": "dinas_contoh", "name": "Dinas", "score": 0.9},
        {"account": "x:77", "platform": "x", "id": "77", "speaks_for": "kai", "score": 0.8, "people": 9},
        {"account": "x:78", "platform": "x", "id": "78", "speaks_for": "kai", "score": 0.8},
        {"account": "my site:79", "platform": "my site", "id": "79", "score": 0.7},
    ]
    path = tmp_path / "own.toml"
    path.write_text(draft(pl.DataFrame(rows, schema=COLUMNS), "own.toml"), encoding="utf-8")
    accounts = agencies.load([path]).accounts

    assert accounts.filter(handle="dinas_contoh")["agency"].to_list() == ["dinas_contoh"]
    assert accounts.filter(agency="kai")["id"].drop_nulls().to_list() == ["77", "78"]
    assert accounts.filter(handle="kai121")["agency"].to_list() == ["kai"]
    assert accounts.filter(id="79").select("agency", "platform").rows() == [("my_site_79", "my site")]


@given(st.text(min_size=1, max_size=20))
def test_drafts_hold_any_name(tmp_path_factory, name):
    """A name stays a name, whatever it holds."""
    path = tmp_path_factory.mktemp("draft") / "own.toml"
    row = {"account": f"x:{name}", "platform": "x", "id": "1", "handle": "dinas_contoh", "name": name, "score": 0.9}
    path.write_text(draft(pl.DataFrame([row], schema=COLUMNS), name), encoding="utf-8")

    assert [one.name for one in agencies.load([path]).agencies][-1] == name or not name.strip()


@pytest.mark.parametrize(
    ("asked", "rows"),
    [
        ("dukcapil", [("dukcapil", "entry", "dukcapil")]),
        ("@kai121", [("kai", "handle", "x:@kai121")]),
        ("@KAI_121", [(None, "signs", "x:@kai121")]),
        ("Disdukcapil", [("dukcapil", "name", "Disdukcapil")]),
        ("BPJS", [(None, "ambiguous", "BPJS")]),
        ("halo @pln_123, PT KAI?", [("kai", "name", "PT KAI"), ("pln", "handle", "x:@pln_123")]),
        ("@warga_contoh", []),
        ("halo", []),
        ("", []),
    ],
)
def test_what_something_resolves_to(asked, rows):
    """An id, a handle, a text; and why."""
    assert resolving.resolve(asked, REGISTRY).select("agency", "how", "of").rows() == rows


# ------------------------------------------------------------------------------------------------------------ real data


def graph_of(folder: Path, corpus: Path) -> Graph:
    """The rail complaints, whose accounts are known by their ids only."""
    posts = Corpus(corpus)
    for path in sorted((folder / "th-kai-access").glob("kai*.csv")):
        if "merged" not in path.name:
            import_file(path, tweet_harvest, posts)
    table = posts.read()
    texts = table.select(KEYED.alias("key"), "text").drop_nulls()
    codes = pl.DataFrame(schema=CODES)
    return build(table, codes, agencies_named(texts, REGISTRY), REGISTRY, [book("complaints")])


@pytest.mark.real_data
def test_agencies_known_by_id_only_are_suggested(real_data: Path, tmp_path: Path):
    """Just the two accounts that are agencies by their behaviour; KAI121_, which people mention, isn't one of them."""
    made = graph_of(real_data, tmp_path)
    apart = lookalikes(made, REGISTRY)
    found = suggest(made, apart)

    assert set(found["id"]) == {"516165629", "341987176"}
    assert set(found["speaks_for"]) == {"kai"}
    assert "KAI121_" in apart["handle"].to_list()


def test_signs_are_patterns_that_are_right():
    """What the file of signs holds makes one regular expression."""
    assert pl.Series(["Salam hangat, Rina"]).str.contains(signature()).all()
