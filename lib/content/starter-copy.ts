/** The words of the starter templates, in the languages of the dashboard. */
export type StarterCopy = {
  greeting: string;
  company: string;
  footer: { why: string; address: string; preferences: string; unsubscribe: string };
  newsletter: {
    preview: string;
    issue: string;
    title: string;
    lead: string;
    stories: { title: string; body: string; link: string }[];
    button: string;
    closing: string;
  };
  announcement: {
    preview: string;
    label: string;
    title: string;
    lead: string;
    points: { title: string; body: string }[];
    button: string;
    closing: string;
  };
  offer: {
    preview: string;
    label: string;
    title: string;
    lead: string;
    codeLabel: string;
    code: string;
    button: string;
    terms: string;
  };
  letter: { preview: string; paragraphs: string[]; regards: string; name: string; role: string };
};

const en: StarterCopy = {
  greeting: `Hello {{ contact.first_name | default: "there" }},`,
  company: "Your company",
  footer: {
    why: "You get this mail because you subscribed to our news.",
    address: "Your company · Jalan Contoh 1 · Jakarta 10110",
    preferences: "Choose what you get",
    unsubscribe: "Unsubscribe",
  },
  newsletter: {
    preview: "Three things worth your time this month.",
    issue: "Monthly news",
    title: "What we learned this month",
    lead: "Start with the one thing that your readers should remember. Two or three sentences are enough; the stories below say the rest.",
    stories: [
      {
        title: "The first story",
        body: "Say what happened and why it matters to the reader. Keep it to one short paragraph.",
        link: "Read the first story",
      },
      {
        title: "The second story",
        body: "A number, a name or a place makes a story easier to believe than an adjective does.",
        link: "Read the second story",
      },
    ],
    button: "See everything new",
    closing: "Do you have a question or an idea? Just reply to this mail; a person reads it.",
  },
  announcement: {
    preview: "It is ready, and here is what changes for you.",
    label: "New",
    title: "Say what is new in one line",
    lead: "Explain in two sentences what it does and who it is for. Leave out how hard it was to make.",
    points: [
      { title: "What changes", body: "The first thing your reader will notice." },
      { title: "What stays", body: "What they need not worry about." },
      { title: "What to do", body: "The next step, and how long it takes." },
    ],
    button: "Have a look",
    closing: "It is ready for everybody from today.",
  },
  offer: {
    preview: "20% off until Sunday, with the code inside.",
    label: "Until Sunday",
    title: "20% off everything",
    lead: "Say what is on offer, for whom and until when. One picture of the offer in the mind of the reader is enough.",
    codeLabel: "Your code",
    code: "THANKS20",
    button: "Use the offer",
    terms: "Valid until Sunday, 23.59 WIB. One use for each customer, not together with other offers.",
  },
  letter: {
    preview: "A few lines from me to you.",
    paragraphs: [
      "Write as you would write to one person. No picture, no columns: a letter is read to the end more often than a brochure.",
      "Come to the point in the second paragraph. If you want an answer, ask one question, and make it easy to answer by replying.",
    ],
    regards: "Kind regards,",
    name: "Your name",
    role: "Your role, your company",
  },
};

const id: StarterCopy = {
  greeting: `Halo {{ contact.first_name | default: "Bapak/Ibu" }},`,
  company: "Perusahaan Anda",
  footer: {
    why: "Anda menerima surel ini karena berlangganan kabar dari kami.",
    address: "Perusahaan Anda · Jalan Contoh 1 · Jakarta 10110",
    preferences: "Atur langganan",
    unsubscribe: "Berhenti berlangganan",
  },
  newsletter: {
    preview: "Tiga hal yang layak Anda baca bulan ini.",
    issue: "Kabar bulanan",
    title: "Yang kami pelajari bulan ini",
    lead: "Mulailah dengan satu hal yang perlu diingat pembaca Anda. Dua atau tiga kalimat sudah cukup; cerita di bawah melengkapinya.",
    stories: [
      {
        title: "Cerita pertama",
        body: "Ceritakan apa yang terjadi dan mengapa penting bagi pembaca. Cukup satu paragraf pendek.",
        link: "Baca cerita pertama",
      },
      {
        title: "Cerita kedua",
        body: "Angka, nama, atau tempat lebih mudah dipercaya daripada kata sifat.",
        link: "Baca cerita kedua",
      },
    ],
    button: "Lihat semua yang baru",
    closing: "Ada pertanyaan atau ide? Balas saja surel ini; kami membacanya sendiri.",
  },
  announcement: {
    preview: "Sudah siap, dan inilah yang berubah untuk Anda.",
    label: "Baru",
    title: "Sebutkan yang baru dalam satu baris",
    lead: "Jelaskan dalam dua kalimat apa gunanya dan untuk siapa. Tidak perlu menceritakan betapa sulit membuatnya.",
    points: [
      { title: "Yang berubah", body: "Hal pertama yang akan dilihat pembaca Anda." },
      { title: "Yang tetap", body: "Hal yang tidak perlu dikhawatirkan." },
      { title: "Langkah berikutnya", body: "Apa yang perlu dilakukan, dan berapa lama." },
    ],
    button: "Lihat sekarang",
    closing: "Tersedia untuk semua orang mulai hari ini.",
  },
  offer: {
    preview: "Diskon 20% sampai hari Minggu, kodenya ada di dalam.",
    label: "Sampai hari Minggu",
    title: "Diskon 20% untuk semua produk",
    lead: "Sebutkan apa yang ditawarkan, untuk siapa, dan sampai kapan. Satu tawaran yang jelas sudah cukup.",
    codeLabel: "Kode Anda",
    code: "TERIMAKASIH20",
    button: "Gunakan penawaran",
    terms:
      "Berlaku sampai hari Minggu pukul 23.59 WIB. Satu kali pakai untuk setiap pelanggan, tidak digabung dengan penawaran lain.",
  },
  letter: {
    preview: "Beberapa baris dari saya untuk Anda.",
    paragraphs: [
      "Tulislah seperti menulis kepada satu orang. Tanpa gambar, tanpa kolom: surat lebih sering dibaca sampai selesai daripada brosur.",
      "Sampaikan maksud Anda di paragraf kedua. Jika ingin jawaban, ajukan satu pertanyaan yang mudah dijawab dengan membalas surel ini.",
    ],
    regards: "Salam hangat,",
    name: "Nama Anda",
    role: "Jabatan Anda, perusahaan Anda",
  },
};

export const STARTER_COPY = { en, id } as const;
