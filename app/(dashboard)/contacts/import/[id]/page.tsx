import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { currentActor } from "#app/_session/current-actor.ts";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { Notice } from "#app/_ui/notice.tsx";
import { PageFrame } from "#app/_ui/page-frame.tsx";
import { PageHeader } from "#app/_ui/page-header.tsx";
import { readAttributes } from "#lib/contacts/read-attributes.ts";
import { guessMapping } from "#lib/imports/csv-mapping.ts";
import { splitHeader } from "#lib/imports/import.ts";
import type { Import } from "#lib/imports/import-store.ts";
import { readImport } from "#lib/imports/read-import.ts";
import { readLists } from "#lib/lists/read-lists.ts";
import { ImportStateChip } from "../_parts/import-state-chip.tsx";
import { problemText } from "../_parts/problem-text.ts";
import { ImportProgress } from "./_parts/import-progress.tsx";
import { ImportResult } from "./_parts/import-result.tsx";
import { MappingForm } from "./_parts/mapping-form.tsx";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("contacts.upload"))("title"),
});

/** One import on its way: which columns, how far, what came of it. */
const ImportPage = async ({ params }: { params: Promise<{ id: string }> }) => {
  const id = z.uuid().safeParse((await params).id);
  const found = id.success ? await readImport(await currentActor(), id.data) : null;
  if (!found) notFound();
  const t = await getTranslations("contacts");
  return (
    <PageFrame>
      <PageHeader
        title={found.fileName}
        status={<ImportStateChip state={found.state} />}
        breadcrumb={[
          { label: t("title"), href: "/contacts" },
          { label: t("tabs.import"), href: "/contacts/import" },
        ]}
      />
      <ImportStep found={found} />
    </PageFrame>
  );
};

export default ImportPage;

const ImportStep = async ({ found }: { found: Import }) => {
  const t = await getTranslations();
  switch (found.state) {
    case "uploading":
    case "running":
      return (
        <ImportProgress
          id={found.id}
          sizeBytes={found.sizeBytes}
          processedBytes={found.processedBytes}
          rows={found.counts.total}
          rejected={found.counts.rejected}
        />
      );
    case "uploaded":
      return <Mapping found={found} />;
    case "finished":
      return <ImportResult found={found} />;
    case "failed":
      return (
        <Notice tone="danger" title={t("contacts.result.failed")} action={<AnotherFile />}>
          {problemText(t, found.error ?? { key: "unexpected" })}
        </Notice>
      );
    case "cancelled":
      return (
        <Notice tone="neutral" title={t("contacts.result.cancelled")} action={<AnotherFile />}>
          {t("contacts.progress.keep")}
        </Notice>
      );
  }
};

const AnotherFile = async () => (
  <LinkButton href="/contacts/import" variant="secondary" size="sm">
    {(await getTranslations("contacts.result"))("another")}
  </LinkButton>
);

/** The guesses are made here, where the rules are; the form only shows and changes them. */
const Mapping = async ({ found }: { found: Import }) => {
  if (!found.dialect) return null;
  const actor = await currentActor();
  const [attributes, lists] = await Promise.all([readAttributes(actor), readLists(actor)]);
  const { dialect } = found;
  const guess = (hasHeader: boolean) => {
    const { header, rows } = splitHeader({ ...dialect, hasHeader });
    return guessMapping(header, rows, attributes);
  };
  return (
    <MappingForm
      id={found.id}
      fileName={found.fileName}
      sizeBytes={found.sizeBytes}
      dialect={{ ...dialect, sample: dialect.sample.slice(0, 6) }}
      guesses={{ withHeader: guess(true), withoutHeader: guess(false) }}
      attributes={attributes}
      lists={lists.filter(({ archived }) => !archived).map(({ id, name }) => ({ id, name }))}
    />
  );
};
