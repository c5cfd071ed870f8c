"use client";

import { Button } from "@heroui/react";
import { ChartColumn, Table2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useId, useState } from "react";

type ChartFrameProps = {
  title: ReactNode;
  /** One or two sentences that say what the chart shows; read instead of it and shown under the title. */
  summary: string;
  /** The same figures as a table: names of the columns, then the rows; everything but the first column is numeric. */
  table: { columns: string[]; rows: (string | number)[][] };
  /** A Recharts chart inside a ResponsiveContainer with width and height "100%". */
  children: ReactNode;
};

/** A chart with its words and its figures: the summary for screen readers, the table for everybody. */
export const ChartFrame = ({ title, summary, table, children }: ChartFrameProps) => {
  const t = useTranslations("common.chart");
  const [asTable, setAsTable] = useState(false);
  const summaryId = useId();
  return (
    <section className="flex flex-col gap-4 rounded-lg border border-border bg-surface p-4 md:p-6">
      <header className="flex items-start justify-between gap-3">
        <div className="flex flex-col gap-1">
          <h2 className="text-base font-semibold">{title}</h2>
          <p id={summaryId} className="max-w-prose text-sm text-muted">
            {summary}
          </p>
        </div>
        <Button
          isIconOnly
          size="sm"
          variant="ghost"
          aria-label={t(asTable ? "showChart" : "showTable")}
          onPress={() => setAsTable(!asTable)}
        >
          {asTable ? <ChartColumn aria-hidden /> : <Table2 aria-hidden />}
        </Button>
      </header>
      {asTable ? (
        <FiguresTable {...table} />
      ) : (
        <div role="img" aria-labelledby={summaryId} className="h-64 text-xs">
          {children}
        </div>
      )}
    </section>
  );
};

const FiguresTable = ({ columns, rows }: ChartFrameProps["table"]) => (
  <div className="max-h-80 overflow-auto">
    <table className="w-full text-sm">
      <thead>
        <tr>
          {columns.map((column, index) => (
            <th
              key={column}
              scope="col"
              className={`px-2 py-1 font-medium text-muted ${index === 0 ? "text-left" : "text-right"}`}
            >
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={String(row[0])} className="border-t border-separator">
            {row.map((figure, index) => (
              <td
                key={columns[index]}
                className={`px-2 py-1 ${index === 0 ? "text-left" : "text-right tabular-nums"}`}
              >
                {figure}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);
