import PostalMime from "postal-mime";
import { expect, test } from "vitest";
import { type CampaignWords, compileMail } from "./compile-mail.ts";
import { composeMessage, type MailRecipient } from "./compose-message.ts";

const words: CampaignWords = {
  campaignId: "01930000-0000-7000-8000-000000000001",
  workspaceId: "01930000-0000-7000-8000-0000000000aa",
  campaignName: "November",
  subject: "Halo {{ contact.first_name | default: 'friend' }}",
  html: '<p>Halo {{ contact.first_name }}</p><a href="{{ kurir.link[0] }}">x</a><img src="{{ kurir.open }}"><a href="{{ unsubscribe_url }}">stop</a>',
  text: "Halo {{ contact.first_name }}\n{{ kurir.link[0] }}\n{{ unsubscribe_url }}\n",
  fromName: "Toko Kopi",
  fromEmail: "kopi@example.com",
  replyTo: "tanya@example.com",
  linkCount: 1,
};
const recipient: MailRecipient = {
  email: "ayu@example.org",
  contact: { first_name: "Ayu", email: "ayu@example.org" },
  messageId: "m42.0123456789ab@example.com",
  urls: {
    open: "https://kurir.example/t/o/TOKEN.gif",
    unsubscribe: "https://kurir.example/u/TOKEN",
    preferences: "https://kurir.example/p/TOKEN",
    click: (position) => `https://kurir.example/t/c/${position}`,
  },
  at: new Date("2026-11-21T14:30:05Z"),
};
const compose = (change: Partial<CampaignWords> = {}, person: Partial<MailRecipient> = {}) =>
  composeMessage(compileMail({ ...words, ...change }), { ...recipient, ...person });
/** Line ends are CRLF on the wire; postal-mime gives LF. */
const asRead = (text: string) => text.replace(/\r\n?/g, "\n");

test("a mail carries every header field that bulk mail needs, each once", async () => {
  const mail = await PostalMime.parse(compose());
  expect(Object.fromEntries(mail.headers.map(({ key, value }) => [key, value]))).toEqual({
    from: "Toko Kopi <kopi@example.com>",
    "reply-to": "tanya@example.com",
    to: "ayu@example.org",
    subject: "Halo Ayu",
    date: "Sat, 21 Nov 2026 14:30:05 +0000",
    "message-id": "<m42.0123456789ab@example.com>",
    "list-unsubscribe": "<https://kurir.example/u/TOKEN>",
    "list-unsubscribe-post": "List-Unsubscribe=One-Click",
    "list-id": "<0193000000007000800000000000" + "00aa.list.example.com>",
    "feedback-id": `${words.campaignId}:${words.workspaceId}:campaign:kurir`,
    precedence: "bulk",
    "x-auto-response-suppress": "OOF, AutoReply",
    "mime-version": "1.0",
    "content-type": expect.stringContaining("multipart/alternative"),
  });
  expect(new Set(mail.headers.map(({ key }) => key)).size).toBe(mail.headers.length);
});

const bodies: Record<string, string> = {
  "values only": "<p>{{ contact.first_name }} and {{ contact.city }}.</p>",
  "no Liquid at all": "<p>The same for everybody = 100 %</p>",
  "Liquid only": "{{ contact.first_name }}",
  "values side by side": "{{ contact.first_name }}{{ contact.city }}{{ contact.first_name }}",
  "tags decide":
    "{% if contact.city == 'Bandung' %}<b>Bandung</b>{% else %}{{ contact.city }}{% endif %} end",
  "white space control": "a   {{- contact.first_name -}}   b",
  "braces in quotes": "{{ contact.first_name | append: '}' | append: ' {x' }} after",
  "Windows line ends": "<p>\r\n{{ contact.first_name }}\r\n</p>\r\n",
  "a line of 10,220 bytes": `<td>${"<b>x=y</b>".repeat(1_022)}</td>{{ contact.first_name }}`,
  "dots at line starts": ".\n..\n.{{ contact.first_name }}\n.",
  emoji: `${"🚚📦".repeat(50)}{{ contact.first_name }}${"👨‍👩‍👧".repeat(40)}`,
  "right to left": `שלום {{ contact.first_name }} ${"עולם ".repeat(60)}`,
  "trailing spaces": "line  \n{{ contact.first_name }}  \nend\t",
};
const people: Record<string, Record<string, unknown>> = {
  plain: { first_name: "Ayu", city: "Bandung" },
  "with awkward letters": { first_name: "Zoë 🚚 <b>&\"'", city: "=3D=\r\n.x" },
  "with line breaks and spaces at the edges": { first_name: " \r\n.lead", city: "tail \n" },
  "with long values": { first_name: "é".repeat(400), city: "x".repeat(900) },
  "with the separator in it": { first_name: "a\u0001\u0002\u0001b", city: "c" },
  "without values": {},
};

for (const [bodyName, body] of Object.entries(bodies)) {
  for (const [personName, contact] of Object.entries(people)) {
    test(`what is parsed is what was rendered: ${bodyName}, a person ${personName}`, async () => {
      const { parseTemplate } = await import("#lib/liquid/parse-template.ts");
      const { renderTemplate } = await import("#lib/liquid/render-template.ts");
      const raw = compose({ html: body, text: body }, { contact });
      const scope = {
        contact,
        campaign: { name: "", subject: "" },
        unsubscribe_url: "",
        preferences_url: "",
      };
      const mail = await PostalMime.parse(raw);
      const expected = (kind: "html" | "text") => asRead(renderTemplate(parseTemplate(body, kind), scope));
      expect(trimEnd(asRead(mail.html ?? ""))).toBe(trimEnd(expected("html")));
      expect(trimEnd(asRead(mail.text ?? ""))).toBe(trimEnd(expected("text")));
    });
  }
}

test("no line on the wire passes its limit or holds anything but ASCII and CRLF", () => {
  for (const body of Object.values(bodies)) {
    for (const contact of Object.values(people)) {
      const raw = compose({ html: body, text: body, subject: body }, { contact }).toString("latin1");
      expect(raw).toMatch(/^[\t\r\n\x20-\x7e]*$/);
      expect(raw.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
      for (const line of raw.split("\r\n")) expect(line.length).toBeLessThanOrEqual(998);
    }
  }
});

const attacks = [
  "Ayu\r\nBcc: victim@example.com",
  "Ayu\nBcc: v@example.com\n\n<b>",
  "Ayu\r\n\r\nbody",
  "A\u0000\u2028\u0085B\rBcc: x@y.z",
];

for (const attack of attacks) {
  test(`no field of a contact, a subject or a sender begins a header: ${JSON.stringify(attack)}`, async () => {
    const before = (await PostalMime.parse(compose())).headers.map(({ key }) => key);
    const mail = await PostalMime.parse(
      compose(
        { subject: `${attack} {{ contact.first_name }}`, fromName: attack },
        { contact: { first_name: attack, "x\r\nBcc": attack } },
      ),
    );
    expect(mail.headers.map(({ key }) => key)).toEqual(before);
    expect(mail.bcc).toBeUndefined();
  });
}

test("content cannot end its part, whatever boundary it guesses", async () => {
  const boundary = /boundary="([^"]+)"/.exec(compose().toString("latin1"))?.[1] ?? "";
  const body = `before\n--${boundary}--\nafter\n--${boundary}\nContent-Type: text/html\n\ninjected`;
  const mail = await PostalMime.parse(compose({ text: body, html: `<pre>${body}</pre>` }));
  expect(trimEnd(asRead(mail.text ?? ""))).toBe(body);
  expect(mail.attachments).toHaveLength(0);
});

test("addresses that could end a field are refused, not sent", () => {
  expect(() => compose({}, { email: "a@example.org>\r\nBcc: b@example.org" })).toThrow();
  expect(() => compose({ fromEmail: "a@example.org\r\nBcc: b@example.org" })).toThrow();
  expect(() => compose({ replyTo: "a@example.org\nX: y" })).toThrow();
});

/** The line end before a boundary belongs to the boundary. */
function trimEnd(text: string): string {
  return text.replace(/\n+$/, "");
}
