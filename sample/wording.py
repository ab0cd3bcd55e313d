"""What the invented people write: wordings by topic, and the noise of real social posts.

Every sentence here is invented. The wordings were written from how people complain, without looking at the
phrases of any codebook, so that coding the sample is not circular. Slots: {s} a service, {o} an office or
place of the agency, {k} a city, {d} a span of time ({de} in English), {n} a number, {t} an hour, {rp} money.
"""

import random

from habits import EMOJI, colloquial

CITIES = [
    "Bekasi", "Depok", "Bogor", "Tangerang", "Semarang", "Surabaya",
    "Medan", "Makassar", "Jogja", "Malang", "Solo", "Palembang",
]  # fmt: skip
SPANS = ["3 hari", "seminggu", "2 minggu", "3 minggu", "sebulan", "2 bulan", "40 hari", "4 hari"]
SPANS_EN = ["3 days", "a week", "two weeks", "a month", "2 months", "40 days"]
MONEY = ["50rb", "150rb", "Rp 75.000", "200 ribu", "350rb", "1,2 juta", "500rb", "Rp25.000"]

COMPLAINTS: dict[str, list[str]] = {
    "complicated_requirements": [
        "mau urus {s} disuruh bawa fotokopi ini itu, surat RT RW, materai, pas foto, pusing",
        "syarat {s} banyak banget, kemarin dibilang lengkap hari ini ditambah lagi",
        "{s} doang masa berkasnya setebal skripsi",
        "dokumen saya ditolak lagi gara-gara kurang satu surat pengantar, padahal cuma {s}",
        "kenapa {s} harus pakai surat kuasa segala sih, orangnya ada di depan mata",
        "persyaratan {s} ribet banget, KK asli akta asli ijazah asli semua diminta",
        "sudah {n} kali balik ke rumah cuma buat ngelengkapin berkas {s}",
        "buat {s} saja diminta rekening koran sama slip gaji, buat apa coba",
        "yang usahanya kecil kayak saya mana sanggup penuhi syarat {s} sebanyak itu",
    ],
    "slow_service": [
        "nunggu {s} dari jam {t} sampai sekarang belum dipanggil juga",
        "sudah {d} {s} saya belum kelar juga",
        "antri di {o} {k} {n} jam cuma buat {s}, lama banget",
        "{s} katanya proses, proses terus dari {d} lalu",
        "lelet banget {s} nya, keburu lebaran",
        "kapan selesainya {s} ini, sudah lewat {d}",
        "loket yang buka cuma satu, antrian mengular, {s} jadi lama",
        "masih nunggu {s}. sudah jamuran di sini",
        "tiap ke {o} {k} pasti habis setengah hari di bangku antrian",
        "{d} loh, {d}! cuma buat {s}",
    ],
    "lack_of_transparency": [
        "rincian biaya {s} tidak pernah dikasih lihat, tahu-tahu ada potongan",
        "status {s} saya tidak bisa dicek di mana-mana, gelap",
        "{s} ditolak tapi alasannya tidak dijelasin sama sekali",
        "tagihan tiba-tiba beda, diminta hitungannya tidak ada yang mau kasih",
        "siapa yang ngawasin sih? data {s} kok ditutup-tutupin",
        "kuota {s} katanya habis, tapi daftarnya tidak pernah diumumkan",
        "saya cuma mau tahu dasar perhitungannya dari mana, kok kayak rahasia negara",
        "aturan {s} berubah diam-diam, yang lama hilang dari web",
        "kenapa ada yang duluan dapat {s}? urutannya dibuka dong",
    ],
    "red_tape": [
        "dari loket 1 dilempar ke loket 5, loket 5 suruh balik ke loket 1",
        "urus {s} muter-muter, {o} {k} suruh ke pusat, pusat suruh balik lagi ke {k}",
        "harus tanda tangan {n} meja dulu baru bisa {s}",
        "zaman serba online {s} tetap harus datang, isi formulir, datang lagi",
        "berasa main pingpong, dioper sana sini soal {s}",
        "birokrasinya panjang amat buat {s} doang",
        "nunggu disposisi atasan dulu katanya, atasannya dinas luar",
        "satu urusan {s} harus ke {n} kantor, capek",
        "mau {s} harus lewat si ini, lalu si itu, lalu balik ke si ini lagi",
    ],
    "inadequate_facilities": [
        "ruang tunggu di {o} {k} panas, AC mati, kursi cuma {n}",
        "toilet {o} {k} jorok dan airnya tidak ngalir",
        "aplikasinya error terus tiap mau {s}, force close",
        "web nya down dari pagi, {s} jadi tidak bisa",
        "lift di {o} {k} rusak {d}, lansia disuruh naik tangga",
        "tidak ada jalur kursi roda di {o} {k}, ibu saya digotong",
        "mesin antrian {o} {k} rusak jadi rebutan nomor manual",
        "parkiran {o} {k} sempit dan becek banget",
        "server sibuk mulu, captcha tidak muncul, gagal login",
    ],
    "high_cost": [
        "{s} sekarang {rp}? mahal banget buat orang kecil",
        "biaya {s} naik lagi, gaji tidak naik-naik",
        "bulan ini kena {rp}, biasanya setengahnya, boros dari mana",
        "tarifnya mencekik, {s} sampai {rp}",
        "belum apa-apa sudah keluar {rp} buat {s}",
        "denda telat {n} hari kok {rp}, kejam",
        "makin ke sini makin berat di kantong, {s} {rp}",
        "admin fee lagi admin fee lagi, total {rp}",
    ],
    "not_as_promised": [
        "janjinya {d} jadi, buktinya sampai sekarang nol",
        "katanya bisa online, sampai sana ternyata harus manual juga",
        "di iklan bilang {s} bisa 1 hari, kenyataannya {d}",
        "kemarin dijanjiin petugas datang jam {t}, ditungguin tidak nongol",
        "brosurnya manis, kenyataan pahit. {s} tidak sesuai sama yang diomongin",
        "CS bilang besok beres, besoknya bilang besok lagi. PHP",
        "yang saya bayar beda sama yang saya dapat",
        "jadwal yang diumumin jam {t}, realisasinya entah kapan",
        "bilangnya sudah diperbaiki, dicoba ya masih sama saja",
    ],
    "illegal_levies": [
        "oknum di {o} {k} minta {rp} biar {s} beres",
        "ada yang nawarin jalur belakang {rp} langsung jadi, ini gimana",
        "disuruh kasih uang rokok dulu baru berkas {s} dijalanin",
        "calo masih berkeliaran di {o} {k}, terang-terangan depan satpam",
        "pungli di {o} {k} kok dibiarin",
        "tidak ada kuitansi tapi diminta {rp} 'seikhlasnya'. seikhlasnya kok dipatok",
        "masa harus nyogok dulu buat {s}",
        "amplopnya belum ada katanya, makanya {s} belum dijalanin",
    ],
    "unclear_procedure": [
        "ini alur {s} gimana sih sebenarnya, tiap orang jawabnya beda-beda",
        "info {s} di web sama di {o} beda, yang benar yang mana?",
        "tidak ada petunjuk sama sekali buat {s}, bingung harus mulai dari mana",
        "sudah {n} kali salah loket karena tidak ada papan keterangan",
        "langkah {s} di aplikasi bikin bingung, habis upload terus ngapain",
        "panduannya bahasa dewa, orang tua saya tidak paham cara {s}",
        "di IG lain, di poster lain, jadi {s} ikut yang mana",
        "habis daftar {s} terus diapain? langkah berikutnya tidak ditulis",
    ],
    "unresponsive": [
        "DM saya dari {d} lalu dibaca doang",
        "telepon call center muter lagu terus sampai pulsa habis",
        "sudah lapor {n} kali tidak ada yang nanggepin",
        "admin tidur ya? mention saya dicuekin",
        "email soal {s} tidak pernah dibales",
        "cuma dijawab bot, habis itu hilang",
        "giliran promo fast respon, giliran keluhan soal {s} diem seribu bahasa",
        "aduan {s} saya ditutup padahal belum diapa-apain",
        "WA centang dua biru, jawaban kosong",
    ],
    "poor_staff": [
        "petugasnya tidak ngerti cara {s}, malah nanya balik ke saya",
        "nama saya salah ketik {n} kali, yang input kerjanya sambil apa",
        "CS baru ya? ditanya {s} jawabannya ngawur",
        "petugas jam kerja malah main hp, loket ditinggal",
        "jam {t} petugas {o} {k} sudah pada hilang, padahal masih jam buka",
        "orang {o} {k} tidak kompeten, data saya ketuker sama orang lain",
        "yang datang cuma lihat-lihat terus pulang, tidak bisa benerin apa-apa",
        "tiap ganti petugas ganti jawaban, dilatih tidak sih",
    ],
    "unfriendly_service": [
        "satpam sama petugas {o} {k} judesnya minta ampun",
        "nanya {s} baik-baik malah dibentak",
        "mbak loketnya jutek banget, senyum dikit kek",
        "ditanya soal {s} jawabnya sambil melengos",
        "petugasnya ngegas, memang saya utang apa",
        "orang tua saya dimarahin depan umum cuma karena salah isi formulir",
        "nada bicaranya merendahkan banget, mentang-mentang pakai seragam",
        "CS nya kasar, telepon saya ditutup sebelum selesai ngomong",
    ],
    "other": [
        "kecewa berat sama pengalaman hari ini",
        "parah sih ini, ampun deh",
        "tolong dibenahi lah, malu sama negara tetangga",
        "pengalaman terburuk saya tahun ini, di {o} {k}",
        "nyerah deh, sudah tidak bisa berkata-kata",
        "begini amat ya jadi rakyat",
        "bikin emosi pagi-pagi saja",
        "soal {s} ini tolong dibereskan, nyusahin orang",
    ],
}
COMPLAINTS_EN: dict[str, list[str]] = {
    "complicated_requirements": ["why does it need this many documents, i brought {n} photocopies already"],
    "slow_service": ["still no progress after {de}", "{n} hours queueing in {k} and still not my turn"],
    "lack_of_transparency": [
        "nobody can tell me how this charge was calculated",
        "rejected with zero explanation",
    ],
    "red_tape": [
        "sent from one counter to another, it's a maze",
        "i need {n} signatures for one simple form",
    ],
    "inadequate_facilities": [
        "the app keeps crashing",
        "no ramp, no chairs, broken toilets at the {k} office",
    ],
    "high_cost": ["who can afford {rp} for this", "the fee went up again and my wage didn't"],
    "not_as_promised": [
        "you said {de}, that was ages ago",
        "what i paid for and what i got are different things",
    ],
    "illegal_levies": [
        "someone at the {k} office asked for {rp} under the table",
        "no receipt, just 'pay {rp}'",
    ],
    "unclear_procedure": [
        "how does this even work, every page says something else",
        "no instructions anywhere",
    ],
    "unresponsive": ["emailed {n} times, not a single reply", "is anyone even reading these DMs?"],
    "poor_staff": [
        "the person at the counter had no clue",
        "staff scrolling on their phones while people wait",
    ],
    "unfriendly_service": ["the officer in {k} shouted at my mom", "so rude at the counter today"],
    "other": ["so disappointed today", "worst experience ever, honestly"],
}
JOINERS = [", sudah gitu ", ". terus ", ", mana ", ". ", " dan "]
MENTION_FRAMES = [
    "{a} {c}", "{a} {c}", "{c} {a}", "min {a} {c}", "halo {a}, {c}", "{c}. tolong dong {a}", "{c} 😡 {a}",
    "gimana ini {a}? {c}", "{c} 😭😭 {a} {h}", "{a} {c} {h}",
]  # fmt: skip
NAME_FRAMES = [
    "{m} nih, {c}",
    "{c}. {m} oh {m}",
    "{m}: {c} 🙃",
    "{c} #{k} soal {m} ini",
    "curhat {m}. {c} {h}",
]

ADDRESSED = [
    "mau tanya dong, {s} di {o} {k} buka hari Sabtu?", "info {s} bisa lihat di mana ya? makasih 🙏",
    "makasih ya, {s} saya sudah beres. petugasnya baik 👍", "mantap, {s} sat set, jempol",
    "pelayanannya tidak lambat kok, mantap", "ternyata {s} sama sekali tidak ribet, lima menit jadi",
    "petugas {o} {k} tidak jutek, malah ramah, makasih", "{s} tidak mahal ternyata, nol rupiah malah",
    "selamat pagi min, semangat kerjanya ☕", "min udah sarapan belum? 😂",
    "antriannya tidak lama, {s} lancar",
    "tidak ada pungli di {o} {k}, salut", "izin tanya min, {s} bisa diwakilkan?",
    "nomor WA resmi yang mana ya min?", "yang bikin poster {s} keren juga",
    "thank you, {s} was quick and easy", "quick question, is the {k} office open tomorrow?",
]  # fmt: skip
TALK = [
    "hujan lagi di {k}, enaknya makan mi rebus {p}", "{p} jadi ngopi nanti sore?",
    "nonton bola bareng yuk {p}", "bakso depan pasar {k} antri {n} jam, lama tapi nagih {p}",
    "selamat ulang tahun {p} 🎉 sehat selalu", "{p} baca utas ini deh, lucu",
    "ada rekomendasi sarapan di {k}? {p}", "kangen masakan ibu 😭 {p}", "{p} kucingku lahiran, mau adopsi?",
    "lari pagi {n} km, lumayan {p} #{k}Lari", "{p} wkwkwk persis kamu", "drakor semalam bikin nangis {p}",
    "martabak sekarang {rp}, mahal juga ya {p} 😅", "siap {p}, besok kumpul",
    "anyone up for futsal this weekend? {p}", "{p} lagunya enak, putar terus dari pagi",
]  # fmt: skip
MEDIA = [
    "Cuaca {k} hari ini: cerah berawan, sore hujan ringan {u}", "Lima tempat makan legendaris di {k} {u}",
    "Festival budaya {k} digelar akhir pekan ini, masuk bebas {u} #{k}",
    "Harga cabai di pasar {k} turun {u}", "Tim voli {k} melaju ke final {u}",
    "Cerita warga {k} merawat taman kampung {u}",
]  # fmt: skip
REPLIES = [
    "setuju sih", "wah sama dong", "semangat ya", "wkwkwk", "sabar ya kak 🙏", "di {k} juga gitu",
    "ikut nyimak", "nah ini", "sudah coba lagi belum?", "bantu up", "same here", "tag yang lain juga",
]  # fmt: skip
QUOTES = [
    "nih baca", "ada yang ngalamin juga?", "ini loh maksud saya kemarin", "menarik", "simpan dulu",
    "cek ini {p}",
]  # fmt: skip
NUDGES = ["up", "up min", "halo? masih ditunggu ya", "menyimak 🙏", "sundul"]
FOLLOW_UPS = [
    "ditunggu ya min", "oke makasih", "sip min, sudah DM 🙏", "siap, terima kasih", "baik min",
    "noted, thanks",
]  # fmt: skip
IMPOSTORS = ["Sobat, kendala bisa kami bantu lewat link ini {u}", "Halo kak, hubungi admin kami di {u} ya"]
ANNOUNCEMENTS = [
    "Sobat, cek info {s} terbaru di sini ya {u} #{m}",
    "Tips hari ini: siapkan {s} dari rumah lewat aplikasi {u}",
    "Selamat pagi dari {o} {k}! Kami siap melayani hari ini #{m}", "Jadwal {s} pekan ini, simpan ya {u}",
]  # fmt: skip
ANSWERS = [
    "Hai Kak, mohon maaf atas kendalanya. Boleh kirim data melalui DM? ^{i}",
    "Selamat siang, terkait {s} kami cek dulu ya",
    "Terima kasih infonya Kak, sudah kami teruskan ke petugas {o} {k}. ^{i}",
    "Mohon kirim nomor laporannya via DM ya. ^{i}",
    "Maaf atas ketidaknyamanannya. Untuk {s} silakan cek di {u}",
    "Halo Sobat, laporan sudah kami catat. ^{i}",
    "Baik Kak, kami bantu koordinasikan dengan tim terkait. ^{i}",
    "Hi, sorry for the trouble, please DM us. ^{i}",
]  # fmt: skip
HAND_ONS = [
    "Mohon maaf Kak, untuk hal ini silakan hubungi @{x} ya. ^{i}",
    "Hal ini ditangani @{x}, silakan mention ke sana. ^{i}",
]  # fmt: skip
SECONDS = [
    "Menambahkan info sebelumnya, mohon tunggu 1x24 jam ya. ^{i}",
    "Update Kak: sudah ditangani tim {o} {k}. ^{i}",
]  # fmt: skip


def fill(rng: random.Random, template: str, **slots: str) -> str:
    """Put words into the slots of a template; a slot not given is drawn."""
    drawn = {
        "k": rng.choice(CITIES),
        "d": rng.choice(SPANS),
        "de": rng.choice(SPANS_EN),
        "n": str(rng.randint(2, 9)),
        "t": str(rng.randint(7, 16)),
        "rp": rng.choice(MONEY),
        "i": rng.choice("ABDRS") + rng.choice("AINTY"),
        "u": "https://t.co/contoh" + "".join(rng.choices("abcdefghjk23456789", k=6)),
    }
    return template.format(**(drawn | slots))


def complaint(rng: random.Random, topics: tuple[str, ...], english: bool, **slots: str) -> str:
    """The body of a complaint about one or two topics, without the agency's name."""
    if english:
        return ", ".join(fill(rng, rng.choice(COMPLAINTS_EN[topic]), **slots) for topic in topics)
    parts = [fill(rng, rng.choice(COMPLAINTS[topic]), **slots) for topic in topics]
    return colloquial(rng, rng.choice(JOINERS).join(parts)) + rng.choice(EMOJI)
