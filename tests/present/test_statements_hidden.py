"""What leaves of statements: nobody private by name, handle, post or link; places stay; agencies and organisations stay."""

import polars as pl
import pytest
from tests.invented import CITIZEN, KAI, OTHER, built, post

from suara.coding import by_words
from suara.coding.codebook import Code, Codebook
from suara.coding.statements import DOCUMENTS, shaped, together
from suara.graph.build import Graph
from suara.graph.statements import of_posts
from suara.present.statements_hidden import Shown, shown
from suara.present.statements_out import labelled

BOOK = Codebook(
    name="debat", of="all", codes=[Code(id="rise", label={"id": "Kenaikan tarif"}, phrases={"id": ["kenaikan tarif"]})]
)
NONE = pl.DataFrame(schema=DOCUMENTS)


@pytest.fixture(scope="module")
def graph() -> Graph:
    """A private person who mentions another and an agency, and the agency."""
    return built(
        post("1001", CITIZEN, 0, KAI, OTHER, text="@orang_contoh @KAI121 tolak kenaikan tarif, wa 0812-3456-7890"),
        post("1002", KAI, 5, CITIZEN, text="@warga_contoh kenaikan tarif ditunda"),
    )


@pytest.fixture(scope="module")
def rows(graph) -> pl.DataFrame:
    """Their statements, and two of hand coders."""
    codes = by_words.code(graph.posts.select("key", "text"), [BOOK])
    hand = shaped(
        pl.DataFrame(
            {
                "type": "statement",
                "document": "Rapat",
                "person": ["Ani Rahasia", "Bu Direktur"],
                "organisation": [None, "LSM Air"],
                "concept": "debat:rise",
                "text": ["kata @budi_rahasia", "naik"],
            }
        )
    )
    return together([of_posts(graph, codes, None, [BOOK]), hand])


def out(rows: pl.DataFrame, graph: Graph | None, names: str) -> Shown:
    rapat = pl.DataFrame(
        [dict.fromkeys(DOCUMENTS) | {"document": "Rapat", "author": "Ani Rahasia", "text": "kata @budi_rahasia"}],
        schema=DOCUMENTS,
    )
    return shown(rows, rapat, graph, names=names, secret=b"rahasia", lang="id")


def everything(seen: Shown) -> str:
    return seen.statements.write_csv() + seen.documents.write_csv()


@pytest.mark.parametrize("names", ["public", "none"])
def test_nothing_leads_to_private_people(names, rows, graph):
    """No key, handle, id of a post, name or number of theirs stands anywhere."""
    seen = out(rows, graph, names)

    for secret in ("warga_contoh", "orang_contoh", "x:1\n", "x:1,", "1001", "0812", "Ani Rahasia", "budi_rahasia"):
        assert secret not in everything(seen), secret
    assert seen.people >= 2
    assert seen.places >= 3


def test_those_who_speak_for_somebody_stay(rows, graph):
    """Agencies, and who speaks for an organisation in a file; where nobody is to be named, organisations only."""
    public, nobody = out(rows, graph, "public").statements, out(rows, graph, "none").statements

    assert {"@KAI121", "Bu Direktur"} <= set(public["person"])
    assert "Bu Direktur" not in set(nobody["person"])
    assert {"kai", "LSM Air"} <= set(nobody["organisation"].drop_nulls())
    assert "x:1002" in set(public["document"])


def test_all_names_are_all_names(rows, graph):
    """Who asks for them gets them, and texts as they are."""
    seen = out(rows, graph, "all")

    assert (seen.people, seen.places) == (0, 0)
    rest = pl.exclude("person", "person.name")
    assert seen.statements.select(rest).equals(rows.select(rest))
    assert {"@warga_contoh", "Ani Rahasia"} <= set(seen.statements["person"])


def test_the_same_person_has_the_same_pseudonym(rows, graph):
    """In statements and as the author of documents; and no two people have the same."""
    seen = out(rows, graph, "public")
    citizen = seen.statements.filter(pl.col("document").str.starts_with("post "))
    author = seen.documents.filter(pl.col("document") == citizen["document"][0])["author"].item()

    assert citizen["person"].to_list() == [author]
    assert author.startswith("warga ")
    assert seen.statements["person"].drop_nulls().n_unique() == rows["person"].drop_nulls().n_unique()


def test_evidence_stands_where_it_stood(rows, graph):
    """Texts are as long as they were, so places hold."""
    seen = out(rows, graph, "public")
    both = seen.statements.drop_nulls("start").join(seen.documents.select("document", whole="text"), on="document")

    assert both.height == 2
    for whole, start, end, text in both.select("whole", "start", "end", "text").iter_rows():
        assert whole[start:end] == text == "kenaikan tarif"


def test_keys_stay_keys(rows, graph):
    """One a statement; those of hidden posts begin with the token of the post."""
    seen = out(rows, graph, "public").statements

    assert seen["statement"].is_unique().all()
    hidden = seen.filter(pl.col("document").str.starts_with("post "))
    assert hidden["statement"][0].startswith(hidden["document"][0] + "|")


def test_files_without_posts(rows):
    """A workspace may have nothing but what hand coders made."""
    hand = rows.filter(type="statement")
    seen = out(hand, None, "public")

    assert "Ani Rahasia" not in everything(seen)
    assert seen.statements.height == 2


def test_labels_are_told_apart():
    """Concepts and agencies under the names that people know; two concepts of one name don't become one."""
    names = {"concept.label_id": "Tarif", "organisation.name": ["KAI", None]}
    made = shaped(pl.DataFrame({"type": "post", "concept": ["a:x", "b:x"], "organisation": ["kai", "LSM"], **names}))
    told = labelled(made, "id")

    assert told.select("type", "concept", "organisation", "concept.key").rows() == [
        ("DNA Statement", "Tarif (a:x)", "KAI", "a:x"),
        ("DNA Statement", "Tarif (b:x)", "LSM", "b:x"),
    ]


def test_what_one_file_calls_a_concept_all_do():
    """So that the same concept in a post and in a table is one in a program that knows no keys."""
    rows = {"type": ["post", "statement"], "concept": "a:x", "concept.label_id": ["Tarif", None], "organisation": "kai"}
    told = labelled(shaped(pl.DataFrame(rows | {"organisation.name": [None, "KAI"]})), "id")

    assert told.select("type", "concept", "organisation").unique().rows() == [("DNA Statement", "Tarif", "KAI")]


@pytest.mark.parametrize("names", ["public", "none"])
def test_attributes_lead_to_nobody_private(names):
    """Neither what a coder has noted of a person, nor an address in a column of their own, nor who wrote the document."""
    noted = {
        "person": ["Ani Rahasia", "Bu Direktur"],
        "organisation": [None, "LSM Air"],
        "concept": "tarif",
        "author": ["Ani Rahasia", "Wartawan Rahasia"],
        "section": "3",
        "person.alias": ["Anirah", "Direk"],
        "person.notes": ["rahasia", "catatan"],
        "person.type": ["warga", "pengurus"],
        "organisation.type": [None, "LSM"],
        "kontak": ["ani@rahasia.id, @ani_rahasia", None],
        "usia": [31, 52],
    }
    seen = shown(shaped(pl.DataFrame(noted)), NONE, None, names=names, secret=b"rahasia", lang="id").statements
    ani, director = seen.rows(named=True)

    assert "ahasia" not in seen.write_csv()
    assert "Anirah" not in seen.write_csv()
    assert ani["author"] == ani["person"]
    assert (ani["person.alias"], ani["person.notes"], ani["kontak"][:3]) == (None, None, "xxx")
    assert [ani[name] for name in ("person.type", "section", "usia")] == ["warga", "3", 31]
    assert [director[name] for name in ("organisation.type", "kontak", "usia")] == ["LSM", None, 52]
    assert director["person.notes"] == ("catatan" if names == "public" else None)


def test_who_may_see_all_sees_all_attributes():
    """As they were."""
    noted = {"person": ["Ani"], "concept": "tarif", "author": ["Budi"], "person.notes": ["wa 0812-3456-7890"]}
    rows = shaped(pl.DataFrame(noted))

    assert shown(rows, NONE, None, names="all", secret=b"rahasia").statements.equals(rows)
