import type { Instrumentation } from "next";

/**
 * Writes what failed while a page was rendered to our log, under the code (`digest`) that the error page shows.
 * Next calls this on the server; the logger is loaded here because the file is also compiled for the edge, which has no Node.
 */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { logger } = await import("#lib/platform/logger.ts");
  const code = error instanceof Error && "digest" in error ? error.digest : undefined;
  const path = request.path.split("?", 1)[0];
  logger().error(
    { err: error, code, method: request.method, path, kind: context.routeType },
    "A page failed",
  );
};
