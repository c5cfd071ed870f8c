"use client";

import { Button } from "@heroui/react";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { messageText } from "#app/_ui/message-text.ts";
import { Notice } from "#app/_ui/notice.tsx";
import type { AudienceLine, AudienceSum } from "#lib/audience/audience.ts";

type AudienceSumTableProps = {
  id: string;
  chosen: { includeListIds: readonly string[]; excludeListIds: readonly string[] };
  sum: AudienceSum | undefined;
  isCounting?: boolean;
  failed?: string | undefined;
  onRetry?: () => void;
};

/** The audience as a sum, written like one: what is on the lists, each subtraction, what is left. Every number opens its people. */
export const AudienceSumTable = (props: AudienceSumTableProps) => {
  const { id, chosen, sum, isCounting = false, failed, onRetry } = props;
  const words = useTranslations();
  const t = useTranslations("audience");
  const format = useFormatter();
  if (failed) {
    return (
      <Notice
        tone="danger"
        action={
          <Button size="sm" variant="secondary" onPress={() => onRetry?.()}>
            {t("retry")}
          </Button>
        }
      >
        {messageText(words, failed)}
      </Notice>
    );
  }
  if (!sum) return <p className="animate-pulse text-sm text-muted">{t("counting")}</p>;
  const row = (line: AudienceLine, count: number, sign: string) => (
    <SumRow key={line} label={t(`line.${line}`)} help={t(`help.${line}`)} isTotal={line === "audience"}>
      <Link
        href={peopleHref(id, line, chosen)}
        className="font-medium text-link tabular-nums hover:underline"
      >
        {sign}
        {format.number(count)}
      </Link>
    </SumRow>
  );
  return (
    <table aria-busy={isCounting} className={`w-full text-sm ${isCounting ? "opacity-60" : ""}`}>
      <caption className="sr-only">{t("caption")}</caption>
      <tbody>
        {row("entries", sum.entries, "")}
        {sum.subtractions.map(({ line, count }) => row(line, count, "−"))}
      </tbody>
      <tfoot>{row("audience", sum.audience, "")}</tfoot>
    </table>
  );
};

type SumRowProps = { label: string; help: string; isTotal: boolean; children: ReactNode };

const SumRow = ({ label, help, isTotal, children }: SumRowProps) => (
  <tr className={isTotal ? "border-t border-border text-base font-semibold" : ""}>
    <th
      scope="row"
      title={help}
      className={`py-1.5 pr-4 text-left ${isTotal ? "font-semibold" : "font-normal text-muted"}`}
    >
      {label}
    </th>
    <td className="py-1.5 text-right">{children}</td>
  </tr>
);

/** With the lists in the address, so that the numbers of a choice that is not saved yet can be opened too. */
const peopleHref = (id: string, line: AudienceLine, chosen: AudienceSumTableProps["chosen"]): string => {
  const query = new URLSearchParams({ line });
  for (const listId of chosen.includeListIds) query.append("list", listId);
  for (const listId of chosen.excludeListIds) query.append("not", listId);
  return `/campaigns/${id}/audience?${query}`;
};
