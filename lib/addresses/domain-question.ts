/** From so many contacts at one domain on, a person decides: a relay's broken DNS must not cost a list its largest company. */
export const contactsToAskAbout = 20;

export const domainDecisions = ["suppress", "keep"] as const;
/** What a person says of a domain: its contacts get no more mail, or go on as they are. */
export type DomainDecision = (typeof domainDecisions)[number];

/** A domain that many contacts have and that is said not to be there, waiting for a person. */
export type DomainQuestion = {
  id: string;
  domain: string;
  /** The server's words. */
  evidence: string;
  /** Contacts at the domain that get mail, now. */
  contacts: number;
  askedAt: Date;
};

/** A question that was answered: by whom (null when that is not known any more), when, about how many contacts. */
export type DecidedDomain = {
  id: string;
  domain: string;
  decision: DomainDecision;
  contacts: number;
  at: Date;
  by: string | null;
};

export type DomainOutcome =
  | { kind: "done"; contacts: number }
  /** It is not so many contacts any more: nothing was changed. */
  | { kind: "changed"; contacts: number }
  /** An import, or something else, is at some of the contacts: nothing was changed. */
  | { kind: "busy" }
  /** Somebody was first. */
  | { kind: "decided" }
  | { kind: "not_found" };

export function domainOf(email: string): string {
  return email.slice(email.lastIndexOf("@") + 1);
}
