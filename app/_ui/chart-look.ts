/** Colours and type of charts, from the theme's variables, so that both themes are right without code. */
export const CHART_COLOURS = {
  accepted: "var(--success)",
  opens: "var(--accent)",
  clicks: "var(--accent-soft-foreground)",
  bounces: "var(--danger)",
  complaints: "var(--warning)",
  grid: "var(--separator)",
  text: "var(--muted)",
} as const;

/** Props for a Recharts XAxis or YAxis. */
export const AXIS = { stroke: CHART_COLOURS.text, tickLine: false, axisLine: false, fontSize: 12 } as const;

/** Props for a Recharts Tooltip. */
export const TOOLTIP = {
  contentStyle: {
    background: "var(--overlay)",
    border: "1px solid var(--border)",
    borderRadius: 8,
    color: "var(--overlay-foreground)",
    fontSize: 12,
  },
  isAnimationActive: false,
} as const;
