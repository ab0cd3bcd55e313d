"""The bundled codebooks: whole in both languages, and each code found by a sentence of its own."""

from collections import Counter

import polars as pl
import pytest

from suara.coding import by_words, codebook

LANGUAGES = {"id", "en"}
FOUND_BY_NOBODY = {("complaints", "no_answer")}  # an answer of the survey that no post can give

SENTENCES = {
    "servqual": {
        "tangible": ["ruang tunggunya sempit dan toilet kotor", "The waiting room was cramped and there were no seats"],
        "reliability": ["nama di akta salah ketik lagi", "They promised three days and then lost my documents"],
        "responsiveness": ["sudah antre dari jam 6, lama banget", "Still waiting, nobody answers the phone"],
        "assurance": ["petugas loketnya gak ramah", "The clerk was rude and had no idea"],
        "empathy": ["lansia disuruh bolak balik, ga peduli sama sekali", "They just don't care about the elderly"],
    },
    "kepmenpan81": {
        "simplicity": ["prosedurnya berbelit2", "Too much red tape, sent from one office to another"],
        "clarity_and_certainty": ["gak ada kejelasan kapan selesainya", "It is unclear and the status hasn't changed"],
        "security": ["data pribadi saya bocor", "My personal data was stolen in a data breach"],
        "openness": ["tarif naik tanpa pemberitahuan", "The fees were raised without notice"],
        "efficiency": [
            "sudah online tapi tetep disuruh datang, buang waktu",
            "What a waste of time, still have to come",
        ],
        "economy": ["biayanya mahal banget buat rakyat", "The bill doubled and is overpriced"],
        "fairness": ["bantuannya gak merata, yang kaya dapat", "So unfair, insiders jump the queue"],
        "timeliness": ["sudah berbulan-bulan belum jadi juga", "The permit is overdue, past the deadline"],
    },
    "maladministration": {
        "undue_delay": ["berkas saya ditunda-tunda terus", "The certificate is still not issued, it drags on"],
        "denial_of_service": ["pasien ditolak rumah sakit", "We were turned away and told to go home"],
        "incompetence": ["petugasnya gak paham aturan", "Clueless staff typed it wrong again"],
        "abuse_of_authority": ["oknum polisi main paksa", "A clear abuse of power by the official"],
        "procedural_deviation": ["harus lewat calo, gak sesuai prosedur", "That is against their own rules"],
        "demanding_reward": ["dimintai uang pelicin di loket", "The officer asked for money under the table"],
        "impropriety": ["petugas membentak warga", "He yelled at us, so rude: yelling at an old man"],
        "partiality": ["jelas pilih kasih, jalur orang dalam", "Pure favoritism, friends go first"],
        "discrimination": ["pasien bpjs dibeda-bedakan", "We are treated like second class people"],
        "conflict_of_interest": ["proyek keluarga pejabat, kkn", "Nepotism: it went to his own company"],
    },
    "governance": {
        "transparency": ["anggarannya tidak transparan", "No transparency about the budget"],
        "accountability": ["siapa yang tanggung jawab? usut tuntas", "Hold them accountable for the corruption"],
        "effectiveness": ["bantuannya salah sasaran", "The programme failed, nothing changed"],
        "efficiency": ["pemborosan anggaran, rapat di hotel", "A waste of money and so much bureaucracy"],
        "responsiveness": ["keluhan warga gak ditanggapi", "They ignored our complaint, no response"],
    },
    "actors": {
        "government": ["pemerintah daerah harus tahu", "The mayor and the ministry were told"],
        "private_sector": ["kontraktor dan pengusaha untung", "The private company and its investors gain"],
        "society": ["warga dan mahasiswa protes", "Residents and students protest"],
    },
    "service_type": {
        "administrative": ["mau urus surat keterangan domisili", "I need an official document"],
        "identity_card": ["e-ktp saya belum dicetak", "My identity card was lost"],
        "family_card": ["mau pecah kartu keluarga", "The family card has a typo"],
        "civil_records": ["akta kelahiran anak saya", "Waiting for the birth certificate"],
        "police_record": ["bikin skck online", "I need a police clearance"],
        "driving_licence": ["perpanjang sim keliling", "My driving licence expired"],
        "vehicle_papers": ["bayar stnk di samsat", "Paying the vehicle tax"],
        "passport": ["kuota paspor habis", "The immigration office is full"],
        "land_certificate": ["sertifikat tanah belum terbit", "My land certificate is disputed"],
        "business_licence": ["urus NIB di OSS", "Our building permit was refused"],
        "taxes": ["lapor spt di djp online", "My tax return was rejected"],
        "goods": ["pupuk subsidi hilang dari pasar", "No cooking oil in the market"],
        "water": ["air pdam keruh", "The tap water is brown"],
        "electricity": ["listriknya padam dari subuh", "Another power outage tonight"],
        "internet": ["indihome los merah", "My internet connection is down"],
        "fuel": ["gas melon langka", "No petrol at the gas station"],
        "services": ["kantor pos tutup siang", "The post office closed"],
        "education": ["ppdb jalur zonasi kacau", "The teachers at our school"],
        "health_care": ["dokter di puskesmas cuma satu", "The hospital has no doctor"],
        "transport": ["keretanya telat", "The train was crowded"],
        "roads": ["jalan berlubang di desa kami", "Potholes everywhere"],
        "waste": ["sampah menumpuk seminggu", "The garbage truck never came"],
        "protection": ["lapor damkar karena ada kebakaran", "The fire brigade came late"],
        "social_assistance": ["bansos pkh tidak cair", "My social assistance stopped"],
    },
    "sentiment": {
        "positive": ["pelayanannya memuaskan, petugas ramah", "Great service, thank you so much"],
        "negative": ["kecewa, petugasnya gak ramah", "Terrible service, I am so disappointed"],
    },
    "stance": {
        "support": ["setuju banget sama kebijakan ini", "I fully support this"],
        "oppose": ["kami menolak rencana kenaikan iuran", "Such a bad policy, we oppose the plan"],
        "demand": ["tolong segera diperbaiki", "Please do something about it"],
        "question": ["izin tanya min, syarat apa saja", "How do I renew it?"],
    },
    "reply_kind": {
        "apology": ["Mohon maaf atas ketidaknyamanannya, Kak", "We're so sorry about this"],
        "asks_for_dm": ["Silakan kirim melalui DM ya Kak", "Please send us a DM"],
        "gives_link": ["Selengkapnya di https://contoh.go.id/info", "Have a look: www.contoh.go.id"],
        "gives_solution": ["Listrik di lokasi Kakak sudah menyala kembali", "This is fixed now, please try again"],
        "hands_on": ["Laporan sudah kami teruskan ke unit terkait", "We have forwarded this to the technical team"],
        "asks_for_details": ["Boleh diinformasikan nomor pelanggannya?", "Which device are you using?"],
        "thanks": ["Terima kasih atas laporannya", "Thank you for letting us know"],
        "automatic": ["Ini pesan otomatis. Nomor tiket Anda adalah 8123", "This is an automated message"],
    },
}

REPLIES = [
    (
        "Halo Kak, mohon maaf atas gangguannya. Silakan DM nomor pelanggan ya.",
        {"apology", "asks_for_dm", "asks_for_details"},
    ),
    ("Terima kasih infonya, sudah kami teruskan ke petugas terkait.", {"thanks", "hands_on"}),
    ("Selamat siang, gangguan sudah ditangani dan air sudah mengalir normal kembali.", {"gives_solution"}),
    ("Untuk jadwal lengkap silakan cek https://contoh.go.id/jadwal", {"gives_link"}),
    ("Hai Kak, kendalanya sejak kapan dan di daerah mana?", {"asks_for_details"}),
    ("Hal itu bukan kewenangan kami, silakan hubungi dinas terkait.", {"hands_on"}),
    ("Pesan ini dikirim otomatis. Jangan membalas pesan ini.", {"automatic"}),
    ("Tidak perlu kirim DM lagi, Kak. Semangat!", set()),
    ("Jangan khawatir Kak, silakan DM kami.", {"asks_for_dm"}),
    ("Selamat pagi sobat, semoga harimu menyenangkan!", set()),
    ("Sorry for the trouble! Could you tell us your order number?", {"apology", "asks_for_details"}),
    ("Thanks for waiting. The service has been restored.", {"thanks", "gives_solution"}),
    ("We've escalated this to our specialist team.", {"hands_on"}),
    ("Please follow these steps: https://contoh.example/help", {"gives_link", "gives_solution"}),
    ("Have you tried it on another phone?", {"asks_for_details"}),
    ("Good morning everyone, have a lovely weekend!", set()),
]

CASES = [
    (book, code, text) for book, codes in SENTENCES.items() for code, sentences in codes.items() for text in sentences
]


@pytest.fixture(scope="module")
def found() -> dict[str, set[tuple[str, str]]]:
    """The codes that each sentence gets, by book."""
    codes: dict[str, set[tuple[str, str]]] = {}
    for book in SENTENCES:
        texts = [text for name, _, text in CASES if name == book]
        given = by_words.code(pl.DataFrame({"key": texts, "text": texts}), [codebook.load(book)])
        codes[book] = set(given.select("post", "topic").iter_rows())
    return codes


def replied(texts: list[str]) -> list[set[str]]:
    given = by_words.code(pl.DataFrame({"key": texts, "text": texts}), [codebook.load("reply_kind")])
    return [set(given.filter(post=text)["topic"]) for text in texts]


@pytest.mark.parametrize("name", codebook.bundled())
def test_every_book_is_whole_in_both_languages(name):
    """Title, source, and of each code label, definition and phrases in Indonesian and English; parents exist."""
    book = codebook.load(name)
    ids = {code.id for code in book.codes}

    assert book.name == name
    assert book.source
    assert set(book.title) == LANGUAGES
    for code in book.codes:
        assert set(code.label) == LANGUAGES == set(code.definition), code.id
        assert all(text.strip() for text in (*code.label.values(), *code.definition.values())), code.id
        assert code.parent is None or code.parent in ids
        if (name, code.id) not in FOUND_BY_NOBODY:
            assert code.phrases["id"], code.id
            assert code.phrases["en"], code.id


@pytest.mark.parametrize("name", codebook.bundled())
def test_no_phrase_stands_twice(name):
    """A phrase belongs to one code of a book, and stands there once in a language."""
    phrases = [
        (language, phrase.lower(), code.id)
        for code in codebook.load(name).codes
        for language, mine in code.phrases.items()
        for phrase in mine
    ]
    owners = Counter(phrase for phrase, _ in {(phrase, code) for _, phrase, code in phrases})

    assert [phrase for phrase, many in Counter(phrases).items() if many > 1] == []
    assert [phrase for phrase, many in owners.items() if many > 1] == []


def test_sentences_are_of_every_code():
    """The books named above have a sentence in each language for every code that words can give."""
    for book, codes in SENTENCES.items():
        assert set(codes) == {code.id for code in codebook.load(book).codes}
        assert all(len(sentences) == 2 for sentences in codes.values())


@pytest.mark.parametrize(("book", "code", "text"), CASES)
def test_each_code_is_found(found, book, code, text):
    """By a sentence that was made up for it."""
    assert (text, code) in found[book]


@pytest.mark.parametrize("book", ["servqual", "kepmenpan81", "governance", "service_type", "actors"])
def test_dimensions_services_and_actors_are_their_own_contrary(book):
    """A post that denies one speaks of it, too."""
    for code in codebook.load(book).codes:
        assert code.negated == code.id


@pytest.mark.parametrize(
    ("book", "text", "given"),
    [
        ("servqual", "petugasnya gak ramah", ("assurance", "gak ramah")),
        ("service_type", "saya belum punya paspor", ("passport", "belum punya paspor")),
        ("service_type", "ada bus gak?", ("transport", "bus")),
        ("governance", "prosesnya tidak transparan", ("transparency", "tidak transparan")),
    ],
)
def test_what_is_denied_or_asked_is_spoken_of(book, text, given):
    """The negator is part of the evidence."""
    found = by_words.code(pl.DataFrame({"key": ["x:1"], "text": [text]}), [codebook.load(book)])

    assert given in found.select("topic", "evidence").rows()


def test_what_did_not_happen_is_no_maladministration():
    """A negated phrase gives nothing."""
    texts = ["gak ada pungli di sini", "pelayanannya tidak berlarut larut", "there was no discrimination"]
    posts = pl.DataFrame({"key": texts, "text": texts})

    assert by_words.code(posts, [codebook.load("maladministration")]).height == 0


def test_replies_are_of_the_right_kinds():
    """All that a reply does, and nothing else."""
    texts = [text for text, _ in REPLIES]

    assert dict(zip(texts, replied(texts), strict=True)) == dict(REPLIES)


def test_reply_kinds_are_of_agencies_only():
    """Nobody's complaint is coded as a reply."""
    posts = pl.DataFrame({"key": ["x:1", "x:2"], "text": ["maaf, ini kapan?"] * 2, "by_agency": [True, False]})

    assert set(by_words.code(posts, [codebook.load("reply_kind")])["post"]) == {"x:1"}
