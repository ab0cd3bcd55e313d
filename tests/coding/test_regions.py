"""The regions that come with suara, and what is wrong with a file of one's own."""

import polars as pl
import pytest

from suara.coding import agencies
from suara.coding.agencies_named import agencies_named
from suara.errors import DataError

PARTS = {  # how many kabupaten and kota each province has; 416 and 98 in all
    "aceh": (18, 5), "sumatera_utara": (25, 8), "sumatera_barat": (12, 7), "riau": (10, 2), "jambi": (9, 2),
    "sumatera_selatan": (13, 4), "bengkulu": (9, 1), "lampung": (13, 2), "kepulauan_bangka_belitung": (6, 1),
    "kepulauan_riau": (5, 2), "dki_jakarta": (1, 5), "jawa_barat": (18, 9), "jawa_tengah": (29, 6), "di_yogyakarta": (4, 1),
    "jawa_timur": (29, 9), "banten": (4, 4), "bali": (8, 1), "nusa_tenggara_barat": (8, 2), "nusa_tenggara_timur": (21, 1),
    "kalimantan_barat": (12, 2), "kalimantan_tengah": (13, 1), "kalimantan_selatan": (11, 2), "kalimantan_timur": (7, 3),
    "kalimantan_utara": (4, 1), "sulawesi_utara": (11, 4), "sulawesi_tengah": (12, 1), "sulawesi_selatan": (21, 3),
    "sulawesi_tenggara": (15, 2), "gorontalo": (5, 1), "sulawesi_barat": (6, 0), "maluku": (9, 2), "maluku_utara": (8, 2),
    "papua": (8, 1), "papua_barat": (7, 0), "papua_selatan": (4, 0), "papua_tengah": (8, 0), "papua_pegunungan": (8, 0),
    "papua_barat_daya": (5, 1),
}  # fmt: skip
REGIONS = agencies.bundled_regions()


def test_all_provinces_with_their_parts():
    """38 provinces, 416 kabupaten, 98 kota, as many in each as there are."""
    frame = REGIONS.frame
    counted = {
        province: tuple(frame.filter(province=province, kind=kind).height for kind in ("kab", "kota"))
        for province in frame.filter(kind="provinsi")["region"]
    }

    assert counted == PARTS
    assert tuple(map(sum, zip(*counted.values(), strict=True))) == (416, 98)
    assert frame["region"].is_unique().all()


@pytest.mark.parametrize(
    ("region", "name", "timezone"),
    [
        ("kab_bogor", "Kabupaten Bogor", "WIB"),
        ("kota_bogor", "Kota Bogor", "WIB"),
        ("kota_pontianak", "Kota Pontianak", "WIB"),
        ("kota_denpasar", "Kota Denpasar", "WITA"),
        ("kab_tojo_una_una", "Kabupaten Tojo Una-Una", "WITA"),
        ("kota_ambon", "Kota Ambon", "WIT"),
        ("dki_jakarta", "DKI Jakarta", "WIB"),
    ],
)
def test_name_and_time_zone(region, name, timezone):
    """A part has the time zone of its province."""
    assert REGIONS.frame.filter(region=region).select("name", "timezone").row(0) == (name, timezone)


@pytest.mark.parametrize(
    ("words", "regions"),
    [
        ("bogor", ["kab_bogor", "kota_bogor"]),
        ("kab bogor", ["kab_bogor"]),
        ("bogor kota", ["kota_bogor"]),
        ("jogja", ["di_yogyakarta", "kota_yogyakarta"]),
        ("solo", ["kota_surakarta"]),
        ("banjar", ["kab_banjar", "kota_banjar"]),
        ("jaksel", ["kota_jakarta_selatan"]),
        ("jabar", ["jawa_barat"]),
        ("batu", []),  # "stone"
        ("kota batu", ["kota_batu"]),
    ],
)
def test_what_people_call_them(words, regions):
    """A bare name that several have means any of them; one that is an ordinary word needs its kind."""
    assert sorted(REGIONS.called.filter(words=words)["region"]) == regions


def test_regions_of_ones_own(tmp_path):
    """A file of agencies may bring regions, of kinds of its own, which the names of its agencies can ask for."""
    path = tmp_path / "own.toml"
    path.write_text(
        """
[kind.kec]
name = "Kecamatan"
before = ["kecamatan", "kec"]
[[region]]
id = "kec_cibinong"
name = "Cibinong"
kind = "kec"
within = "kab_bogor"
timezone = "WIB"
[[agency]]
id = "kua"
name = "KUA"
names = ["KUA {kec}"]
""",
        encoding="utf-8",
    )
    registry = agencies.load([path])

    assert registry.regions.frame.filter(region="kec_cibinong").row(0) == (
        "kec_cibinong", "Kecamatan Cibinong", "kec", "jawa_barat", "WIB",
    )  # fmt: skip
    assert registry.regions.ids > REGIONS.ids


A = '[[region]]\nid = "a"\nname = "A"\n'


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        (f'{A}kind = "county"', 4, "'county', which no"),
        (f'{A}kind = "kab"\nwithin = "b"', 5, "lies within 'b'"),
        (f'{A}kind = "kab"\nwithin = "a"', 5, "lies within 'a'"),
        (f'{A}kind = "provinsi"\n[region.parts]\nkab = ["B", "C", "B"]', 6, "'kab_b' is listed twice"),
        (f'{A}kind = "provinsi"\n[region.parts]\nbezirk = ["B"]', 6, "'bezirk'"),
        (f'{A}kind = "kab"\n[[region]]\nid = "a"\nname = "A2"\nkind = "kab"', 7, "'a' is listed twice"),
        ('[short]\nkota_nowhere = ["N"]', 2, "'kota_nowhere', which is no region"),
        ('ordinary = [\n  "kota_nowhere",\n]', 2, "'kota_nowhere', which is no region"),
    ],
)  # fmt: skip
def test_broken_regions_are_named(tmp_path, text, line, told):
    """With file and line."""
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        agencies.load([path])

    assert f"{path}, line {line}:" in str(caught.value)
    assert told in str(caught.value)


def test_words_of_ones_own_are_only_words(tmp_path):
    """Signs in them are no patterns."""
    path = tmp_path / "own.toml"
    path.write_text('links = ["(", "a.b", "*"]\n[kind.kab]\nname = "Kab"\nbefore = ["kab.(", "+"]\n', encoding="utf-8")
    posts = pl.DataFrame({"key": ["x:1"], "text": ["dukcapil a b kab. bogor"]})

    assert agencies_named(posts, agencies.load([path]))["region"].to_list() == ["kab_bogor"]
