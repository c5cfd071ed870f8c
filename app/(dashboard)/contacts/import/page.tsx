import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { currentActor } from "#app/_session/current-actor.ts";
import { type Column, DataTable } from "#app/_ui/data-table.tsx";
import { PageFrame } from "#app/_ui/page-frame.tsx";
import { PageHeader } from "#app/_ui/page-header.tsx";
import { TimeStamp } from "#app/_ui/time-stamp.tsx";
import { can } from "#lib/accounts/actor.ts";
import type { Import } from "#lib/imports/import-store.ts";
import { listImports } from "#lib/imports/list-imports.ts";
import { uploadLimitMegabytes } from "#lib/imports/upload-limit.ts";
import { ContactsTabs } from "../_parts/contacts-tabs.tsx";
import { ImportStateChip } from "./_parts/import-state-chip.tsx";
import { UploadBox } from "./_parts/upload-box.tsx";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("contacts.upload"))("title"),
});

/** Where a file is handed in, and what became of the last ones. */
const ImportPage = async () => {
  const actor = await currentActor();
  const [imports, t, format] = await Promise.all([
    listImports(actor),
    getTranslations("contacts"),
    getFormatter(),
  ]);
  const figure = (key: "new" | "updated" | "unchanged" | "rejected", wideOnly: boolean): Column<Import> => ({
    key,
    label: t(`upload.table.${key}`),
    numeric: true,
    wideOnly,
    cell: ({ state, counts }) => (state === "finished" ? format.number(counts[key]) : "–"),
  });
  const columns: Column<Import>[] = [
    { key: "file", label: t("upload.table.file"), cell: ({ fileName }) => fileName },
    {
      key: "state",
      label: t("upload.table.state"),
      narrow: "corner",
      cell: ({ state }) => <ImportStateChip state={state} />,
    },
    figure("new", false),
    figure("updated", true),
    figure("unchanged", true),
    figure("rejected", false),
    {
      key: "when",
      label: t("upload.table.when"),
      wideOnly: true,
      cell: ({ createdAt }) => <TimeStamp at={createdAt} />,
    },
  ];
  return (
    <PageFrame>
      <PageHeader title={t("title")} />
      <ContactsTabs current="import" />
      {can(actor, "contacts:write") ? <UploadBox megabytes={uploadLimitMegabytes()} /> : null}
      <section className="flex flex-col gap-3">
        <h2 className="text-base font-semibold">{t("upload.recent")}</h2>
        <DataTable
          caption={t("upload.recent")}
          columns={columns}
          rows={imports}
          rowKey={({ id }) => id}
          rowHref={({ id }) => `/contacts/import/${id}`}
          empty={<p className="text-sm text-muted">{t("upload.noRecent")}</p>}
        />
      </section>
    </PageFrame>
  );
};

export default ImportPage;
