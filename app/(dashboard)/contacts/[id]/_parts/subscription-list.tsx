"use client";

import { useTranslations } from "next-intl";
import { ActionButton } from "#app/_ui/action-button.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { TimeStamp } from "#app/_ui/time-stamp.tsx";
import type { ContactSubscription } from "#lib/lists/subscription-store.ts";
import { setSubscription } from "../../actions.ts";

type SubscriptionListProps = { contactId: string; subscriptions: ContactSubscription[]; mayWrite: boolean };

/** Every list, whether the contact is on it, since when and by whom. */
export const SubscriptionList = ({ contactId, subscriptions, mayWrite }: SubscriptionListProps) => {
  const t = useTranslations("contacts.person");
  if (subscriptions.length === 0)
    return (
      <div className="flex flex-wrap items-center gap-3 text-sm text-muted">
        {t("noLists")}
        {mayWrite ? (
          <LinkButton href="/contacts/lists/new" variant="secondary" size="sm">
            {t("createList")}
          </LinkButton>
        ) : null}
      </div>
    );
  return (
    <ul className="flex flex-col divide-y divide-separator text-sm">
      {subscriptions.map((subscription) => (
        <li key={subscription.listId} className="flex items-center justify-between gap-3 py-2">
          <div className="flex min-w-0 flex-col">
            <span className="font-medium wrap-anywhere">{subscription.name}</span>
            <span className="text-xs text-muted">
              <Standing subscription={subscription} />
            </span>
          </div>
          {mayWrite ? (
            <ActionButton
              size="sm"
              variant={subscription.status === "subscribed" ? "ghost" : "secondary"}
              action={setSubscription}
              input={{
                contactId,
                listId: subscription.listId,
                status: subscription.status === "subscribed" ? "unsubscribed" : "subscribed",
              }}
            >
              {t(subscription.status === "subscribed" ? "takeOff" : "putOn")}
            </ActionButton>
          ) : null}
        </li>
      ))}
    </ul>
  );
};

const Standing = ({ subscription }: { subscription: ContactSubscription }) => {
  const t = useTranslations("contacts.person");
  const { status, source, subscribedAt, unsubscribedAt } = subscription;
  if (status === null) return t("neverOn");
  if (status === "unsubscribed")
    return t.rich("leftOn", {
      date: () => (unsubscribedAt ? <TimeStamp key="date" at={unsubscribedAt} style="day" /> : "–"),
    });
  const origin = source?.split(":")[0] ?? "";
  const known = origin === "import" || origin === "hand" || origin === "preferences";
  return (
    <>
      {t.rich("subscribedSince", {
        date: () => (subscribedAt ? <TimeStamp key="date" at={subscribedAt} style="day" /> : "–"),
      })}
      , {known ? t(`source.${origin}`) : t("source.other", { source: origin })}
    </>
  );
};
