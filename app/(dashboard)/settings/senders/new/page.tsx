import { Server } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { currentActor } from "#app/_session/current-actor.ts";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { NoPermission } from "#app/_ui/no-permission.tsx";
import { Section } from "#app/_ui/section.tsx";
import { can } from "#lib/accounts/actor.ts";
import { readSendingServers } from "#lib/senders/read-sending-servers.ts";
import { SenderForm } from "../_parts/sender-form.tsx";
import { serverChoices } from "../_parts/server-choices.ts";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("senders.senders"))("newTitle"),
});

const NewSenderPage = async () => {
  const [actor, t] = await Promise.all([currentActor(), getTranslations("senders")]);
  if (!can(actor, "senders:write")) return <NoPermission />;
  const servers = serverChoices(await readSendingServers(actor));
  return (
    <Section title={t("senders.newTitle")} description={t("senders.description")}>
      {servers.length > 0 ? (
        <SenderForm sender={null} servers={servers} />
      ) : (
        <EmptyState
          icon={Server}
          title={t("senders.noServer")}
          action={<LinkButton href="/settings/servers/new">{t("servers.add")}</LinkButton>}
        />
      )}
    </Section>
  );
};

export default NewSenderPage;
