import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { currentActor } from "#app/_session/current-actor.ts";
import { NoPermission } from "#app/_ui/no-permission.tsx";
import { Section } from "#app/_ui/section.tsx";
import { can } from "#lib/accounts/actor.ts";
import { ServerForm } from "../_parts/server-form.tsx";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("senders.servers"))("newTitle"),
});

const NewServerPage = async () => {
  const [actor, t] = await Promise.all([currentActor(), getTranslations("senders.servers")]);
  if (!can(actor, "senders:write")) return <NoPermission />;
  return (
    <Section title={t("newTitle")} description={t("newDescription")}>
      <ServerForm server={null} />
    </Section>
  );
};

export default NewServerPage;
