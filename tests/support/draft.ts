import type { CampaignDraft } from "#lib/drafts/campaign-draft.ts";

/** A campaign that is written to the end and sent at once, to everybody on the list `a`. */
export const finishedDraft: CampaignDraft = {
  name: "November news",
  subject: "What is new",
  preheader: "",
  senderId: "s",
  templateId: null,
  mjml: "<mjml></mjml>",
  text: null,
  trackOpens: true,
  trackClicks: true,
  retryHours: 72,
  scheduledAt: null,
  timeZone: "Asia/Jakarta",
  priority: "campaign",
  windowFrom: null,
  windowTo: null,
  windowDays: [1, 2, 3, 4, 5, 6, 7],
  maxPerSecond: null,
  spreadHours: null,
  recipientTime: false,
  includeListIds: ["a"],
  excludeListIds: [],
};
