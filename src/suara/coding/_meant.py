"""What words as written mean: abbreviations, slang, repeated letters, clitics, reduplication; and their stems.

Worked out for each word of a vocabulary, in whole columns, from the rules in `languages/`. A word that the rules know is
left alone; one that nothing explains stays as it is.
"""

from __future__ import annotations

from functools import cache, lru_cache
from string import ascii_lowercase

import polars as pl

from suara.coding.language import known, rules

_NASAL = (("nge", ("",)), ("ng", ("", "k")), ("ny", ("s", "c")), ("n", ("t",)), ("m", ("p",)))
"""How people shorten meng-, meny-, men-, mem- (nunggu: tunggu), and with what the root begins."""

_REPEATED_LETTER = "|".join(f"{letter}{letter}{letter}+" for letter in ascii_lowercase)
_TONES = r"[\x{FE0E}\x{FE0F}\x{1F3FB}-\x{1F3FF}]"  # colour of skin, kind of picture


def meant_of(spellings: pl.Series) -> pl.Series:
    """Words as written (lower case, each once) -> as meant, sometimes several words with a space between.

    Example:
        >>> meant_of(pl.Series(["gak", "lamaaa", "syaratnya", "berbelit2", "kereta", "dilayanin", "ngupas"])).to_list()
        ['tidak', 'lama', 'syarat', 'berbelit belit', 'kereta', 'dilayani', 'kupas']
    """
    plain = spellings.str.normalize("NFKC").str.to_lowercase().str.replace_all("’", "'", literal=True)
    frame = pl.DataFrame({"word": plain.str.replace_all(r"\s+", "")})
    frame = frame.join(_dictionary(), on="word", how="left", maintain_order="left")
    unknown = frame.filter(pl.col("means").is_null()).select("word").unique()
    guesses = pl.concat([_squeezed(unknown), _without_ending(unknown), _colloquial(unknown)])
    explained = guesses.join(_dictionary().rename({"word": "tried"}), on="tried", maintain_order="left")
    known_parts = explained.select("word", found=pl.concat_str("before", "means", "after"))
    by_rule = pl.concat([known_parts, _doubled(unknown), _without_nya(unknown)])
    by_rule = by_rule.unique("word", keep="first", maintain_order=True)
    bare = pl.col("word").str.replace_all(_TONES, "").str.replace_all(r"['\x{0300}-\x{036F}]", "")
    rest = _fewer_letters(pl.when(bare == "").then("word").otherwise(bare))
    frame = frame.join(by_rule, on="word", how="left", maintain_order="left")
    return frame.select(pl.coalesce("means", "found", rest)).to_series()


@cache
def _dictionary() -> pl.DataFrame:
    """Every word that the rules know, and what it means: word, means."""
    means = {word: word for word in known()} | rules().meant
    return pl.DataFrame({"word": list(means), "means": list(means.values())})


def _fewer_letters(word: pl.Expr) -> pl.Expr:
    """A letter three times or more in a row, once: few words have a letter even twice."""
    squeezed = word
    for letter in ascii_lowercase:
        squeezed = squeezed.str.replace_all(f"{letter}{{3,}}", letter)
    return pl.when(word.str.contains(_REPEATED_LETTER)).then(squeezed).otherwise(word)


# Guesses at what an unknown word means: word, tried (right if the rules know it), and what stands before and after it then.


def _guess(words: pl.DataFrame, tried: pl.Expr, before: str | pl.Expr = "", after: str = "") -> pl.DataFrame:
    told = pl.lit(before) if isinstance(before, str) else before
    return words.select("word", tried=tried, before=told, after=pl.lit(after))


def _squeezed(words: pl.DataFrame) -> pl.DataFrame:
    """Letters repeated for emphasis: lamaaa, lemott, tooo."""
    word = pl.col("word")
    long = words.filter(word.str.contains("|".join(letter * 2 for letter in ascii_lowercase)))
    twice, single = word, word
    for letter in ascii_lowercase:
        twice = twice.str.replace_all(f"{letter}{{3,}}", letter * 2)
        single = single.str.replace_all(f"{letter}{{2,}}", letter)
    return pl.concat([_guess(long, tried) for tried in (twice, _fewer_letters(word), single)])


def _without_ending(words: pl.DataFrame) -> pl.DataFrame:
    """Clitics: rumahku, syaratnyaa."""
    endings = sorted(rules().endings, key=len, reverse=True)
    return pl.concat(
        [_guess(words.clear(), pl.col("word"))]
        + [
            _guess(words.filter(_longer(ending, 2)), _fewer_letters(pl.col("word").str.strip_suffix(ending)))
            for ending in endings
        ]
    )


def _longer(ending: str, by: int) -> pl.Expr:
    return pl.col("word").str.ends_with(ending) & (pl.col("word").str.len_chars() > len(ending) + by)


def _colloquial(words: pl.DataFrame) -> pl.DataFrame:
    """The -in of Jakarta for -kan and -i (benerin, dilayanin), and shortened nasal prefixes (ngurus, nunggu)."""
    prefix = r"^(?:di|ke|nge|ng|meng|me)"
    whole = pl.col("word").str.replace(prefix, "").is_in(list(known()))  # jamin in dijamin
    ending = words.filter(_longer("in", 3), ~whole)
    of = pl.col("word").str.strip_suffix("in")
    passive = pl.when(pl.col("word").str.starts_with("di")).then(pl.lit("di")).otherwise(pl.lit(""))
    guesses = [
        _guess(ending, of, after="kan"),
        _guess(ending, of.str.replace(prefix, ""), passive, "kan"),
    ]
    for prefix, beginnings in _NASAL:
        begun = words.filter(pl.col("word").str.starts_with(prefix), pl.col("word").str.len_chars() > len(prefix) + 2)
        guesses += [_guess(begun, begin + pl.col("word").str.strip_prefix(prefix)) for begin in beginnings]
    return pl.concat(guesses)


# What needs no known word to be right: word, found.


def _doubled(words: pl.DataFrame) -> pl.DataFrame:
    """Reduplication written with a 2: berbelit2, lama2, syarat2nya, baek2."""
    parts = pl.col("word").str.extract_groups(r"^(\p{L}{3,})2(nya|an|kan)?$")
    apart = words.select("word", base=parts.struct[0], ending=parts.struct[1]).drop_nulls("base")
    bare = pl.col("base").str.replace(r"^(?:ber|ter|meng|mem|men|me|di|ke|se|pe)", "")
    table = _dictionary().rename({"word": "base", "means": "meant"})
    apart = apart.join(table, on="base", how="left", maintain_order="left")
    meant = pl.coalesce("meant", "base")
    again = pl.when(bare.is_in(list(known()))).then(bare).otherwise(meant)
    ending = pl.col("ending").replace("nya", "").fill_null("")
    return apart.select("word", found=pl.concat_str(meant, pl.lit(" "), again, ending))


def _without_nya(words: pl.DataFrame) -> pl.DataFrame:
    """-nya off any word but the few that end so by themselves (tanya, hanya, punya)."""
    long = words.filter(_longer("nya", 3), ~pl.col("word").str.contains(r"(?:ta|ha|pu|ke)nya$"))
    return long.select("word", found=_fewer_letters(pl.col("word").str.strip_suffix("nya")))


def stems_of(words: pl.Series) -> pl.Series:
    """The stems of single words as meant, by Sastrawi's stemmer on our own list of roots.

    A word without a known root keeps its form. Source: Adriani et al. 2007, Stemming Indonesian; Sastrawi.

    Example:
        >>> stems_of(pl.Series(["pelayanan", "keterlambatan", "https"])).to_list()
        ['layan', 'lambat', 'https']
    """
    distinct = words.unique().drop_nulls()
    long = distinct.filter(distinct.str.len_chars() > 4)
    # A root may lose its first letter behind a prefix (tulis, menulis); what holds no root has no stem.
    may = long.filter(long.str.contains_any([root[1:] for root in rules().roots if len(root) > 3]))
    found = {word: _stem(word) for word in may.to_list()}
    return words.replace_strict(list(found), list(found.values()), default=words) if found else words


@cache
def _stemmer() -> object:
    from Sastrawi.Stemmer.Stemmer import Stemmer

    return Stemmer(_Roots(frozenset(rules().roots)))


class _Roots:
    """The dictionary as Sastrawi asks for it; its own searches a list from the beginning."""

    def __init__(self, roots: frozenset[str]) -> None:
        self.roots = roots

    def contains(self, word: str) -> bool:
        return word in self.roots


@lru_cache(maxsize=500_000)
def _stem(word: str) -> str:
    stem: str = _stemmer().stem_word(word)  # type: ignore[attr-defined]
    return stem
