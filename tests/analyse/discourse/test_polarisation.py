"""Polarisation against the formula as it is written, every partition, and the reference values."""

import json
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from suara.analyse.discourse._camps import every
from suara.analyse.discourse.polarisation import distance, polarised
from suara.errors import InputError


def symmetric(numbers, n):
    table = np.zeros((n, n))
    table[np.triu_indices(n, 1)] = numbers[: n * (n - 1) // 2]
    return table + table.T


@st.composite
def debates(draw, least=3, most=6):
    n = draw(st.integers(least, most))
    cells = st.lists(st.integers(0, 4), min_size=n * (n - 1) // 2, max_size=n * (n - 1) // 2)
    return symmetric(draw(cells), n), symmetric(draw(cells), n)


def slow(c, f, labels, ideal):
    """The sum over dyads, one by one."""
    n, camps = len(labels), sorted(set(labels))
    size = {camp: list(labels).count(camp) for camp in camps}
    within = sum(m * (m - 1) for m in size.values())
    between = n * (n - 1) - within
    total = 0.0
    for i, j in product(range(n), repeat=2):
        if i == j:
            continue
        if labels[i] == labels[j]:
            m = size[labels[i]]
            e = c.sum() / within * (m * (m - 1) / within if ideal == "dna" else 1)
            total += abs(c[i, j] - e) + f[i, j]
        else:
            share = size[labels[i]] * size[labels[j]] / between if ideal == "dna" else 1
            total += c[i, j] + abs(f[i, j] - f.sum() / between * share)
    return total / (2 * (c.sum() + f.sum()))


@given(debates(), st.data(), st.sampled_from(["even", "dna"]))
def test_distance_is_the_sum_over_dyads(debate, data, ideal):
    """Any partition, both ideals."""
    c, f = debate
    labels = data.draw(st.lists(st.integers(1, 3), min_size=len(c), max_size=len(c)))
    found = distance(sparse.csr_array(c), sparse.csr_array(f), labels, ideal=ideal)

    if not c.any() and not f.any():
        assert np.isnan(found)
    else:
        assert found == pytest.approx(slow(c, f, labels, ideal))
        assert 0 <= found <= 1


@settings(max_examples=40)
@given(debates(), st.booleans())
def test_no_partition_is_closer(debate, balanced):
    """What is found exactly is the least of all partitions into two."""
    c, f = debate
    tied = (c + f).any(axis=1)
    names = [f"a{i}" for i in range(len(c))]
    found = polarised(names, sparse.csr_array(c), sparse.csr_array(f), balanced=balanced)
    c, f = c[tied][:, tied], f[tied][:, tied]
    if len(c) < 3:
        assert found.distance is None
        assert "too few" in found.reason
        return
    least, most = (len(c) // 2, -(-len(c) // 2)) if balanced else (1, len(c) - 1)
    partitions = [p for p in product((1, 2), repeat=len(c)) if least <= p.count(1) <= most]

    assert found.exact
    assert found.distance == pytest.approx(min(slow(c, f, p, "even") for p in partitions))


def planted(n, seed, ties=12):
    """Two camps that mostly agree within and disagree between."""
    rng = np.random.default_rng(seed)
    camp = rng.permutation(n) % 2
    i, j = rng.integers(0, n, (2, n * ties))
    keep = i != j
    i, j = i[keep], j[keep]
    same = camp[i] == camp[j]
    both = []
    for often in (np.where(same, 1.0, 0.2), np.where(same, 0.2, 1.0)):
        half = sparse.csr_array((rng.poisson(often), (i, j)), shape=(n, n), dtype=float)
        both.append(sparse.csr_array(half + half.T))
    return (*both, camp)


@pytest.mark.parametrize(("balanced", "camps"), [(True, 2), (False, 2), (True, 3), (False, 3)])
def test_the_search_finds_what_trying_all_finds(monkeypatch, balanced, camps):
    """On networks small enough for both."""
    for seed in range(4):
        c, f, _ = planted(10, seed, ties=3)
        names = [f"a{i}" for i in range(10)]
        exact = polarised(names, c, f, camps=camps, balanced=balanced)
        with monkeypatch.context() as patch:
            patch.setattr("suara.analyse.discourse.polarisation.every", lambda *_, **__: None)
            patch.setattr("suara.analyse.discourse._camps._DENSE", 10 * (seed % 2))
            searched = polarised(names, c, f, camps=camps, balanced=balanced, restarts=20)
        assert exact.exact
        assert not searched.exact
        assert searched.distance == pytest.approx(exact.distance)


def test_planted_camps_are_found_in_whatever_order():
    """300 actors; relabelled, and with weights in another unit."""
    c, f, camp = planted(300, 1)
    names = np.array([f"a{i:03}" for i in range(300)])
    found = polarised(names.tolist(), c, f)
    order = np.random.default_rng(2).permutation(300)
    other = polarised(names[order].tolist(), c[order][:, order] * 3, f[order][:, order] * 3)

    assert found.members.equals(other.members)
    assert found.distance == pytest.approx(other.distance)
    assert found.distance == pytest.approx(distance(c, f, camp.tolist()))
    assert set(zip(found.members["camp"], camp.tolist(), strict=True)) in ({(1, 0), (2, 1)}, {(1, 1), (2, 0)})


def test_all_partitions_are_counted():
    """Stirling numbers of the second kind, and halves."""
    assert len(every(6, 3, balanced=False)) == 90
    assert len(every(6, 3, balanced=True)) == 15
    assert len(every(18, 2, balanced=True)) == 24_310
    assert len(every(16, 2, balanced=False)) == 2**15 - 1
    assert every(17, 2, balanced=False) is None


def test_bad_input():
    """Loops count for nothing, who has no ties is in no camp, and signs are told apart."""
    c = sparse.csr_array(np.diag([1.0, 1, 1, 1]))
    found = polarised(list("abcd"), c, c)

    assert found.members.rows() == [("a", None), ("b", None), ("c", None), ("d", None)]
    assert (found.distance, found.polarisation) == (None, None)
    assert found.reason == "0 actors agree or disagree with anybody, too few for 2 camps"
    with pytest.raises(InputError, match="negative"):
        polarised(list("abcd"), sparse.csr_array(-np.ones((4, 4))), c)
    with pytest.raises(InputError, match="two camps or more"):
        polarised(list("abcd"), c, c, camps=1)
    big, other, _ = planted(40, 1)
    with pytest.raises(InputError, match="40 actors are too many"):
        polarised([str(i) for i in range(40)], big, other, ideal="dna")


def test_consensus_gives_about_half():
    """Without conflict, half of all agreement lies within any two halves."""
    c = sparse.csr_array(1 - np.eye(10))
    found = polarised([f"a{i}" for i in range(10)], c, sparse.csr_array((10, 10)))

    assert found.polarisation == pytest.approx(40 / 90)


@pytest.mark.real_data
def test_dna_sample(real_data):
    """The least distance is .33591 with three against four; the greatest, which DNA reports, .53424927."""
    file = real_data.parent / "reference" / "dna_sample_matrices.json"
    if not file.is_file():
        pytest.skip(f"real data isn't there: {file}")
    matrices = json.loads(file.read_text())
    both = [sparse.csr_array(matrices["onemode"][f"{kind}|average|include"]) for kind in ("congruence", "conflict")]
    found = polarised(matrices["orgs"], *both, ideal="dna")
    distances = [distance(*both, labels.tolist(), ideal="dna") for labels in every(7, 2, balanced=True)]
    lesser = found.members.filter(camp=2)["actor"].to_list()

    assert found.distance == pytest.approx(0.33591, abs=5e-6)
    assert max(distances) == pytest.approx(0.53424927, abs=5e-9)
    assert [name.split()[0] for name in lesser] == ["Energy", "National", "Senate"]
    assert polarised(matrices["orgs"], *both).members.equals(found.members)
