type Figures = Record<
  | "imported"
  | "rejected"
  | "audience"
  | "accepted"
  | "deferred"
  | "bounced"
  | "skipped"
  | "inDoubt"
  | "expired"
  | "opened"
  | "clicked"
  | "unsubscribed"
  | "distinctReceived"
  | "duplicatesReceived"
  | "seconds",
  number
>;

/** The report as a person reads it at a terminal: the sum that must be true, then what the recipients did. */
export function printReport(figures: Figures, wrong: string[]): void {
  const parts = ["accepted", "bounced", "skipped", "expired", "inDoubt", "deferred"] as const;
  const line = (label: string, value: number, words = "") =>
    `  ${label.padEnd(14)}${value.toLocaleString("en").padStart(9)}  ${words}`;
  const ofAccepted = (value: number) =>
    figures.accepted === 0 ? "" : `${((value / figures.accepted) * 100).toFixed(1)} % of the accepted`;
  console.log(
    [
      "",
      line("imported", figures.imported, `${figures.rejected} rows rejected`),
      line("audience", figures.audience),
      ...parts.map((part) => line(`  ${part === "inDoubt" ? "in doubt" : part}`, figures[part])),
      line("opened", figures.opened, ofAccepted(figures.opened)),
      line("clicked", figures.clicked, ofAccepted(figures.clicked)),
      line("unsubscribed", figures.unsubscribed, ofAccepted(figures.unsubscribed)),
      line(
        "received",
        figures.distinctReceived,
        `${figures.duplicatesReceived} of them twice, by the receiving side's count`,
      ),
      "",
      wrong.length === 0 ? "The books balance." : `The books do NOT balance: ${wrong.join("; ")}.`,
    ].join("\n"),
  );
}
