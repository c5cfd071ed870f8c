import { createHash } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import PostalMime from "postal-mime";

/** One mail as the receiving side got it. */
export type ReceivedMail = { messageId: string; recipient: string; raw: Uint8Array };

export type RecipientActions = { opened: number; clicked: number; unsubscribed: number };

const mailPrograms = [
  "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)",
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148",
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)",
];

/**
 * Does with a mail what its recipient would: 45 of 100 look at it, a third of those follow a link, 1 of 100 unsubscribes, each by
 * fetching the real addresses in the mail, some seconds after it came. What somebody does follows from their address, so that
 * two runs tell the same story.
 */
export async function actAsRecipient(mail: ReceivedMail, done: RecipientActions): Promise<void> {
  const mood = createHash("sha256").update(mail.recipient).digest();
  const [looks = 0, follows = 0, leaves = 0, waits = 0] = mood;
  const { html = "", headers } = await PostalMime.parse(mail.raw);
  const person = {
    "user-agent": mailPrograms[looks % mailPrograms.length] ?? "",
    "x-forwarded-for": `${(11 + (mood[4] ?? 0) / 4) | 0}.${mood[5]}.${mood[6]}.${mood[7]}`,
  };
  await pause(6_000 + waits * 10);

  if (leaves < 3) {
    const header = headers.find(({ key }) => key === "list-unsubscribe")?.value ?? "";
    const address = /<(https?:[^>]+)>/.exec(header)?.[1];
    if (!address) throw new Error(`The mail to ${mail.recipient} has no List-Unsubscribe address.`);
    await visit(address, {
      method: "POST",
      headers: { ...person, "content-type": "application/x-www-form-urlencoded" },
      body: "List-Unsubscribe=One-Click",
    });
    done.unsubscribed += 1;
    return;
  }
  if (looks >= 115) return;
  const pixel = addresses(html, "src").find((address) => address.includes("/t/o/"));
  if (!pixel) throw new Error(`The mail to ${mail.recipient} has no open pixel.`);
  await visit(pixel, { headers: person });
  done.opened += 1;

  if (follows >= 85) return;
  const links = addresses(html, "href").filter((address) => address.includes("/t/c/"));
  const link = links[follows % Math.max(links.length, 1)];
  if (!link) throw new Error(`The mail to ${mail.recipient} has no link to follow.`);
  await pause(1_500);
  await visit(link, { headers: { ...person, "user-agent": mailPrograms[2] ?? "" }, redirect: "manual" });
  done.clicked += 1;
}

function addresses(html: string, attribute: "href" | "src"): string[] {
  const found = html.matchAll(new RegExp(`${attribute}="(https?:[^"]+)"`, "g"));
  return [...found].map(([, address = ""]) => address.replaceAll("&amp;", "&"));
}

async function visit(address: string, request: RequestInit): Promise<void> {
  const response = await fetch(address, { ...request, signal: AbortSignal.timeout(30_000) });
  await response.arrayBuffer();
  if (response.status >= 400) throw new Error(`${new URL(address).pathname} answered ${response.status}`);
}
