"use client";

import { useFormatter } from "next-intl";
import { CartesianGrid, Legend, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { ChartFrame } from "#app/_ui/chart-frame.tsx";
import { AXIS, CHART_COLOURS, TOOLTIP } from "#app/_ui/chart-look.ts";

const FIGURES = ["accepted", "opens", "bounces", "complaints"] as const;

/** Lines of different strokes, so that they differ by more than colour. */
const DASHES: Record<(typeof FIGURES)[number], string> = {
  accepted: "",
  opens: "6 3",
  bounces: "2 3",
  complaints: "8 3 2 3",
};

type TrendChartProps = {
  title: string;
  summary: string;
  labels: Record<(typeof FIGURES)[number] | "day", string>;
  days: ({ day: string } & Record<(typeof FIGURES)[number], number>)[];
};

/** Accepted, opened, bounced and reported by the day. */
export const TrendChart = ({ title, summary, labels, days }: TrendChartProps) => {
  const format = useFormatter();
  return (
    <ChartFrame
      title={title}
      summary={summary}
      table={{
        columns: [labels.day, ...FIGURES.map((figure) => labels[figure])],
        rows: days.map((day) => [day.day, ...FIGURES.map((figure) => day[figure])]),
      }}
    >
      <ResponsiveContainer width="100%" height="100%">
        <LineChart data={days} margin={{ top: 4, right: 8, bottom: 0, left: 0 }}>
          <CartesianGrid vertical={false} stroke={CHART_COLOURS.grid} />
          <XAxis dataKey="day" {...AXIS} minTickGap={24} />
          <YAxis
            {...AXIS}
            allowDecimals={false}
            tickFormatter={(value: number) => format.number(value)}
            width={44}
          />
          <Tooltip {...TOOLTIP} formatter={(value) => format.number(Number(value))} />
          <Legend
            iconType="plainline"
            itemSorter={null}
            formatter={(name) => <span className="text-muted">{name}</span>}
          />
          {FIGURES.map((figure) => (
            <Line
              key={figure}
              dataKey={figure}
              name={labels[figure]}
              stroke={CHART_COLOURS[figure]}
              strokeDasharray={DASHES[figure]}
              strokeWidth={2}
              dot={false}
              isAnimationActive={false}
            />
          ))}
        </LineChart>
      </ResponsiveContainer>
    </ChartFrame>
  );
};
