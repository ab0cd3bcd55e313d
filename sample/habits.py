"""How a sentence comes out when it is typed in a hurry."""

import random
import re

SLANG = {
    "tidak": ["gak", "ga", "nggak", "tidak", "tdk", "enggak"], "sudah": ["udah", "udh", "sdh", "sudah"],
    "banget": ["bgt", "banget", "bangettt"], "yang": ["yg", "yang"], "saya": ["gue", "saya", "aku", "sy"],
    "sama": ["sama", "ama"], "gimana": ["gmn", "gimana"], "belum": ["blm", "belum", "belom"],
    "dari": ["dr", "dari"], "terus": ["trus", "terus"], "saja": ["aja"], "buat": ["buat", "utk"],
    "sampai": ["sampe", "sampai"], "kenapa": ["knp", "kenapa", "kok"], "cuma": ["cm", "cuma"],
    "habis": ["abis", "habis"], "lagi": ["lg", "lagi"],
}  # fmt: skip
STRETCHED = {"lama", "parah", "capek", "ribet", "mahal", "lelet", "tolong", "kapan"}
EMOJI = ["", "", "", "", " 😤", " 🙏", " 😭", " 🤦", " 🙃", "!!!", "??", " huft"]


def colloquial(rng: random.Random, text: str) -> str:
    """Rewrite a sentence as it is typed in a hurry: abbreviations, stretched vowels, a typo, capitals."""
    words = [_typed(rng, word) for word in text.split(" ")]
    text = " ".join(words)
    if rng.random() < 0.05:
        return text.upper()
    return text[:1].upper() + text[1:] if rng.random() < 0.3 else text


def _typed(rng: random.Random, word: str) -> str:
    if word in SLANG and rng.random() < 0.8:
        return rng.choice(SLANG[word])
    if word in STRETCHED and rng.random() < 0.15:
        return re.sub(r"([aeiou])(?=[^aeiou]*$)", r"\1\1\1\1", word)
    if len(word) > 7 and word.isalpha() and rng.random() < 0.015:
        cut = rng.randrange(2, len(word) - 1)
        return word[:cut] + word[cut + 1 :]
    return word
