// A unit test that opens a socket or a process is not a unit test: it fails here, by name.
import childProcess from "node:child_process";
import dgram from "node:dgram";
import dns from "node:dns";
import { syncBuiltinESMExports } from "node:module";
import net from "node:net";

function refuse(what: string): () => never {
  return () => {
    throw new Error(`A unit test may not ${what}. Move it to tests/integration/.`);
  };
}

net.Socket.prototype.connect = refuse("open a socket");
net.Server.prototype.listen = refuse("listen on a port");
dgram.createSocket = refuse("open a socket");
dns.lookup = refuse("look up a name") as unknown as typeof dns.lookup;
childProcess.spawn = refuse("start a process");
childProcess.exec = refuse("start a process") as unknown as typeof childProcess.exec;
syncBuiltinESMExports();
