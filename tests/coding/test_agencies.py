"""The agency registry: what comes with suara, what a user adds, and what is wrong with a file."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suara.coding import agencies
from suara.errors import DataError


def written(folder: Path, text: str, name: str = "own.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_registry_has_distinct_accounts():
    """No account belongs to two agencies, parents and regions exist, and 35 official accounts on X are known."""
    registry = agencies.load()
    accounts = registry.accounts.drop("agency")

    assert 30 <= len(registry.agencies) <= 60
    assert accounts.is_unique().all()
    assert accounts.filter(platform="x").height >= 35
    assert set(registry.frame["parent"].drop_nulls()) <= set(registry.frame["agency"])
    assert set(registry.frame["region"].drop_nulls()) <= registry.regions.ids


def test_bundled_registry_keeps_its_own_rules(tmp_path):
    """It is checked together with any file; a file without agencies says that it is right."""
    assert agencies.load([written(tmp_path, "")]).agencies == agencies.load().agencies


def test_own_agencies_extend_and_override(tmp_path):
    """An entry with a known id takes its place; others are added."""
    path = written(
        tmp_path,
        '[[agency]]\nid = "kai"\nname = "Kereta"\n[[agency]]\nid = "pdam_x"\nname = "PDAM X"\nids = { x = ["7"] }',
    )
    known = {agency.id: agency for agency in agencies.load([path]).agencies}

    assert known["kai"].name == "Kereta"
    assert known["kai"].handles == {}
    assert known["pdam_x"].ids == {"x": ["7"]}
    assert "pln" in known


def test_an_entry_that_makes_an_agency_less_known_is_told(tmp_path):
    """Whoever means to give an id only, and forgets `extend`, would find no complaint any more."""
    entry = '[[agency]]\nid = "kai"\nname = "Kereta"\nids = { x = ["7"] }\n'

    assert agencies.load([written(tmp_path, entry)]).replaced == ("kai",)
    assert agencies.load([written(tmp_path, entry + "extend = true")]).replaced == ()
    assert agencies.load([written(tmp_path, "replace = true\n" + entry)]).replaced == ()
    assert agencies.load([written(tmp_path, entry.replace("kai", "kereta_contoh"))]).replaced == ()
    assert agencies.load().replaced == ()


def test_an_entry_can_add_to_another(tmp_path):
    """`extend = true` keeps what is known, whichever file comes first."""
    adds = written(tmp_path, '[[agency]]\nid = "a"\nextend = true\nnames = ["AA"]\nids = { x = ["7"] }', "adds.toml")
    has = written(tmp_path, '[[agency]]\nid = "a"\nname = "A"\nkind = "k"\nhandles = { x = ["@A_contoh"] }', "has.toml")
    for files in ([adds, has], [has, adds]):
        registry = agencies.load(files)
        (one,) = [agency for agency in registry.agencies if agency.id == "a"]

        assert (one.name, one.kind, one.names, one.ids) == ("A", "k", ["AA"], {"x": ["7"]})
        assert registry.accounts.filter(agency="a").rows() == [("a", "x", "a_contoh", None), ("a", "x", None, "7")]


def test_own_agencies_can_stand_alone(tmp_path):
    """`replace = true` leaves the bundled agencies out."""
    path = written(tmp_path, 'replace = true\n[[agency]]\nid = "a"\nname = "A"')

    assert [agency.id for agency in agencies.load([path]).agencies] == ["a"]


ids = st.lists(st.sampled_from("abcdef"), unique=True, min_size=2, max_size=4)


@settings(max_examples=25, deadline=None)
@given(ids, st.randoms(use_true_random=False))
def test_order_of_files_does_not_matter(tmp_path_factory, names, random):
    """For agencies with distinct ids, whatever else they are."""
    folder = tmp_path_factory.mktemp("files")
    files = [
        written(folder, f'[[agency]]\nid = "{n}"\nname = "{n}"\nnames = ["Dinas {n}"]\nids = {{ x = ["{n}1"] }}', n)
        for n in names
    ]
    one, other = agencies.load(files), agencies.load(random.sample(files, len(files)))

    for table in ("frame", "accounts", "names"):
        mine, theirs = getattr(one, table), getattr(other, table)
        assert mine.sort(mine.columns).equals(theirs.sort(mine.columns)), table


A = '[[agency]]\nid = "a"\nname = "A"\n'


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ('[[agency]\nid = "a"', None, "isn't TOML"),
        (f'{A}nickname = "x"', 4, "nickname"),
        ('[[agency]]\nid = "a"\nname = 5', 3, "Expected `str`"),
        (f'{A}regional = "yes"', 4, "Expected `bool`"),
        (f'{A}handles = ["KAI"]', 4, "Expected `object`"),
        ('[[agency]]\nid = "a"', 1, "has no name"),
        (f"{A}{A}", 4, "'a' stands there twice"),
        (f'{A}parent = "nobody"', 4, "'nobody', which is no agency"),
        ('[[agency]]\nid = "a"\nname = "A"\nparent = "b"\n[[agency]]\nid = "b"\nname = "B"\nparent = "a"', 4, "its own parent"),
        (f'{A}handles = {{ x = [\n  "kai121",\n] }}', 5, "@kai121 on x is claimed by kai and a"),
        (f'{A}ids = {{ x = ["7"] }}\n[[agency]]\nid = "b"\nname = "B"\nids = {{ x = ["7"] }}', 8, "7 on x is claimed by a and b"),
        (f'{A}names = [\n  "Dinas",\n  "123",\n]', 6, "'123' is no name: it has no letter"),
        (f'{A}ambiguous = ["!"]', 4, "'!' is no name"),
        (f'{A}names = ["Polres {{desa}}"]', 4, "of the kind 'desa'"),
        (f'{A}region = "kota_nowhere"', 4, "'kota_nowhere', which is no region"),
        ('[[agency]]\nid = "nobody"\nextend = true', 2, "no file has such an agency"),
    ],
)  # fmt: skip
def test_broken_registries_are_named(tmp_path, text, line, told):
    """With the file and the line, whatever is wrong."""
    path = written(tmp_path, text)
    with pytest.raises(DataError) as caught:
        agencies.load([path])

    assert told in str(caught.value)
    assert (f"{path}, line {line}:" if line else str(path)) in str(caught.value)


def test_the_file_that_is_wrong_is_named(tmp_path):
    """Not the one that was read last."""
    wrong = written(tmp_path, f'{A}region = "nowhere"', "wrong.toml")
    right = written(tmp_path, '[[agency]]\nid = "b"\nname = "B"', "right.toml")
    with pytest.raises(DataError, match=r"wrong\.toml, line 4"):
        agencies.load([wrong, right])


def test_a_file_that_is_not_there(tmp_path):
    """It is named."""
    with pytest.raises(DataError, match="there is no agency file"):
        agencies.load([tmp_path / "none.toml"])
