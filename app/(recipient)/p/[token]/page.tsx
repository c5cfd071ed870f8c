import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Notice } from "#app/_ui/notice.tsx";
import { PlainForm } from "#app/(recipient)/_parts/plain-form.tsx";
import { RecipientHeading } from "#app/(recipient)/_parts/recipient-heading.tsx";
import { type Recipient, type RecipientList, readRecipient } from "#lib/tracking/read-recipient.ts";

type PreferencesPageProps = {
  params: Promise<{ token: string }>;
  searchParams: Promise<{ done?: string | string[] }>;
};

export const generateMetadata = async () => ({
  title: { absolute: (await getTranslations("tracking.preferences"))("title") },
});

/** What a recipient gets from this sender, list by list, and the way out of all of it. */
const PreferencesPage = async ({ params, searchParams }: PreferencesPageProps) => {
  const [{ token }, { done }, t] = await Promise.all([
    params,
    searchParams,
    getTranslations("tracking.preferences"),
  ]);
  const recipient = await readRecipient(token);
  if (!recipient) notFound();
  const { workspaceName, email, getsNothing } = recipient;
  const outcome = outcomes.find((known) => known === done);
  return (
    <>
      <RecipientHeading workspaceName={workspaceName} title={t("title")}>
        {t.rich("about", { email, strong: strongText })}
      </RecipientHeading>
      {outcome ? <Notice tone="success">{t(`done.${outcome}`)}</Notice> : null}
      {getsNothing && outcome !== "everything" ? <Notice tone="neutral">{t("getsNothing")}</Notice> : null}
      <ListChoice recipient={recipient} token={token} />
      {getsNothing ? null : (
        <div className="flex flex-col gap-3 border-t border-separator pt-6">
          <p className="text-sm text-muted">{t("everythingAbout", { workspaceName })}</p>
          <PlainForm action={`/p/${token}`} meaning="everything" label={t("everything")} variant="outline" />
        </div>
      )}
    </>
  );
};

const outcomes = ["saved", "everything", "back"] as const;

const ListChoice = async ({ recipient, token }: { recipient: Recipient; token: string }) => {
  const t = await getTranslations("tracking.preferences");
  if (recipient.lists.length === 0) return <p className="text-sm text-muted">{t("noLists")}</p>;
  return (
    <PlainForm action={`/p/${token}`} label={t("save")}>
      <fieldset className="flex flex-col gap-2">
        <legend className="sr-only">{t("lists")}</legend>
        {recipient.lists.map((list) => (
          <ListBox key={list.id} list={list} isTicked={list.subscribed && !recipient.getsNothing} />
        ))}
      </fieldset>
    </PlainForm>
  );
};

const ListBox = ({ list, isTicked }: { list: RecipientList; isTicked: boolean }) => (
  <label className="flex cursor-pointer items-start gap-3 rounded-lg border border-border px-4 py-3 hover:bg-surface-hover">
    <input
      type="checkbox"
      name="list"
      value={list.id}
      defaultChecked={isTicked}
      className="mt-0.5 size-4 shrink-0 accent-accent"
    />
    <span className="flex min-w-0 flex-col">
      <span className="font-medium wrap-anywhere">{list.name}</span>
      {list.description ? <span className="text-sm text-muted wrap-anywhere">{list.description}</span> : null}
    </span>
  </label>
);

const strongText = (chunks: ReactNode) => <strong className="font-medium text-foreground">{chunks}</strong>;

export default PreferencesPage;
