/** Who did it: see classify-hit.ts. */
export type TrackingClass = "human" | "proxy" | "machine" | "unknown";

/** Something a recipient (or a program on the way) did with one message, as it is stored. */
export type TrackingEvent = {
  at: Date;
  workspaceId: string;
  campaignId: string;
  messageId: string;
  contactId: string;
  kind: "open" | "click" | "unsubscribe";
  class: TrackingClass;
  reasons: string[];
  linkPosition: number | null;
  userAgent: string | null;
  networkHash: string | null;
};
