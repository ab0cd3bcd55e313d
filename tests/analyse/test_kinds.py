"""Kinds of answers: sent on, asked into a chat, fobbed off with a link or a text that all get, or helped."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.invented import CITIZEN, COMMUTER, DUKCAPIL, KAI, OTHER, PLN, START, built, complaint, post

from suara.analyse.responses._plain import plain
from suara.analyse.responses.handing_on import handed_on
from suara.analyse.responses.kinds import FOUND, first_substantive, kinds
from suara.analyse.responses.link import LINKS
from suara.coding.codes import CODES
from suara.posts import Post

SUBSTANCE = "Petugas kami sudah memperbaiki gardu di sana tadi pagi"


def codes(**topics: str) -> pl.DataFrame:
    """Codes of replies: the number of the post by topic."""
    rows = [dict.fromkeys(CODES) | {"post": f"x:{number}", "codebook": "reply_kind", "topic": topic}
            for topic, number in topics.items()]  # fmt: skip
    return pl.DataFrame(rows, schema=CODES)


def reply(number: str, text: str | None, *to: str, by: str = KAI, minute: float = 5, **more: object) -> Post:
    """An answer to the complaint 10."""
    told = {"conversation": "10", "reply_to": "10", **more}
    return post(number, by, minute, *(to or (CITIZEN,)), text=text, **told)


def kind_of(answer: Post, *others: Post, coded: pl.DataFrame = codes()) -> str | None:  # noqa: B008 - a constant table
    found = kinds(built(complaint(), answer, *others), coded)
    assert found.schema == FOUND
    return found.filter(response=f"x:{answer.id}")["kind"].item()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SUBSTANCE, "substantive"),
        ("@warga_contoh " + SUBSTANCE + " ^RN", "substantive"),
        ("@warga_contoh Halo Kak Rina, siap", "brief"),
        ("Halo kak Budi, cek di sini ya https://t.co/x", "link_only"),
        ("https://t.co/x", "link_only"),
        (SUBSTANCE + " https://t.co/x", "substantive"),
        ("@warga_contoh", None),
        ("", None),
        (None, None),
    ],
)
def test_by_the_text_alone(text, expected):
    """Without a code of reply_kind; who is greeted, who signs and who is mentioned don't count as words."""
    assert kind_of(reply("20", text)) == expected


def test_links_that_the_source_tells():
    """A link may stand in a field of its own."""
    assert kind_of(reply("20", "cek di sini", links=["https://contoh.go.id/x"])) == "link_only"


@pytest.mark.parametrize(
    ("coded", "expected"),
    [
        ({"asks_for_dm": "20"}, "asks_for_dm"),
        ({"hands_on": "20"}, "hands_on"),
        ({"asks_for_dm": "20", "hands_on": "20"}, "hands_on"),
        ({"apology": "20"}, "substantive"),
        ({"asks_for_dm": "99"}, "substantive"),
    ],
)
def test_by_codes(coded, expected):
    """Codes of reply_kind, of this reply only."""
    assert kind_of(reply("20", SUBSTANCE), coded=codes(**coded)) == expected


def test_a_solution_may_be_short():
    """Two words that solve it are substance."""
    assert kind_of(reply("20", "Sudah nyala kak")) == "substantive"
    assert kind_of(reply("20", "Sudah nyala")) == "brief"
    assert kind_of(reply("20", "Sudah nyala"), coded=codes(gives_solution="20")) == "substantive"


def test_codes_of_other_books_say_nothing():
    """Another codebook may have a topic of the same name."""
    other = codes(asks_for_dm="20").with_columns(codebook=pl.lit("own"))

    assert kind_of(reply("20", SUBSTANCE), coded=other) == "substantive"


def test_naming_another_agency_sends_on():
    """Not its own account, nor one that the complaint spoke to."""
    assert kind_of(reply("20", SUBSTANCE, CITIZEN, PLN)) == "hands_on"
    assert kind_of(reply("20", SUBSTANCE, CITIZEN, KAI)) == "substantive"
    found = kinds(built(complaint("10", 0, KAI, PLN), reply("20", None, CITIZEN, PLN)), codes())
    assert found["kind"].to_list() == [None]


def on(*posts: Post, **options) -> list[tuple]:
    return handed_on(built(*posts), **options).select("response", "agency", "to").rows()


def test_platforms_mention_all_of_a_thread():
    """An agency that the citizen brought in, or that spoke, is in the mentions of a reply by itself."""
    nudge = post("11", CITIZEN, 3, KAI, PLN, text="@KAI121 @pln_123 halo?", conversation="10", reply_to="10")
    auto = reply("20", "@warga_contoh @pln_123 sabar ya kak", CITIZEN, PLN, reply_to="11")
    spoke = post("12", PLN, 3, CITIZEN, text="@warga_contoh maaf", conversation="10", reply_to="10")

    assert on(complaint(), nudge, auto) == []
    assert on(complaint(), spoke, auto) == []
    assert on(complaint(), auto) == [("x:20", "kai", "pln")]


def test_named_in_the_running_text():
    """Also an agency of the thread is one that somebody is sent to, where the text itself names it."""
    both = complaint("10", 0, KAI, PLN)

    assert on(both, reply("20", "@warga_contoh silakan hubungi @PLN_123 ya", CITIZEN, PLN)) == [("x:20", "kai", "pln")]
    assert on(both, reply("20", "@warga_contoh @pln_123 silakan hubungi @pln_1234", CITIZEN, PLN)) == []
    assert on(both, reply("20", ".@warga_contoh, @pln_123: silakan", CITIZEN, PLN)) == []


def test_a_field_of_its_own():
    """Tickets tell to whom they are handed on in a field, not in the text; unknown text tells nothing."""
    both = complaint("10", 0, KAI, PLN)

    assert on(both, reply("20", "diteruskan", CITIZEN, PLN)) == [("x:20", "kai", "pln")]
    assert on(both, reply("20", None, CITIZEN, PLN)) == []


def test_complaints_from_outside_of_the_thread():
    """A post of its own that mentions the person answers a complaint that spoke to both."""
    both, own = complaint("10", 0, KAI, PLN), post("20", KAI, 5, CITIZEN, PLN)
    links = pl.DataFrame({"complaint": ["x:10"], "response": ["x:20"]})

    assert on(both, own) == [("x:20", "kai", "pln")]
    assert on(both, own, links=links) == []


def test_reposts_and_people_send_nobody_on():
    """Only what an agency writes does."""
    assert on(complaint(), post("20", KAI, 5, PLN, repost_of="10", conversation=None)) == []
    assert on(complaint(), post("21", OTHER, 5, PLN, conversation="10", reply_to="10")) == []


def many(*texts: str, by: str = KAI, people: int | None = None) -> list[Post]:
    """Replies to as many people, or to fewer, each to a complaint of its own."""
    posts = []
    for i, text in enumerate(texts):
        person = {"author_id": f"7{i % (people or len(texts))}", "author_handle": f"orang{i % (people or len(texts))}"}
        asked = complaint(f"1{by}{i}", i)
        posts.append(Post(**{f: getattr(asked, f) for f in asked.__struct_fields__} | person))
        posts.append(post(f"2{by}{i}", by, i + 1, text=text, reply_to=asked.id, conversation=asked.id,
                          reply_to_author_id=person["author_id"], reply_to_author_handle=person["author_handle"]))  # fmt: skip
    return posts


NAMES = ["Rina", "Budi", "Sari", "Joko", "Agus", "Dewi"]
TEMPLATE = [
    f"@orang{i} Halo Kak {name}, mohon maaf atas ketidaknyamanannya, laporan #{i}17 sudah kami catat. ^{name[:2].upper()}"
    for i, name in enumerate(NAMES)
]


def test_what_everybody_gets_is_automatic():
    """Names, numbers and who signs differ; it is the same text. Of another agency it is another template."""
    found = kinds(built(*many(*TEMPLATE), *many(*TEMPLATE[:5], by=PLN)), codes())

    assert found["kind"].unique().to_list() == ["automatic"]
    assert found.group_by("template").len().sort("template").rows() == [(1, 6), (2, 5)]


@pytest.mark.parametrize(
    "posts",
    [
        many(*TEMPLATE[:4]),
        many(*TEMPLATE, people=4),
        many(*TEMPLATE[:3]) + many(*TEMPLATE[:3], by=PLN),
        many(*(f"{letter * 3} {SUBSTANCE if i < 4 else SUBSTANCE[::-1]}" for i, letter in enumerate("abcdef"))),
        many(*["Sama-sama kak"] * 9),
    ],
    ids=["four", "four people", "three and three", "another text", "thanks"],
)
def test_what_is_not_automatic(posts):
    """Fewer than five times, to fewer than five people, by two agencies, texts that differ, and what everybody says alike."""
    found = kinds(built(*posts), codes())

    assert not found["automatic"].any()
    assert found["template"].null_count() == found.height


def test_automatic_is_told_beside_the_kind():
    """A text that all get may also ask into a chat."""
    found = kinds(built(*many(*TEMPLATE)), codes(asks_for_dm=f"2{KAI}0"))

    assert found["kind"].to_list() == ["asks_for_dm"] + ["automatic"] * 5
    assert found["automatic"].all()


def test_first_substantive():
    """After the text that all get; of better evidence first, and none where nothing else came."""
    rows = [
        ("x:10", "kai", "x:20", 1, "reply_id"),
        ("x:10", "kai", "x:21", 9, "reply_id"),
        ("x:10", "kai", "x:22", 5, "conversation"),
        ("x:10", "pln", "x:23", 2, "conversation (by parent)"),
        ("x:11", "kai", "x:20", 1, "reply_id"),
    ]
    columns = ("complaint", "agency", "response", "responded_at", "evidence")
    told = [dict(zip(columns, row, strict=True)) | {"responded_at": START.replace(minute=row[3])} for row in rows]
    links = pl.DataFrame([dict.fromkeys(LINKS) | row for row in told], schema=LINKS)
    told = pl.DataFrame({"response": ["x:20", "x:21", "x:22", "x:23"], "kind": ["automatic"] + ["substantive"] * 3})
    found = first_substantive(links, told)

    assert found.schema == LINKS
    assert sorted(found.select("complaint", "agency", "response").rows()) == [
        ("x:10", "kai", "x:21"), ("x:10", "pln", "x:23"),
    ]  # fmt: skip


def test_nothing_to_sort():
    """No posts of agencies: an empty table with its columns."""
    found = kinds(built(complaint()), codes())

    assert (found.height, found.schema) == (0, FOUND)
    assert handed_on(built(complaint())).is_empty()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kak Budi Santoso, mohon maaf ya", "mohon maaf ya"),
        ("Selamat pagi Bapak/Ibu, laporan diterima. Salam, Rina", "laporan diterima."),
        ("Hi Sarah! We're on it. -Rina", "We're on it."),
        ("Hey there! Done *SteveM 2/2", "Done"),
        ("Ibu kota Jakarta padam", "Ibu kota Jakarta padam"),
        ("Dan kami teruskan", "Dan kami teruskan"),
        ("Halo. Mohon maaf", "Mohon maaf"),
        ("(1/2) tiket #AB-0042 diterima /SY", "tiket diterima"),
        ("Hi", ""),
    ],
)
def test_what_an_answer_says(text, expected):
    """Without greeting, names, numbers and signature; but nothing else goes."""
    assert plain(pl.Series([text])).to_list() == [expected]


@settings(max_examples=50)
@given(st.lists(st.one_of(st.none(), st.text(max_size=60)), max_size=5))
def test_any_text_stays_a_text(texts):
    """Whatever people write: as many texts come out, no longer than they were; null stays null."""
    found = plain(pl.Series(texts, dtype=pl.String)).to_list()

    assert [text is None for text in found] == [text is None for text in texts]
    assert all(len(new) <= len(old) for new, old in zip(found, texts, strict=True) if old is not None)


@pytest.mark.parametrize("agency", [COMMUTER, DUKCAPIL])
def test_every_agency_is_another(agency):
    """Also one that is part of the agency that answers."""
    assert kind_of(reply("20", SUBSTANCE, CITIZEN, agency)) == "hands_on"
