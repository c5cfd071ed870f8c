import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { currentActor } from "#app/_session/current-actor.ts";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { Notice } from "#app/_ui/notice.tsx";
import { PageFrame } from "#app/_ui/page-frame.tsx";
import { PageHeader } from "#app/_ui/page-header.tsx";
import { Section } from "#app/_ui/section.tsx";
import { TimeStamp } from "#app/_ui/time-stamp.tsx";
import { type Actor, can } from "#lib/accounts/actor.ts";
import { contactName } from "#lib/contacts/contact.ts";
import { readAttributes } from "#lib/contacts/read-attributes.ts";
import { readContact } from "#lib/contacts/read-contact.ts";
import { readContactTimeline } from "#lib/reports/read-contact-timeline.ts";
import { ContactStatusChip } from "../_parts/contact-status-chip.tsx";
import { ContactActions } from "./_parts/contact-actions.tsx";
import { ContactFacts } from "./_parts/contact-facts.tsx";
import { SubscriptionList } from "./_parts/subscription-list.tsx";
import { Timeline, type TimelinePage } from "./_parts/timeline.tsx";

type ContactPageProps = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export const generateMetadata = async ({ params }: ContactPageProps): Promise<Metadata> => {
  const contact = await readContact(await currentActor(), (await params).id);
  return { title: contact ? contactName(contact) : (await getTranslations("contacts"))("title") };
};

/** Who this is: facts on the left, what happened on the right. */
const ContactPage = async ({ params, searchParams }: ContactPageProps) => {
  const { id } = await params;
  const { before } = await searchParams;
  const actor = await currentActor();
  const contact = await readContact(actor, id);
  if (!contact) notFound();
  const [attributes, timeline, t] = await Promise.all([
    readAttributes(actor),
    timelinePage(actor, id, before),
    getTranslations("contacts"),
  ]);
  const mayWrite = can(actor, "contacts:write");
  return (
    <PageFrame>
      <PageHeader
        title={contactName(contact)}
        description={contactName(contact) === contact.email ? undefined : contact.email}
        status={<ContactStatusChip status={contact.status} />}
        breadcrumb={[{ label: t("title"), href: "/contacts" }]}
        action={
          mayWrite ? (
            <>
              <ContactActions id={id} name={contactName(contact)} status={contact.status} />
              <LinkButton href={`/contacts/${id}/edit`}>{t("person.edit")}</LinkButton>
            </>
          ) : null
        }
      />
      {contact.status === "active" && contact.suppression === null ? null : (
        <Notice
          tone={contact.status === "complained" ? "danger" : "warning"}
          title={contact.status === "active" ? t("suppressed") : t(`statusMeaning.${contact.status}`)}
        >
          {contact.suppression ? (
            <>
              <TimeStamp at={contact.suppression.createdAt} />
              {contact.suppression.evidence ? (
                <p>
                  {t("evidence")}: <q>{contact.suppression.evidence}</q>
                </p>
              ) : null}
            </>
          ) : null}
        </Notice>
      )}
      <div className="grid grid-cols-1 items-start gap-6 lg:grid-cols-2">
        <div className="flex flex-col gap-6">
          <Section title={t("person.facts")}>
            <ContactFacts contact={contact} attributes={attributes} />
          </Section>
          <Section title={t("person.subscriptions")}>
            <SubscriptionList contactId={id} subscriptions={contact.subscriptions} mayWrite={mayWrite} />
          </Section>
        </div>
        <Section title={t("timeline.title")}>
          <Timeline contact={contact} timeline={timeline} isFirstPage={before === undefined} />
        </Section>
      </div>
    </PageFrame>
  );
};

export default ContactPage;

const TIMELINE_EVENTS = 50;

/** One event more than is shown tells whether there are older ones. */
const timelinePage = async (
  actor: Actor,
  contactId: string,
  before: string | string[] | undefined,
): Promise<TimelinePage> => {
  const moment = typeof before === "string" && !Number.isNaN(Date.parse(before)) ? new Date(before) : null;
  const found = await readContactTimeline(actor, contactId, { before: moment, limit: TIMELINE_EVENTS + 1 });
  const events = found.slice(0, TIMELINE_EVENTS);
  const last = events.at(-1);
  return { events, older: found.length > TIMELINE_EVENTS && last ? last.at.toISOString() : null };
};
