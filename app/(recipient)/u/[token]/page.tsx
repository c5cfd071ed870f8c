import { CircleCheck } from "lucide-react";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { PlainForm } from "#app/(recipient)/_parts/plain-form.tsx";
import { RecipientHeading } from "#app/(recipient)/_parts/recipient-heading.tsx";
import { type Recipient, readRecipient } from "#lib/tracking/read-recipient.ts";

type UnsubscribePageProps = {
  params: Promise<{ token: string }>;
  searchParams: Promise<{ done?: string | string[] }>;
};

export const generateMetadata = async () => ({
  title: { absolute: (await getTranslations("tracking.unsubscribe"))("title") },
});

/** Where the mail's unsubscribe link leads. Looking at it changes nothing: mail scanners look at every link. */
const UnsubscribePage = async ({ params, searchParams }: UnsubscribePageProps) => {
  const [{ token }, { done }] = await Promise.all([params, searchParams]);
  const recipient = await readRecipient(token);
  if (!recipient) notFound();
  return recipient.unsubscribed ? (
    <Unsubscribed recipient={recipient} token={token} />
  ) : (
    <Question recipient={recipient} token={token} isBack={done === "back"} />
  );
};

type PartProps = { recipient: Recipient; token: string };

const Question = async ({ recipient, token, isBack }: PartProps & { isBack: boolean }) => {
  const t = await getTranslations("tracking");
  const { workspaceName, email, subscribedByCampaign } = recipient;
  return (
    <>
      {isBack ? <Done>{t("unsubscribe.back")}</Done> : null}
      <RecipientHeading workspaceName={workspaceName} title={t("unsubscribe.question")}>
        {t.rich(subscribedByCampaign.length > 0 ? "unsubscribe.about" : "unsubscribe.aboutAddress", {
          email,
          strong: strongText,
        })}
      </RecipientHeading>
      <ul className="flex flex-col gap-2">
        {subscribedByCampaign.map(({ id, name, description }) => (
          <li key={id} className="rounded-lg border border-border px-4 py-3">
            <p className="font-medium wrap-anywhere">{name}</p>
            {description ? <p className="text-sm text-muted wrap-anywhere">{description}</p> : null}
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap items-center gap-x-6 gap-y-4">
        <PlainForm action={`/u/${token}`} label={t("unsubscribe.button")} />
        <a href={`/p/${token}`} className="text-sm text-link hover:underline">
          {t("unsubscribe.toPreferences")}
        </a>
      </div>
    </>
  );
};

const Unsubscribed = async ({ recipient, token }: PartProps) => {
  const t = await getTranslations("tracking");
  const { workspaceName, email, getsNothing } = recipient;
  return (
    <>
      <Done>{t("unsubscribe.done")}</Done>
      <RecipientHeading workspaceName={workspaceName} title={t("unsubscribe.doneTitle")}>
        {t.rich(getsNothing ? "unsubscribe.doneAll" : "unsubscribe.doneAbout", { email, strong: strongText })}
      </RecipientHeading>
      <div className="flex flex-wrap items-center gap-x-6 gap-y-4">
        <PlainForm
          action={`/u/${token}`}
          meaning="resubscribe"
          label={t("unsubscribe.undo")}
          variant="outline"
        />
        <a href={`/p/${token}`} className="text-sm text-link hover:underline">
          {t("unsubscribe.toPreferences")}
        </a>
      </div>
    </>
  );
};

const Done = ({ children }: { children: string }) => (
  <p role="status" className="flex items-center gap-2 text-sm font-medium text-success-soft-foreground">
    <CircleCheck aria-hidden className="size-5 shrink-0" />
    {children}
  </p>
);

const strongText = (chunks: ReactNode) => <strong className="font-medium text-foreground">{chunks}</strong>;

export default UnsubscribePage;
