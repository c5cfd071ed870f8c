import { KeyRound } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { currentActor } from "#app/_session/current-actor.ts";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { Section } from "#app/_ui/section.tsx";
import { can } from "#lib/accounts/actor.ts";
import { readDkimKeys } from "#lib/domains/read-dkim-keys.ts";
import { KeyCard } from "./_parts/key-card.tsx";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("domains.keys"))("title"),
});

const DomainsPage = async () => {
  const actor = await currentActor();
  const [keys, t] = await Promise.all([readDkimKeys(actor), getTranslations("domains.keys")]);
  const canWrite = can(actor, "senders:write");
  const add = canWrite ? <LinkButton href="/settings/domains/new">{t("add")}</LinkButton> : undefined;
  return (
    <Section title={t("title")} description={t("description")} action={keys.length > 0 ? add : null}>
      {keys.length > 0 ? (
        <ul className="flex flex-col gap-4">
          {keys.map((key) => (
            <KeyCard
              key={key.id}
              dkimKey={key}
              canWrite={canWrite}
              replaces={
                keys.find(({ domain, state }) => state === "active" && domain === key.domain)?.selector
              }
            />
          ))}
        </ul>
      ) : (
        <EmptyState icon={KeyRound} title={t("empty")} description={t("emptyDescription")} action={add} />
      )}
    </Section>
  );
};

export default DomainsPage;
