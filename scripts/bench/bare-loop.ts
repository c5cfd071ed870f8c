// The floor to compare with: a loop of Nodemailer `raw` sends of one ready-made message over pooled connections, in a process
// of its own. Arguments: port, messages, connections, bytes. Tells its parent how many messages a second it reached.
import { createTransport } from "nodemailer";

const [port = 0, messages = 0, connections = 0, bytes = 0] = process.argv.slice(2).map(Number);
const line = `${"x".repeat(74)}\r\n`;
const raw = Buffer.from(`Subject: bench\r\n\r\n${line.repeat(Math.ceil(bytes / line.length))}`);
const transport = createTransport({
  pool: true,
  host: "127.0.0.1",
  port,
  secure: false,
  ignoreTLS: true,
  maxConnections: connections,
  maxMessages: 100,
});
const envelope = { from: "kopi@example.com", to: ["person@example.org"] };
process.send?.("ready");
let left = messages;
const startedAt = performance.now();
await Promise.all(
  Array.from({ length: connections }, async () => {
    while (left > 0) {
      left -= 1;
      await transport.sendMail({ envelope, raw });
    }
  }),
);
const perSecond = messages / ((performance.now() - startedAt) / 1_000);
transport.close();
process.send?.(perSecond, () => process.exit(0));
