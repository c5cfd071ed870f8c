import { LockedSecret } from "#lib/platform/secret-box.ts";

/** What of a sender cannot be opened, as a key of `campaigns.pauseReason` with its values. */
type LockedPart =
  | { key: "server_secret"; values: { server: string; serverId: string } }
  | { key: "signing_secret"; values: { domain: string } };

/** Nothing can be sent as a sender whose server's password or whose domain's key was sealed under another APP_SECRET. */
export class LockedSender extends LockedSecret {
  readonly part: LockedPart;

  constructor(part: LockedPart, { message }: LockedSecret) {
    super(message);
    this.part = part;
  }
}
