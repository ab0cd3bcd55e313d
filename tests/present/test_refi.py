"""A coded corpus as a REFI-QDA project: by the rules, every place in its text right, and nobody private told."""

import random
import zipfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.invented import BOOKS, CITIZEN, HANDLES, KAI, REGISTRY, built, post
from tests.refi_rules import check_project, schemas

import suara
from suara.coding import by_words
from suara.coding.refi import projects
from suara.graph.build import Graph
from suara.posts.post import IS_REPOST
from suara.present import _refi_layout
from suara.present.refi import Exported, write_project

HEADER = r"\[2026-03-01 \d\d:\d\d \| x \| .* \| #[0-9a-f]{16}\]"


def coded(graph: Graph) -> pl.DataFrame:
    texts = graph.posts.filter(~IS_REPOST).select("key", "text").drop_nulls()
    return by_words.code(texts, BOOKS).with_columns(coder=pl.lit(None, pl.String))


def export(graph: Graph, folder: Path, codes: pl.DataFrame | None = None, **options) -> Exported:
    codes = coded(graph) if codes is None else codes
    return write_project(graph, codes, BOOKS, folder / "p.qdpx", **{"secret": b"secret", **options})


def back(graph: Graph, path: Path) -> pl.DataFrame:
    posts = graph.posts.select("key", "text")
    return projects.read(path, posts, BOOKS, secret=b"secret").codings


CONVERSATION = [
    post(
        str(100 + n),
        CITIZEN if n % 2 else KAI,
        n,
        KAI,
        text=f"lelet banget\n{n} 😀 antri, ada pungli",
        conversation="100",
    )
    for n in range(12)
]
SINGLE = [post(str(200 + n), CITIZEN, n * 60, KAI, text=f"{n}: lambat sekali") for n in range(5)]
GRAPH = built(*CONVERSATION, *SINGLE)


@pytest.mark.parametrize("line_ends", ["lf", "crlf"])
@pytest.mark.parametrize("names", ["public", "all", "none"])
@pytest.mark.parametrize("per", ["conversation", "post"])
def test_projects_keep_the_rules_and_the_places(per, names, line_ends, tmp_path):
    """In each form, every selection holds the words that it is named after, and all codes come back."""
    done = export(GRAPH, tmp_path, per=per, names=names, line_ends=line_ends)
    root, texts = check_project(done.path)
    codes = coded(GRAPH)

    assert done.posts == 17
    assert done.codings == codes.unique(["post", "topic", "start", "end"]).height > 17
    for source in root.iter("TextSource"):
        text = texts[source.get("guid", "")]
        for selection in source.iter("PlainTextSelection"):
            part = text[int(selection.get("startPosition", "")) : int(selection.get("endPosition", ""))]
            assert part.replace("\r\n", "\n").replace("\n", " ")[:60] == selection.get("name")
    columns = ["post", "codebook", "topic", "evidence", "start", "end", "by"]
    assert back(GRAPH, done.path).select(columns).sort(columns).equals(codes.select(columns).unique().sort(columns))


def test_conversations_are_sources_if_they_are_large(tmp_path):
    """Small ones stand together in one of their month, in order, each post under a line that says what it is."""
    done = export(GRAPH, tmp_path, names="all")
    root, texts = check_project(done.path)
    names = [source.get("name", "") for source in root.iter("TextSource")]
    month = texts[[source.get("guid", "") for source in root.iter("TextSource")][1]]

    assert done.sources == 2
    assert names[0].startswith("x 2026-03-01 00.00 @KAI121 #")
    assert names[1].startswith("x 2026-03 #")
    assert month.splitlines()[1::3] == [f"{n}: lambat sekali" for n in range(5)]
    assert month.splitlines()[0].startswith("[2026-03-01 00:00 | x | @warga_contoh | #")


def test_large_sources_are_divided(tmp_path, monkeypatch):
    """Between posts; small conversations stay whole."""
    monkeypatch.setattr(_refi_layout, "MOST", 5)
    pairs = [
        post(str(300 + n), CITIZEN, 1000 + n // 2, KAI, text="lambat", conversation=str(300 + n // 2)) for n in range(8)
    ]
    graph = built(*CONVERSATION, *pairs)
    root, texts = check_project(export(graph, tmp_path).path)
    counts = [texts[source.get("guid", "")].count(" | #") for source in root.iter("TextSource")]

    assert counts == [5, 5, 2, 6, 2]
    assert [source.get("name", "").partition(" #")[0][-3:] for source in root.iter("TextSource")][3:] == ["(1)", "(2)"]
    assert back(graph, tmp_path / "p.qdpx").height == coded(graph).height


def test_posts_are_sources_where_that_is_asked_for(tmp_path):
    """With nothing but their text."""
    done = export(GRAPH, tmp_path, per="post", names="all")
    _, texts = check_project(done.path)

    assert done.sources == 17
    assert sorted(texts.values()) == sorted(GRAPH.posts["text"])


def test_private_people_are_told_nowhere(tmp_path):
    """Neither in the texts nor in the markup: no handle, no id, no key of a post; agencies stay."""
    graph = built(*CONVERSATION, post("1600000000000000001", CITIZEN, 1, KAI, text="@orang_contoh @KAI121 lambat"))
    done = export(graph, tmp_path)
    with zipfile.ZipFile(done.path) as archive:
        data = "".join(archive.read(name).decode() for name in archive.namelist())

    assert HANDLES[CITIZEN] not in data
    assert "orang_contoh" not in data
    assert "1600000000000000001" not in data
    assert "@KAI121" in data
    assert done.hidden == 1
    assert "warga " in data


def test_names_are_shown_to_those_who_ask(tmp_path):
    """All of them, or agencies' only; GUIDs are the workspace's own in any case."""
    everything = zipfile.ZipFile(export(GRAPH, tmp_path, names="all").path)
    text = "".join(everything.read(name).decode() for name in everything.namelist())
    assert HANDLES[CITIZEN] in text
    verified = [post(str(n), CITIZEN, n, KAI, text="lambat", author_verified=True) for n in range(3)]
    for names, told in (("public", True), ("none", False)):
        root, _ = check_project(export(built(*verified), tmp_path, names=names).path)
        assert (f"@{HANDLES[CITIZEN]}" in [case.get("name") for case in root.iter("Case")]) is told


def test_other_workspaces_cannot_tell_posts(tmp_path):
    """Without the secret, no GUID and no token leads to a post."""
    done = export(GRAPH, tmp_path)
    posts = GRAPH.posts.select("key", "text")
    found = projects.read(done.path, posts, BOOKS, secret=b"other")

    assert found.codings.is_empty()
    assert len(found.other_sources) == 2
    assert found.lost == {"the source isn't one of this workspace": done.codings}


def test_agencies_and_accounts_are_cases(tmp_path):
    """With the posts that are addressed to them, or that they wrote, and what is known of them."""
    for per, reference in (("conversation", "SelectionRef"), ("post", "SourceRef")):
        root, _ = check_project(export(GRAPH, tmp_path, per=per, lang="en").path)
        labels = {variable.get("guid"): variable.get("name") for variable in root.iter("Variable")}
        cases = {}
        for case in root.iter("Case"):
            told = {
                labels[value.find("VariableRef").get("targetGUID")]: value[1].text
                for value in case.iter("VariableValue")
            }
            cases[case.get("name"), told["kind"]] = (told, len(case.findall(reference)))
        agency = dict(REGISTRY.frame.select("agency", "name").iter_rows())["kai"]

        assert cases[agency, "agency addressed"][1] == 11
        assert cases["@KAI121", "agency's account"] == (
            {"platform": "x", "kind": "agency's account", "agency": agency},
            6,
        )
        (citizen,) = [key for key in cases if key[1] == "private person"]
        assert cases[citizen][1] == 11


def test_sources_have_what_is_known_of_them(tmp_path):
    """As variables with types."""
    root, _ = check_project(export(GRAPH, tmp_path, lang="en").path)
    labels = {variable.get("guid"): variable.get("name") for variable in root.iter("Variable")}
    first = next(root.iter("TextSource"))
    told = {labels[value.find("VariableRef").get("targetGUID")]: value[1].text for value in first.iter("VariableValue")}

    assert told == {"platform": "x", "time": "2026-03-01T00:00:00Z", "month": "2026-03", "posts": "12"}


def test_people_who_coded_are_users(tmp_path):
    """Each code is by whom it is by: words, learning, or a person; one without a place is of the whole post."""
    rows = [
        ("x:200", "complaints", "slow_service", None, None, "hand", "Ani"),
        ("x:200", "complaints", "illegal_levies", 0, 2, "hand", "Budi"),
        ("x:201", "complaints", "slow_service", None, None, "learning", None),
        ("x:202", "complaints", "slow_service", 5, 9_999, "words", None),
        ("x:203", "nosuch", "slow_service", 0, 1, "words", None),
    ]
    names = ["post", "codebook", "topic", "start", "end", "by", "coder"]
    given = pl.DataFrame(rows, schema=names, orient="row").with_columns(rule=pl.lit(None, pl.String))
    for per in ("conversation", "post"):
        root, _ = check_project(export(GRAPH, tmp_path, given, per=per).path)
        assert {user.get("name") for user in root.iter("User")} >= {"Ani", "Budi", "suara (words)", "suara (learning)"}
        found = back(GRAPH, tmp_path / "p.qdpx")
        assert found.select(names).sort("post", "coder").rows() == [
            ("x:200", "complaints", "slow_service", None, None, "hand", "Ani"),
            ("x:200", "complaints", "illegal_levies", 0, 2, "hand", "Budi"),
            ("x:201", "complaints", "slow_service", None, None, "learning", "suara (learning)"),
            ("x:202", "complaints", "slow_service", None, None, "words", "suara (words)"),
        ]


def test_the_same_posts_give_the_same_file(tmp_path):
    """Byte for byte, in whatever order they came."""
    posts = [*CONVERSATION, *SINGLE]
    first = export(GRAPH, tmp_path).path.read_bytes()
    random.Random(1).shuffle(posts)

    assert export(built(*posts), tmp_path).path.read_bytes() == first


def test_reposts_and_posts_without_text_are_counted(tmp_path):
    """They are left out, and said to be."""
    more = [
        post("300", CITIZEN, 1, text="lambat", repost_of="200"),
        post("301", CITIZEN, 2, text=None),
        post("302", CITIZEN, 3, text=" \n"),
    ]
    done = export(built(*SINGLE, *more), tmp_path)

    assert (done.posts, done.reposts, done.without_text) == (5, 1, 2)


HOSTILE = [
    "a\x00b\x1f\x7fc lambat",
    "]]> <![CDATA[ & <b> \" ' lambat",
    "lambat\r\nsekali\rada pungli\n",
    "\ufeff\ufffe\uffff lambat \ufeff",
    "kata" * 25_000 + " lambat",
    "👩‍👩‍👧‍👦🏳️‍🌈 lambat e\u0301 \u202e",
    "[2026-03-01 00:00 | x | warga 0 | #0000000000000000]\nlambat",
    "{} {{}} {0} lambat",
    "=1+1 lambat \u2028\u0085",
]


@pytest.mark.parametrize("per", ["conversation", "post"])
def test_hostile_texts_do_no_harm(per, tmp_path):
    """What XML can't hold is replaced one for one and counted; the places stay right."""
    graph = built(*(post(str(n), CITIZEN, n, KAI, text=text) for n, text in enumerate(HOSTILE)))
    done = export(graph, tmp_path, per=per)
    check_project(done.path)
    found = back(graph, done.path)

    assert done.replaced == 2 + 4
    assert found["post"].n_unique() == len(HOSTILE)
    columns = ["post", "topic", "start", "end"]
    assert found.select(columns).sort(columns).equals(coded(graph).select(columns).unique().sort(columns))


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=30), min_size=1, max_size=12),
    st.sampled_from(["conversation", "post"]),
    st.sampled_from(["lf", "crlf"]),
    st.booleans(),
)
def test_any_texts_come_back(tmp_path_factory, texts, per, line_ends, one):
    """Any characters, in one conversation or many; codes anywhere in them."""
    folder = tmp_path_factory.mktemp("any")
    posts = [
        post(str(n), CITIZEN, n, text=f"{text} lambat", conversation="0" if one else str(n))
        for n, text in enumerate(texts)
    ]
    graph = built(*posts)
    spans = [(f"x:{n}", len(text), len(text) + 7) for n, text in enumerate(texts)]
    codes = pl.DataFrame(
        [
            {"post": key, "codebook": "complaints", "topic": "slow_service", "start": start, "end": end, "by": "words"}
            for key, start, end in spans
        ]
    ).with_columns(rule=pl.lit("lambat"), coder=pl.lit(None, pl.String))
    done = export(graph, folder, codes, per=per, line_ends=line_ends)
    check_project(done.path)

    found = {(row["post"], row["start"], row["end"]) for row in back(graph, done.path).iter_rows(named=True)}
    whole = {(key, None, None) for key, start, _ in spans if start == 0}
    assert found == {span for span in spans if span[1] > 0} | whole


def test_the_sample_comes_back(result, tmp_path):
    """All of its codes, from a file by the rules."""
    done = suara.export_project(result.workspace, tmp_path / "sample.qdpx")
    check_project(done.path)
    codes = suara.code(result.workspace)
    found = suara.import_project(result.workspace, done.path)
    columns = ["post", "codebook", "topic", "evidence", "start", "end"]

    assert found.codings.select(columns).sort(columns).equals(codes.select(columns).unique().sort(columns))
    assert found.codings.filter(by="hand").is_empty()


@pytest.mark.real_data
def test_the_published_schema_is_kept(real_data, tmp_path):
    """Where it is at hand; the rules in `tests/refi_rules.py` are checked everywhere."""
    if not schemas():
        pytest.skip("real data isn't there: no published schema, and SUARA_REFI_XSD names none")
    for per in ("conversation", "post"):
        check_project(export(GRAPH, tmp_path, per=per).path)
