import { environment } from "#lib/platform/environment.ts";
import { logger } from "#lib/platform/logger.ts";
import { sandboxPassword } from "#lib/sandbox/sandbox-password.ts";
import { openSandbox, type SandboxServer } from "#lib/sandbox/sandbox-server.ts";
import { trySession } from "#lib/smtp/smtp-session.ts";
import { updateSandboxPort } from "./sending-servers-store.ts";

/** How often workspaces that were made meanwhile are told the port, where it is not the configured one. */
const tellMilliseconds = 2_000;

/**
 * Starts the mail sandbox in this process and writes its port to the sending servers of kind sandbox. Where another worker of
 * this installation already runs it, that one is left to it; where something else has the port, any free one is taken.
 */
export async function startSandbox(
  sandboxPort = environment().sandboxPort,
): Promise<SandboxServer | undefined> {
  const { sandboxAnswers } = environment();
  let server: SandboxServer;
  try {
    server = await openSandbox(sandboxPort, sandboxAnswers);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EADDRINUSE")) throw error;
    if (await isOurSandbox(sandboxPort)) return undefined;
    server = await openSandbox(0, sandboxAnswers);
    logger().warn(
      { taken: sandboxPort, port: server.port },
      "the sandbox's port is taken, another one is used",
    );
  }
  const { port, close } = server;
  await updateSandboxPort(port, false);
  const timer = setInterval(() => {
    updateSandboxPort(port, true).catch((error: unknown) =>
      logger().warn({ err: error }, "the sandbox's port is not told"),
    );
  }, tellMilliseconds);
  logger().info({ port, answers: sandboxAnswers }, "mail sandbox listens");
  return {
    port,
    async close() {
      clearInterval(timer);
      await close();
    },
  };
}

/** Only a sandbox with the same APP_SECRET lets this user in. */
async function isOurSandbox(port: number): Promise<boolean> {
  const { failure } = await trySession({
    host: "127.0.0.1",
    port,
    security: "none",
    username: "worker",
    password: sandboxPassword("worker"),
    maxConnections: 1,
    privatePorts: [port],
    timeouts: { connect: 2_000, greeting: 2_000, command: 2_000 },
  });
  return failure === undefined;
}
