/**
 * Why sending is held until a person releases it, as a key of `accounts.hold.reason.*`: signs that the database is an older one
 * than the mails that have left.
 *
 * - `database_moved`: it lies in another server, or was made anew there, since workers last ran
 * - `database_went_back`: it knows less than this data folder saw of it
 * - `folder_copied`: the data folder is a copy
 * - `unknown_machine`: this data folder has never seen this database, and no other worker is running
 * - `long_silence`: nothing ran for days, and campaigns are in the middle of sending
 */
const holdReasons = [
  "database_moved",
  "database_went_back",
  "folder_copied",
  "unknown_machine",
  "long_silence",
] as const;
export type HoldReason = (typeof holdReasons)[number];

/** What the database says of itself: one row. */
export type InstallationRow = {
  /** New whenever a restore was noticed. */
  epoch: string;
  /** Counts up while a worker runs. */
  beat: bigint;
  /** How long ago the last beat was, by the database's clock. */
  silentHours: number;
  /** Of server and database as they were at the last beat. */
  databaseIdentity: string;
};

/** What a worker wrote down beside its data at its last beat. */
export type InstallationMarker = {
  epoch: string;
  beat: bigint;
  /** The file is the one that was written: not a copy, not out of a backup. */
  isOriginal: boolean;
};

/** Retries end after three days: whoever was silent for longer is asked whether the half that is left should still go out. */
const longSilenceHours = 72;

/**
 * What a worker may believe at its start. A machine that was merely off has the marker of the last beat and finds the database
 * where it left it, however long ago. `ask_around`: only other workers that run now can tell that all is well.
 */
export function judgeInstallation(seen: {
  row: InstallationRow;
  marker: InstallationMarker | null;
  databaseIdentity: string;
  isSending: boolean;
}): { kind: "fine" } | { kind: "hold"; reason: HoldReason } | { kind: "ask_around"; reason: HoldReason } {
  const { row, marker, databaseIdentity, isSending } = seen;
  if (row.databaseIdentity !== databaseIdentity) return { kind: "hold", reason: "database_moved" };
  // Made and never beaten: nothing was sent with it.
  if (row.beat <= 1n) return { kind: "fine" };
  if (marker?.epoch === row.epoch && marker.beat > row.beat) {
    return { kind: "hold", reason: "database_went_back" };
  }
  if (marker?.epoch !== row.epoch) return { kind: "ask_around", reason: "unknown_machine" };
  if (!marker.isOriginal) return { kind: "ask_around", reason: "folder_copied" };
  if (isSending && row.silentHours > longSilenceHours) return { kind: "hold", reason: "long_silence" };
  return { kind: "fine" };
}
