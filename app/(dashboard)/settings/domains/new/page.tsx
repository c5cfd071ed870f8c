import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { currentActor } from "#app/_session/current-actor.ts";
import { NoPermission } from "#app/_ui/no-permission.tsx";
import { Section } from "#app/_ui/section.tsx";
import { can } from "#lib/accounts/actor.ts";
import { readDkimKeys } from "#lib/domains/read-dkim-keys.ts";
import { readSenders } from "#lib/senders/read-senders.ts";
import { KeyForm } from "../_parts/key-form.tsx";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("domains.keys"))("newTitle"),
});

const NewKeyPage = async () => {
  const [actor, t] = await Promise.all([currentActor(), getTranslations("domains.keys")]);
  if (!can(actor, "senders:write")) return <NoPermission />;
  const [senders, keys] = await Promise.all([readSenders(actor), readDkimKeys(actor)]);
  const withKey = new Set(keys.map(({ domain }) => domain));
  const domains = senders.map(({ email }) => email.slice(email.lastIndexOf("@") + 1));
  return (
    <Section title={t("newTitle")} description={t("newDescription")}>
      <KeyForm
        domain={domains.find((domain) => !withKey.has(domain)) ?? domains[0] ?? ""}
        // A name with the month in it, so that next year's key is told apart from this one.
        selector={`kurir${new Date().toISOString().slice(0, 7).replace("-", "")}`}
      />
    </Section>
  );
};

export default NewKeyPage;
