"use client";

import "./globals.css";

type GlobalErrorProps = { error: Error & { digest?: string }; reset: () => void };

/** The last resort, when even the layout failed: no messages and no components can be relied on, so it carries both languages itself. */
const WORDS = [
  {
    lang: "en",
    title: "Kurir could not show this page",
    text: "Nothing was changed. Load it again; if it stays, give this code to whoever runs the installation.",
    retry: "Try again",
  },
  {
    lang: "id",
    title: "Kurir tidak dapat menampilkan halaman ini",
    text: "Tidak ada yang diubah. Muat ulang; jika tetap gagal, berikan kode ini kepada pengelola instalasi.",
    retry: "Coba lagi",
  },
];

const GlobalError = ({ error, reset }: GlobalErrorProps) => (
  <html lang="en">
    <body className="flex flex-col gap-6 p-8 text-sm">
      {WORDS.map(({ lang, title, text, retry }) => (
        <section key={lang} lang={lang} className="flex flex-col items-start gap-2">
          <h1 className="text-base font-semibold">{title}</h1>
          <p>
            {text} {error.digest}
          </p>
          <button type="button" onClick={reset} className="underline">
            {retry}
          </button>
        </section>
      ))}
    </body>
  </html>
);

export default GlobalError;
