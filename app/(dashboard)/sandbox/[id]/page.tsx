import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { currentActor } from "#app/_session/current-actor.ts";
import { DataTable } from "#app/_ui/data-table.tsx";
import { FilterTabs } from "#app/_ui/filter-bar.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { Notice } from "#app/_ui/notice.tsx";
import { PageFrame } from "#app/_ui/page-frame.tsx";
import { PageHeader } from "#app/_ui/page-header.tsx";
import { hrefWith, type Place } from "#app/_ui/place.ts";
import { TimeStamp } from "#app/_ui/time-stamp.tsx";
import { readSandboxMail, type SandboxMailView } from "#lib/sandbox/read-sandbox-mail.ts";
import { MailFrame } from "./_parts/mail-frame.tsx";

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** A page with megabytes of base64 helps nobody. */
const mostRawCharacters = 500_000;

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("senders.sandbox"))("title"),
});

const MailPage = async ({ params, searchParams }: Props) => {
  const [actor, { id }, query, t] = await Promise.all([
    currentActor(),
    params,
    searchParams,
    getTranslations("senders"),
  ]);
  const mail = await readSandboxMail(actor, id);
  if (!mail) notFound();
  const place = { path: `/sandbox/${id}`, params: query };
  const facts = [
    [t("mail.to"), mail.recipient],
    [t("mail.from"), mail.envelopeFrom],
    [t("mail.received"), <TimeStamp key="at" at={mail.receivedAt} />],
    [t("mail.size"), t("mail.kilobytes", { kilobytes: mail.sizeBytes / 1024 })],
    ...(mail.attachments.length > 0
      ? [[t("mail.attachments"), mail.attachments.map(({ name, type }) => name || type).join(", ")]]
      : []),
  ] as const;
  return (
    <PageFrame>
      <PageHeader
        title={mail.subject || t("sandbox.noSubject")}
        breadcrumb={[{ label: t("sandbox.title"), href: "/sandbox" }]}
      />
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1 text-sm">
        {facts.map(([term, value]) => (
          <div key={String(term)} className="contents">
            <dt className="text-muted">{term}</dt>
            <dd className="min-w-0 wrap-anywhere">{value}</dd>
          </div>
        ))}
      </dl>
      <FilterTabs
        label={t("mail.views")}
        place={place}
        param="view"
        options={(["", "text", "headers", "raw"] as const).map((value) => ({
          value,
          label: t(`mail.${value || "html"}`),
        }))}
      />
      <MailView mail={mail} place={place} />
    </PageFrame>
  );
};

const MailView = async ({ mail, place }: { mail: SandboxMailView; place: Place }) => {
  const t = await getTranslations("senders.mail");
  switch (place.params.view) {
    case "text":
      return mail.text ? <Words text={mail.text} /> : <Notice tone="neutral">{t("noText")}</Notice>;
    case "headers":
      return (
        <DataTable
          caption={t("headers")}
          rows={mail.headers.map((header, index) => ({ ...header, key: String(index) }))}
          rowKey={({ key }) => key}
          columns={[
            { key: "name", label: t("headerName"), cell: ({ name }) => name },
            {
              key: "value",
              narrow: "full",
              label: t("headerValue"),
              cell: ({ value }) => <span className="font-mono text-xs wrap-anywhere">{value}</span>,
            },
          ]}
        />
      );
    case "raw":
      return (
        <>
          {mail.raw.length > mostRawCharacters ? (
            <Notice tone="neutral">{t("rawCut", { shown: mostRawCharacters })}</Notice>
          ) : null}
          <Words text={mail.raw.slice(0, mostRawCharacters)} isCode />
        </>
      );
    default: {
      if (mail.html === null) return <Notice tone="neutral">{t("noHtml")}</Notice>;
      const showImages = place.params.images === "1";
      return (
        <>
          {!showImages && /<img|background/i.test(mail.html) ? (
            <Notice
              tone="neutral"
              action={
                <LinkButton href={hrefWith(place, { images: "1" })} variant="outline" size="sm">
                  {t("loadImages")}
                </LinkButton>
              }
            >
              {t("imagesBlocked")}
            </Notice>
          ) : null}
          <MailFrame html={mail.html} title={t("frame")} showImages={showImages} />
        </>
      );
    }
  }
};

const Words = ({ text, isCode = false }: { text: string; isCode?: boolean }) => (
  <pre
    className={`max-h-[70vh] overflow-auto rounded-lg border border-border bg-surface p-4 whitespace-pre-wrap wrap-anywhere ${
      isCode ? "font-mono text-xs" : "font-sans text-sm"
    }`}
  >
    {text}
  </pre>
);

export default MailPage;
