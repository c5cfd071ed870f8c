"use client";

import { useFormatter } from "next-intl";
import { Bar, BarChart, CartesianGrid, Legend, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { ChartFrame } from "#app/_ui/chart-frame.tsx";
import { AXIS, CHART_COLOURS, TOOLTIP } from "#app/_ui/chart-look.ts";

type EngagementChartProps = {
  title: string;
  summary: string;
  labels: { at: string; opens: string; clicks: string };
  points: { at: string; opens: number; clicks: number }[];
};

/** Opens and clicks side by side for every hour or day. */
export const EngagementChart = ({ title, summary, labels, points }: EngagementChartProps) => {
  const format = useFormatter();
  return (
    <ChartFrame
      title={title}
      summary={summary}
      table={{
        columns: [labels.at, labels.opens, labels.clicks],
        rows: points.map(({ at, opens, clicks }) => [at, opens, clicks]),
      }}
    >
      <ResponsiveContainer width="100%" height="100%">
        <BarChart data={points} margin={{ top: 4, right: 4, bottom: 0, left: 0 }} barGap={1}>
          <CartesianGrid vertical={false} stroke={CHART_COLOURS.grid} />
          <XAxis dataKey="at" {...AXIS} minTickGap={32} />
          <YAxis
            {...AXIS}
            allowDecimals={false}
            tickFormatter={(value: number) => format.number(value)}
            width={40}
          />
          <Tooltip
            {...TOOLTIP}
            formatter={(value) => format.number(Number(value))}
            cursor={{ fill: "var(--default)", opacity: 0.5 }}
          />
          <Legend
            iconType="square"
            iconSize={10}
            itemSorter={null}
            formatter={(name) => <span className="text-muted">{name}</span>}
          />
          <Bar
            dataKey="opens"
            name={labels.opens}
            fill={CHART_COLOURS.opens}
            maxBarSize={48}
            isAnimationActive={false}
          />
          <Bar
            dataKey="clicks"
            name={labels.clicks}
            fill={CHART_COLOURS.accepted}
            maxBarSize={48}
            isAnimationActive={false}
          />
        </BarChart>
      </ResponsiveContainer>
    </ChartFrame>
  );
};
