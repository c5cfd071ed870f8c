// A receiving server that costs as little as it can, in a process of its own: takes every mail and forgets it. With a delay
// in milliseconds as its argument every answer comes that much later, as over a network with that round trip.
import { createServer } from "node:net";

const delay = Number(process.argv[2] ?? 0);
const server = createServer({ noDelay: true }, (socket) => {
  let rest = "";
  let inBody = false;
  const answer = (text: string) => {
    if (text === "") return;
    if (delay > 0) setTimeout(() => socket.write(text), delay);
    else socket.write(text);
  };
  socket.on("error", () => socket.destroy());
  socket.on("data", (chunk) => {
    rest += chunk.toString("latin1");
    let replies = "";
    for (;;) {
      if (inBody) {
        const end = rest.indexOf("\r\n.\r\n");
        if (end < 0) {
          // A dot may be cut in two by a packet.
          rest = rest.slice(-4);
          break;
        }
        rest = rest.slice(end + 5);
        inBody = false;
        replies += "250 2.0.0 Ok\r\n";
        continue;
      }
      const end = rest.indexOf("\r\n");
      if (end < 0) break;
      const verb = rest.slice(0, 4).toUpperCase();
      rest = rest.slice(end + 2);
      if (verb === "EHLO") replies += "250-lean.test\r\n250-PIPELINING\r\n250 8BITMIME\r\n";
      else if (verb === "DATA") {
        inBody = true;
        replies += "354 Go\r\n";
      } else if (verb === "QUIT") {
        socket.end("221 2.0.0 Bye\r\n");
        return;
      } else replies += "250 2.1.0 Ok\r\n";
    }
    answer(replies);
  });
  answer("220 lean.test ESMTP\r\n");
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.send?.(typeof address === "object" && address ? address.port : 0);
});
process.on("disconnect", () => process.exit(0));
