import type { FileProblem } from "#lib/imports/import-problem.ts";

export type SentFile =
  | { outcome: "taken"; importId: string }
  | { outcome: "refused"; problem: FileProblem }
  /** A key of messages/ of its own, such as a session that ended. */
  | { outcome: "denied"; message: string }
  | { outcome: "stopped" };

type Answer = { importId?: string; problem?: FileProblem; error?: string };

/**
 * Sends a file as it is, without reading it into memory, and tells how much has left. XMLHttpRequest, because fetch has no
 * progress of what is sent.
 */
export const sendFile = (
  file: File,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (sentBytes: number) => void },
): Promise<SentFile> =>
  new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/api/contacts/import?name=${encodeURIComponent(file.name)}`);
    request.responseType = "json";
    request.upload.onprogress = ({ loaded }) => onProgress(loaded);
    request.onload = () => {
      const answer = (request.response ?? {}) as Answer;
      if (answer.importId) resolve({ outcome: "taken", importId: answer.importId });
      else if (answer.error) resolve({ outcome: "denied", message: answer.error });
      else resolve({ outcome: "refused", problem: answer.problem ?? { key: "uploadBroken" } });
    };
    request.onerror = () => resolve({ outcome: "refused", problem: { key: "uploadBroken" } });
    request.onabort = () => resolve({ outcome: "stopped" });
    signal.addEventListener("abort", () => request.abort());
    request.setRequestHeader("content-type", "text/csv");
    request.send(file);
  });
