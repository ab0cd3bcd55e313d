"""Agencies in texts: by certain and ambiguous names, as people write them, with the region of a branch."""

import msgspec
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suara.coding import agencies
from suara.coding.agencies_named import NAMED, agencies_named

REGISTRY = agencies.load()


def named(*texts: str, registry: agencies.Registry = REGISTRY) -> pl.DataFrame:
    return agencies_named(pl.DataFrame({"key": [f"x:{i}" for i in range(len(texts))], "text": list(texts)}), registry)


def with_agency(**told: object) -> agencies.Registry:
    """The registry with an agency more."""
    return agencies.Registry((*REGISTRY.agencies, agencies.Agency(**told)), REGISTRY.regions)


@pytest.mark.parametrize(
    ("text", "agency", "regions", "evidence"),
    [
        ("antre di dukcapil Kab. Bogor dari subuh", "dukcapil", ["kab_bogor"], "dukcapil Kab. Bogor"),
        ("Disdukcapil Kota Bandung", "dukcapil", ["kota_bandung"], "Disdukcapil Kota Bandung"),
        ("PLN UP3 Bekasi", "pln", ["kab_bekasi", "kota_bekasi"], "PLN UP3 Bekasi"),
        ("Polres Metro Jakarta Selatan", "polri", ["kota_jakarta_selatan"], "Polres Metro Jakarta Selatan"),
        ("polresta bogor kota", "polri", ["kota_bogor"], "polresta bogor kota"),
        ("Samsat Depok", "samsat", ["kota_depok"], "Samsat Depok"),
        ("samsat #Depok", "samsat", ["kota_depok"], "samsat #Depok"),
        ("PDAM Kota Malang", "pdam", ["kota_malang"], "PDAM Kota Malang"),
        ("PDAM malang", "pdam", ["kab_malang", "kota_malang"], "PDAM malang"),
        ("imigrasi Surabaya", "ditjen_imigrasi", ["kota_surabaya"], "imigrasi Surabaya"),
        ("Polda Jabar", "polri", ["jawa_barat"], "Polda Jabar"),
        ("Polda Jambi", "polri", ["jambi"], "Polda Jambi"),  # a province, not its city
        ("pemkab Bogor", "pemda", ["kab_bogor"], "pemkab Bogor"),
        ("Pemkot Bogor", "pemda", ["kota_bogor"], "Pemkot Bogor"),
        ("disdukcapil bandung barat", "dukcapil", ["kab_bandung_barat"], "disdukcapil bandung barat"),
        ("Polres Metro Bekasi Kota", "polri", ["kota_bekasi"], "Polres Metro Bekasi Kota"),
        ("dukcapil. Bogor macet", "dukcapil", [], "dukcapil"),
        ("dukcapil, Bogor macet", "dukcapil", [], "dukcapil"),
        ("dukcapil @warga Bogor", "dukcapil", [], "dukcapil"),
        ("PLN batu baterai", "pln", [], "PLN"),
        ("KRL Bogor", "kai_commuter", [], "KRL"),  # has no branches
        ("dukcapilnya lambat", "dukcapil", [], "dukcapilnya"),
        ("kantor poooos", "pos_indonesia", [], "kantor poooos"),
    ],
)
def test_agency_and_region(text, agency, regions, evidence):
    """The region that follows the name, also with words between that only link; it is one only where one fits."""
    found = named(text)

    assert found.select("agency", "evidence").rows() == [(agency, evidence)]
    assert found["regions"].to_list() == [regions]
    assert found["region"].to_list() == [regions[0] if len(regions) == 1 else None]
    assert text[found["start"][0] : found["end"][0]] == evidence


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("BPJS lelet", ["bpjs_kesehatan", "bpjs_ketenagakerjaan"]),
        ("dasar KAI", ["kai", "kai_commuter"]),
        ("signal jelek", ["korlantas"]),
        ("imigrasi Singapura", ["ditjen_imigrasi"]),
        ("pajak naik", ["djp"]),
    ],
)
def test_ambiguous_names_stay_open(text, candidates):
    """Nobody is named, but all that may be meant is told."""
    found = named(text)

    assert found.select("agency", "certain").rows() == [(None, False)]
    assert found["candidates"].to_list() == [candidates]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("pasien BPJS", [("bpjs_kesehatan", True)]),
        ("BPJS Kesehatan dan BPJS", [("bpjs_kesehatan", True), (None, False)]),
        ("Korlantas Polri payah", [("korlantas", True)]),
        ("polri dan @pln_123", [("polri", True)]),
        ("KAI Commuter", [("kai_commuter", True)]),
        ("Polda Metro Jaya", [("polda_metro_jaya", True)]),
        ("bkn salah saya", []),  # "bukan"
        ("BKN", [("bkn", True)]),
        ("https://pln.co.id", []),
        ("", []),
    ],
)
def test_certain_names(text, rows):
    """A name inside a longer one is part of that only; links and mentions name nobody; slang for a word is that word."""
    assert named(text).select("agency", "certain").rows() == rows


def test_a_branch_of_its_own():
    """Where the registry has an entry for the branch, that is the agency; other branches stay with the parent."""
    registry = with_agency(id="dukcapil_bogor", name="D", parent="dukcapil", region="kota_bogor")
    found = named("Dukcapil Kota Bogor", "Dukcapil Depok", "dukcapil bogor", registry=registry)

    assert found.select("agency", "region").rows() == [
        ("dukcapil_bogor", "kota_bogor"),
        ("dukcapil", "kota_depok"),
        ("dukcapil", None),
    ]


def test_a_certain_name_goes_before_an_ambiguous_one():
    """Who says in a file of one's own what "BPJS" means is believed."""
    registry = with_agency(id="own", name="Own", names=["BPJS"])

    assert named("BPJS", registry=registry).select("agency", "certain").rows() == [("own", True)]


def test_one_row_per_post_agency_and_region():
    """The first place of each."""
    found = named("PLN Depok, PLN depok, PLN, pln", "PLN")

    assert found.select("post", "agency", "region", "start").rows() == [
        ("x:0", "pln", "kota_depok", 0),
        ("x:0", "pln", None, 22),
        ("x:1", "pln", None, 0),
    ]


def test_nothing_gives_nothing():
    """With all columns, whatever is missing."""
    none = pl.DataFrame(schema={"key": pl.String, "text": pl.String})

    assert agencies_named(none, REGISTRY).schema == NAMED
    assert agencies_named(none, agencies.Registry((), REGISTRY.regions)).schema == NAMED
    assert named("PLN", registry=agencies.Registry((), REGISTRY.regions)).is_empty()


pieces = st.sampled_from(
    ["PLN", "BPJS", "BPJS Kesehatan", "dukcapil", "Kab. Bogor", "Bogor", "KAI", "pajak", "imigrasi", "Surabaya", "di", "macet",
     "🙏", "@KAI121", "https://x.co/pln", "é", "...", "\n", ",", "Polda", "Jambi"]
)  # fmt: skip
one_text = st.lists(st.tuples(pieces, st.sampled_from([" ", "", "  ", "-"])), max_size=10).map(
    lambda parts: "".join(word + gap for word, gap in parts)
)
texts = st.lists(one_text, min_size=1, max_size=25)
few = settings(deadline=None, max_examples=15)  # each with many texts


@few
@given(texts)
def test_evidence_stands_where_it_says(some):
    """And a row is certain just if it has an agency, which is its only candidate."""
    for row in named(*some).iter_rows(named=True):
        text = some[int(row["post"].removeprefix("x:"))]
        assert text[row["start"] : row["end"]] == row["evidence"]
        assert row["certain"] == (row["agency"] is not None)
        assert not row["certain"] or row["candidates"] == [row["agency"]]
        assert row["region"] is None or row["regions"] == [row["region"]]


@few
@given(texts, st.sampled_from(["PLN", "BPJS", "pajak", "Bogor", "macet", "Dinas Macet", "KAI"]), st.booleans())
def test_another_agency_takes_no_certain_mention_away(some, name, certain):
    """Whatever names it has: the same ones, ambiguous ones, ordinary words; only a longer name around another may."""
    registry = with_agency(id="own", name="Own", **({"names": [name]} if certain else {"ambiguous": [name]}))
    before, after = (
        named(*some, registry=one).filter("certain").select("post", "agency", "region") for one in (REGISTRY, registry)
    )

    assert set(before.rows()) <= set(after.rows())


@few
@given(texts)
def test_ambiguous_is_never_certain(some):
    """With ambiguous names only, nothing is certain."""
    doubtful = tuple(
        msgspec.structs.replace(agency, names=[], ambiguous=[*agency.ambiguous, *agency.names])
        for agency in REGISTRY.agencies
    )

    assert not named(*some, registry=agencies.Registry(doubtful, REGISTRY.regions))["certain"].any()
