"""How complaints are answered on the whole: how many, how soon, with what, within which limit, and after which hand-offs."""

from __future__ import annotations

import polars as pl

from suara.analyse._intervals import wilson
from suara.analyse.responses.survival import quantiles
from suara.present.figures._said import number
from suara.present.report.material import Material
from suara.present.report.parts import Finding
from suara.present.report.quotes import quotes, typical, waiting
from suara.present.report.said import listed, percent, sure, wait, waits

_LIMIT = 3 * 1440.0  # minutes: LAPOR!'s limit to a first response

_WORDS = {
    "id": {
        "none": "Tidak ada keluhan: tidak ada unggahan warga yang ditujukan kepada instansi dan sekaligus memuat kode buku kode “complaints”.",
        "unseen": "Semua {n} keluhan ditujukan kepada instansi yang tidak satu pun unggahannya terkumpul: apakah dijawab tidak dapat dikatakan.",
        "overall": "{answered} dari {n} keluhan dijawab instansi sampai akhir pengumpulan data ({share}). {waiting} belum dijawab sampai saat itu; jawabannya mungkin datang kemudian.",
        "median": "Separuh dari semua keluhan sudah dijawab dalam {median} (interval 95 %: {waits}).",
        "no_median": "Kurang dari separuh yang dijawab selama teramati, sehingga median waktu tunggu tidak dapat dinyatakan.",
        "unobserved": "{n} keluhan lain ditujukan kepada instansi yang tidak satu pun unggahannya terkumpul; tentang keluhan itu tidak dapat dikatakan apa-apa.",
        "limit": "Dalam 3 hari, {share} dari keluhan sudah dijawab{ends}. Tiga hari adalah batas tanggapan pertama LAPOR! menurut berita; peraturannya sendiri belum diperiksa.",
        "overdue": "{n} keluhan masih terbuka dan sudah melewati batas itu pada akhir pengumpulan data.",
        "substance": "Jawaban pertama belum tentu pertolongan: dari {n} jawaban pertama, {parts}. {substantive} dari {all} keluhan mendapat jawaban berisi sampai akhir pengumpulan data ({share}).",
        "automatic": "{n} teks otomatis", "asks_for_dm": "{n} meminta warga mengirim pesan langsung", "hands_on": "{n} mengarahkan ke instansi lain",
        "link_only": "{n} hanya berisi tautan", "brief": "{n} terlalu singkat untuk dinilai", "substantive": "{n} berisi", "unknown": "{n} tanpa teks",
        "handed": "Instansi mengarahkan warga ke instansi lain dalam {ways} jalur dari {cases} keluhan: {parts}.",
        "arrived": "{n} dijawab oleh instansi tujuan", "by_another": "{n} dijawab oleh instansi lain", "dead_end": "{n} belum dijawab siapa pun",
        "unobserved_end": "{n} tidak dapat diamati", "back": "{n} di antaranya kembali ke instansi yang sudah ditemui sebelumnya.",
        "n": "{n} keluhan teramati", "n_answers": "{n} keluhan yang dijawab", "n_ways": "{n} jalur",
        "method": "Bagian: interval 95 % (Wilson). Median: Kaplan-Meier; yang belum dijawab dihitung sebagai masih menunggu",
        "kind_method": "Jenis jawaban menurut kata-katanya dan kemiripannya dengan jawaban lain instansi itu; diberi oleh program, bukan oleh orang",
        "way_method": "Jawaban yang menyebut akun instansi lain, lalu unggahan berikutnya dari instansi itu kepada orang yang sama",
    },
    "en": {
        "none": "There are no complaints: no post of a person is both addressed to an agency and given a code of the codebook “complaints”.",
        "unseen": "All {n} complaints are to agencies of which no post was collected: whether they were answered can't be said.",
        "overall": "{answered} of {n} complaints were answered by the agency before the collection ended ({share}). {waiting} weren't by then; an answer may have come later.",
        "median": "Half of all complaints had an answer within {median} (95 % interval: {waits}).",
        "no_median": "Less than half were answered while observed, so that no median wait is known.",
        "unobserved": "{n} more complaints are to agencies of which no post was collected; nothing can be said of these.",
        "limit": "Within 3 days {share} of the complaints had an answer{ends}. Three days are LAPOR!'s limit to a first response as the press tells it; the rule itself hasn't been checked.",
        "overdue": "{n} complaints were open and past that limit when the collection ended.",
        "substance": "A first answer isn't help yet: of {n} first answers, {parts}. {substantive} of {all} complaints had an answer of substance before the collection ended ({share}).",
        "automatic": "{n} are automatic texts", "asks_for_dm": "{n} ask for a direct message", "hands_on": "{n} send the person to another agency",
        "link_only": "{n} are only a link", "brief": "{n} are too brief to tell", "substantive": "{n} are of substance", "unknown": "{n} have no text",
        "handed": "Agencies sent people on to other agencies in {ways} ways from {cases} complaints: {parts}.",
        "arrived": "{n} were answered by the agency named", "by_another": "{n} were answered by another", "dead_end": "{n} weren't answered by anybody yet",
        "unobserved_end": "{n} can't be observed", "back": "{n} of them come back to an agency met before.",
        "n": "{n} observed complaints", "n_answers": "{n} answered complaints", "n_ways": "{n} ways",
        "method": "Share: 95 % interval (Wilson). Median: Kaplan-Meier; those not answered count as still waiting",
        "kind_method": "Kinds of answer by their words and their likeness to other answers of that agency; told by the program, not by a person",
        "way_method": "Answers that name an account of another agency, then the next post of that agency to the same person",
    },
}  # fmt: skip


def on_the_whole(material: Material) -> list[Finding]:
    """How many complaints were answered, how soon, within the limit, and with what."""
    words, lang, cases = _WORDS[material.lang], material.lang, material.responses.cases
    seen = cases.filter(pl.col("status") != "unobserved")
    n = words["n"].format(n=number(seen.height, lang))
    if cases.is_empty() or seen.is_empty():
        says = words["none"] if cases.is_empty() else words["unseen"].format(n=number(cases.height, lang))
        return [Finding(says, n, words["method"], "suara responses")]
    found = [_overall(material, seen, n), _limit(material, seen, n), _substance(material, seen)]
    return [finding for finding in found if finding is not None]


def _overall(material: Material, seen: pl.DataFrame, n: str) -> Finding:
    words, lang = _WORDS[material.lang], material.lang
    answered = seen.filter(status="answered").height
    share = sure(*_share(answered, seen.height), lang)
    said = {"answered": number(answered, lang), "n": number(seen.height, lang), "share": share}
    median, low, high = quantiles(seen, _LIMIT, []).select("median_minutes", "median_low", "median_high").row(0)
    told = [words["no_median"] if median is None else words["median"].format(median=wait(median, lang), waits=waits(low, high, lang))]
    unseen = material.responses.cases.height - seen.height
    told += [words["unobserved"].format(n=number(unseen, lang))] if unseen else []
    behind = pl.concat([typical(seen, (material.examples + 1) // 2), waiting(seen, material.examples // 2)])
    return Finding(
        words["overall"].format(waiting=number(seen.height - answered, lang), **said), n, words["method"], "suara responses",
        sure=told, question="answers_least", posts=quotes(material, behind),
    )  # fmt: skip


def _limit(material: Material, seen: pl.DataFrame, n: str) -> Finding | None:
    """How many were answered within LAPOR!'s three days, if anybody was observed so long."""
    words, lang = _WORDS[material.lang], material.lang
    share, low, high = quantiles(seen, _LIMIT, []).select("within_3d", "within_3d_low", "within_3d_high").row(0)
    if share is None:
        return None
    ends = "" if low is None else f" ({sure(share, low, high, lang).split('; ')[1]})"
    late = seen.filter(pl.col("overdue_now").fill_null(value=False))
    told = [words["overdue"].format(n=number(late.height, lang))] if late.height else []
    says = words["limit"].format(share=percent(share, lang), ends=ends)
    behind = quotes(material, waiting(late, material.examples))
    return Finding(says, n, words["method"], "suara responses --by case", sure=told, posts=behind, question="unanswered_longest")


def _substance(material: Material, seen: pl.DataFrame) -> Finding | None:
    words, lang = _WORDS[material.lang], material.lang
    answered = seen.filter(status="answered")
    if answered.is_empty():
        return None
    kinds = dict(answered["kind"].fill_null("unknown").value_counts().rows())
    order = ("substantive", "automatic", "asks_for_dm", "hands_on", "link_only", "brief", "unknown")
    parts = [words[kind].format(n=number(kinds[kind], lang)) for kind in order if kinds.get(kind)]
    substantive = seen["substantive_at"].count()
    says = words["substance"].format(
        n=number(answered.height, lang), parts=listed(parts, lang), substantive=number(substantive, lang),
        all=number(seen.height, lang), share=sure(*_share(substantive, seen.height), lang),
    )  # fmt: skip
    n = words["n_answers"].format(n=number(answered.height, lang))
    automatic = typical(answered.filter(kind="automatic"), material.examples)
    return Finding(says, n, words["kind_method"], "suara responses --by case", posts=quotes(material, automatic))


def _share(part: int, whole: int) -> tuple[float, float, float]:
    low, high = wilson(pl.lit(part), pl.lit(whole))
    return part / whole, *pl.select(low=low, high=high).row(0)


def handed_on(material: Material) -> Finding | None:
    """How often people are sent on, and how that ends; None where nobody is."""
    words, lang, ways = _WORDS[material.lang], material.lang, material.handoffs.ways
    if ways.is_empty():
        return None
    ends = dict(ways["end"].value_counts().rows())
    names = {"arrived": "arrived", "by_another": "by_another", "dead_end": "dead_end", "unobserved": "unobserved_end"}
    parts = [words[name].format(n=number(ends[end], lang)) for end, name in names.items() if ends.get(end)]
    says = words["handed"].format(
        ways=number(ways.height, lang), cases=number(ways["case"].n_unique(), lang), parts=listed(parts, lang)
    )
    back = int(ways["ping_pong"].sum())
    told = [words["back"].format(n=number(back, lang))] if back else []
    cases = material.responses.cases.join(ways.filter(end="dead_end").select("case").unique(), on="case", how="semi")
    behind = quotes(material, typical(cases.unique("case", keep="first", maintain_order=True), material.examples))
    n = words["n_ways"].format(n=number(ways.height, lang))
    return Finding(says, n, words["way_method"], "suara paths", sure=told, question="hand_offs", posts=behind)
