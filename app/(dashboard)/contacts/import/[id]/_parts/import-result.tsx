import { getFormatter, getTranslations } from "next-intl/server";
import { currentActor } from "#app/_session/current-actor.ts";
import { type Column, DataTable } from "#app/_ui/data-table.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { Notice } from "#app/_ui/notice.tsx";
import { Section } from "#app/_ui/section.tsx";
import { StatCard } from "#app/_ui/stat-card.tsx";
import type { Import } from "#lib/imports/import-store.ts";
import { type RejectedRow, readRejectedRows } from "#lib/imports/read-rejected-rows.ts";

const SHOWN = 20;

/** What an import did: four figures that add up to the rows of the file, and the rows that were refused. */
export const ImportResult = async ({ found }: { found: Import }) => {
  const [t, format] = await Promise.all([getTranslations("contacts"), getFormatter()]);
  const { counts, listId, id } = found;
  const rejected = counts.rejected > 0 ? await readRejectedRows(await currentActor(), id, SHOWN) : [];
  const columns: Column<RejectedRow>[] = [
    { key: "line", label: t("result.line"), numeric: true, cell: ({ line }) => format.number(line) },
    {
      key: "reason",
      label: t("result.reason"),
      cell: ({ key, column }) => t(`rowProblem.${key}` as never, { column: column ?? "" } as never),
    },
    {
      key: "row",
      label: t("result.row"),
      cell: ({ cells }) => (
        <span className="text-muted">
          {cells
            .map((cell) => cell || "—")
            .join(" · ")
            .slice(0, 200)}
        </span>
      ),
    },
  ];
  return (
    <>
      <Notice
        tone="success"
        title={t("result.finished")}
        action={
          <span className="flex flex-wrap gap-2">
            <LinkButton href={listId ? `/contacts?list=${listId}` : "/contacts"} size="sm">
              {t(listId ? "result.showList" : "result.showContacts")}
            </LinkButton>
            <LinkButton href="/contacts/import" variant="secondary" size="sm">
              {t("result.another")}
            </LinkButton>
          </span>
        }
      >
        {t("result.finishedDetail", counts)}
      </Notice>
      <div className="grid grid-cols-2 gap-4 lg:grid-cols-4">
        {(["new", "updated", "unchanged", "rejected"] as const).map((key) => (
          <StatCard key={key} label={t(`result.${key}`)} value={format.number(counts[key])} />
        ))}
      </div>
      {counts.rejected > 0 ? (
        <Section
          title={t("result.rejectedTitle")}
          description={t("result.rejectedDescription")}
          action={
            <LinkButton href={`/api/contacts/import/${id}/rejected`} variant="secondary" download>
              {t("result.download")}
            </LinkButton>
          }
        >
          <DataTable
            caption={t("result.rejectedFirst", { count: rejected.length, total: counts.rejected })}
            columns={columns}
            rows={rejected}
            rowKey={({ line }) => String(line)}
          />
          {counts.rejected > rejected.length ? (
            <p className="text-sm text-muted">
              {t("result.rejectedFirst", { count: rejected.length, total: counts.rejected })}
            </p>
          ) : null}
        </Section>
      ) : null}
    </>
  );
};
