const ROWS = [0, 1, 2];

/** The shape of a settings part with a table, under the title and tabs that stay. */
export const SettingsSkeleton = () => (
  <div
    aria-busy
    className="flex animate-pulse flex-col gap-4 rounded-lg border border-border bg-surface p-4 md:p-6"
  >
    <div className="h-5 w-40 rounded-md bg-default" />
    <div className="h-4 w-full max-w-prose rounded-md bg-default" />
    {ROWS.map((row) => (
      <div key={row} className="h-12 rounded-md bg-default" />
    ))}
  </div>
);
