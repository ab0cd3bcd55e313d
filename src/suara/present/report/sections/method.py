"""What the words of the report mean, and how it was counted."""

from __future__ import annotations

from suara.present.people import PUBLIC_FROM
from suara.present.figures._said import number
from suara.present.report.material import Material
from suara.present.report.parts import Section, Terms

PLACE = 70

_WORDS = {
    "id": {
        "title": "Cara menghitung dan arti istilah",
        "terms": [
            ("Keluhan", "Apa yang diminta seseorang dari satu instansi, dalam berapa pun unggahan. Unggahan termasuk keluhan bila ditulis oleh akun yang bukan milik instansi, ditujukan kepada instansi (membalas, menyebut akunnya, atau menyebut namanya), dan memuat kode buku kode “complaints”. Unggahan orang yang sama kepada instansi yang sama dalam satu percakapan, atau tentang topik yang sama dalam 24 jam, adalah satu keluhan. Keluhan kepada dua instansi dihitung untuk keduanya. Unggahan ulang bukan keluhan."),
            ("Jawaban", "Unggahan akun instansi itu, atau instansi di atasnya, yang menanggapi keluhan. Dikaitkan dengan bukti terbaik yang ada: membalas keluhan; kemudian dalam percakapan yang sama kepada orang itu; atau menyebut orang itu dalam 7 hari."),
            ("Belum dijawab", "Tidak ada jawaban sampai akhir pengumpulan data di platform itu (tersensor). Itu bukan “tidak pernah dijawab”: jawabannya mungkin datang kemudian, atau lewat pesan pribadi yang tidak terlihat."),
            ("Tidak teramati", "Keluhan kepada instansi yang tidak satu pun unggahannya terkumpul di platform itu. Tidak ikut dalam bagian mana pun."),
            ("Interval 95 %", "Rentang yang masih sesuai dengan data. Makin sedikit keluhan, makin lebar rentangnya. Untuk bagian: Wilson (1927); untuk median: Brookmeyer dan Crowley (1982)."),
            ("Tidak dapat dibedakan", "Interval keduanya bertumpang tindih. Ini cara yang hati-hati: bila interval tidak bertumpang tindih, perbedaannya bermakna jauh di luar 5 % (Schenker dan Gentleman 2001)."),
            ("Median waktu tunggu", "Waktu yang diperlukan sampai separuh dari semua keluhan dijawab (Kaplan dan Meier 1958). Yang masih menunggu ikut dihitung; rata-rata dari yang dijawab saja akan membuat setiap instansi tampak lebih cepat."),
            ("Jawaban berisi", "Jawaban yang bukan penerusan ke instansi lain, bukan permintaan mengirim pesan langsung, bukan tautan saja, bukan teks otomatis, dan bukan ucapan singkat. Bukan berarti masalahnya selesai."),
            ("Topik", "Kode buku kode “complaints”, ditemukan menurut kata-kata, kecuali bila orang telah memutuskan (suara review). Dengan “suara codes ID” terlihat kata mana yang menentukan."),
            ("Nama orang", "Instansi, media, akun terverifikasi, dan akun dengan lebih dari {public} pengikut disebut namanya. Semua orang lain disebut dengan nama samaran yang tetap di ruang kerja ini; nama pengguna, tautan, alamat, dan nomor di dalam teks disamarkan. Nama yang ditulis orang tanpa “@” tidak disamarkan, dan kutipan dari unggahan publik dapat dicari kembali."),
        ],
    },
    "en": {
        "title": "How it was counted, and what the words mean",
        "terms": [
            ("Complaint", "What one person wants of one agency, in however many posts. A post is part of one where an account writes it that no agency operates, it is addressed to an agency (replies to it, mentions its account or names it), and it carries a code of the codebook “complaints”. Posts of one person to one agency in one conversation, or about the same topic within 24 hours, are one complaint. A complaint to two agencies counts for both. Reposts are no complaints."),
            ("Answer", "A post by an account of that agency, or of the one above it, that responds to a complaint. It is linked by the best evidence there is: it replies to the complaint; it comes later in the same conversation and speaks to that person; or it mentions the person within 7 days."),
            ("Not answered", "No answer by the end of the collection on that platform (censored). This isn't “never”: an answer may have come later, or by a private message, which nobody sees here."),
            ("Not observed", "Complaints to an agency of which no post was collected on that platform. They are in no share."),
            ("95 % interval", "The range that is still in keeping with the data. The fewer complaints, the wider it is. Of shares: Wilson (1927); of medians: Brookmeyer and Crowley (1982)."),
            ("Can't be told apart", "The two intervals overlap. That is careful: where they don't, the difference is significant far beyond 5 % (Schenker and Gentleman 2001)."),
            ("Median wait", "The time until half of all complaints had an answer (Kaplan and Meier 1958). Those still waiting count; a mean of the answered alone would make every agency look faster."),
            ("Answer of substance", "An answer that isn't a hand-on to another agency, a plea for a direct message, a bare link, an automatic text or a brief courtesy. It doesn't mean that the problem was solved."),
            ("Topic", "A code of the codebook “complaints”, found by words unless people have decided on it (suara review). “suara codes ID” shows which words decided."),
            ("Names of people", "Agencies, media, verified accounts and those with more than {public} followers are named. All other people have a pseudonym, which stays the same in this workspace; handles, links, addresses and numbers in texts are masked. Names that people write without “@” aren't masked, and quotes of public posts can be searched for."),
        ],
    },
}  # fmt: skip


def section(material: Material) -> Section:
    """Terms and what they mean."""
    words = _WORDS[material.lang]
    public = number(PUBLIC_FROM, material.lang)
    terms = [(term, meaning.replace("{public}", public)) for term, meaning in words["terms"]]
    return Section("method", str(words["title"]), [Terms(terms)])
