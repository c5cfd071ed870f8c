import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { ActionButton } from "#app/_ui/action-button.tsx";
import { Section } from "#app/_ui/section.tsx";
import { TimeStamp } from "#app/_ui/time-stamp.tsx";
import { type Actor, can } from "#lib/accounts/actor.ts";
import type { DomainQuestion } from "#lib/addresses/domain-question.ts";
import { readDomainQuestions } from "#lib/addresses/read-domain-questions.ts";
import { answerDomain } from "./actions.ts";

type DomainQuestionsProps = {
  actor: Actor;
  /** Only what failed in this campaign. */
  campaignId?: string;
};

/** Domains that are said not to be there and that many contacts have: whether those still get mail is for a person to say. */
export const DomainQuestions = async ({ actor, campaignId }: DomainQuestionsProps) => {
  const [questions, t] = await Promise.all([
    readDomainQuestions(actor, campaignId),
    getTranslations("contacts.domains"),
  ]);
  if (questions.length === 0) return null;
  const mayWrite = can(actor, "contacts:write");
  const title = t("title", { count: questions.length });
  return (
    <Section title={title} description={`${t("description")}${mayWrite ? "" : ` ${t("askWriter")}`}`}>
      <ul aria-label={title} className="-my-4 flex flex-col divide-y divide-separator">
        {questions.map((question) => (
          <Question key={question.id} question={question} mayWrite={mayWrite} />
        ))}
      </ul>
    </Section>
  );
};

const Question = async ({ question, mayWrite }: { question: DomainQuestion; mayWrite: boolean }) => {
  const t = await getTranslations("contacts.domains");
  const { domain, evidence, contacts: count, askedAt } = question;
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 py-4 text-sm">
      <div className="flex min-w-0 flex-1 basis-80 flex-col gap-1">
        <Link
          href={`/contacts?q=${encodeURIComponent(`@${domain}`)}`}
          className="font-medium wrap-anywhere hover:underline"
        >
          {t("claim", { domain, count })}
        </Link>
        <span className="text-xs text-muted">{t.rich("said", { at: () => <TimeStamp at={askedAt} /> })}</span>
        <span className="font-mono text-xs text-muted wrap-anywhere">{evidence}</span>
      </div>
      {mayWrite ? <Answers question={question} /> : null}
    </li>
  );
};

const Answers = async ({ question }: { question: DomainQuestion }) => {
  const t = await getTranslations("contacts.domains");
  const { id, domain, contacts: count } = question;
  return (
    <span className="flex flex-wrap gap-2">
      <ActionButton
        action={answerDomain}
        input={{ id, decision: "keep", named: count }}
        variant="tertiary"
        size="sm"
        successMessage={t("kept", { domain })}
      >
        {t("keep")}
      </ActionButton>
      <ActionButton
        action={answerDomain}
        input={{ id, decision: "suppress", named: count }}
        size="sm"
        successMessage={t("suppressed", { domain, count })}
        confirm={{
          title: t("suppressTitle", { domain, count }),
          body: t("suppressBody"),
          confirmLabel: t("suppress", { count }),
          isDestructive: true,
        }}
      >
        {t("suppress", { count })}
      </ActionButton>
    </span>
  );
};
