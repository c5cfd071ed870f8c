// The demo's own contacts: people who do not exist, at domains that cannot exist (RFC 2606).

const firstNames =
  "Adi Agus Ahmad Andi Anisa Arif Ayu Bagus Bayu Budi Citra Dewi Dian Dimas Dina Eka Eko Fajar Farah Fitri Galih Gita Hadi Hana Hendra Indah Intan Irfan Joko Kartika Kevin Lestari Lina Made Maya Mega Nadia Nanda Nur Putri Putu Rahmat Rani Ratna Rina Rizky Sari Sinta Siti Surya Teguh Tika Tono Utami Vina Wahyu Wayan Wulan Yanti Yoga Yuni Zahra".split(
    " ",
  );
const lastNames =
  "Anggraini Aritonang Basuki Cahyono Darmawan Firmansyah Gunawan Halim Hartono Hidayat Irawan Kurniawan Kusuma Lubis Maharani Nasution Nugroho Pangestu Permata Pratama Purnomo Putra Rahayu Ramadhan Saputra Setiawan Siregar Sitompul Suharto Susanto Tanjung Utomo Wibowo Wijaya Yulianto Yusuf".split(
    " ",
  );
const cities = ["Jakarta", "Bandung", "Surabaya", "Yogyakarta", "Denpasar", "Medan", "Makassar", "Semarang"];
const plans = ["free", "basic", "business"];
const domains = ["surel.example", "kantor.example", "toko.example", "kampus.example", "rumah.example"];

/** What a person's export looks like when nobody cleaned it: one bad row for every fifty good ones. */
const badRows = [
  (n: number) => `not an address ${n},Tanpa,Surel,Jakarta,free`,
  () => ",Alamat,Kosong,Bandung,basic",
  (n: number) => `dua@@tanda${n}.example,Dua,Tanda,Medan,free`,
  (n: number) => `kelebihan${n}@surel.example,Kolom,Lebih,Surabaya,basic,satu lagi`,
];

export type SampleContacts = { csv: string; contacts: number; badRows: number };

/**
 * A CSV of contacts as a small Indonesian company would export it, the same for the same number: columns E-mail, First name,
 * Last name, City, Plan; among the good rows a bad one for every fifty.
 */
export function sampleContacts(contacts: number): SampleContacts {
  const rows = ["E-mail,First name,Last name,City,Plan"];
  let bad = 0;
  for (let n = 0; n < contacts; n += 1) {
    const first = pick(firstNames, n * 7);
    const last = pick(lastNames, n * 11 + 3);
    const address = `${first}.${last}.${n + 1}@${pick(domains, n * 3)}`.toLowerCase();
    rows.push(`${address},${first},${last},${pick(cities, n * 5)},${pick(plans, n)}`);
    if (n % 50 === 49) {
      rows.push(pick(badRows, bad)(n));
      bad += 1;
    }
  }
  return { csv: `${rows.join("\r\n")}\r\n`, contacts, badRows: bad };
}

function pick<T>(from: readonly T[], position: number): T {
  const found = from[position % from.length];
  if (found === undefined) throw new RangeError("Nothing to pick from");
  return found;
}
