import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { currentActor } from "#app/_session/current-actor.ts";
import { ActionButton } from "#app/_ui/action-button.tsx";
import { NoPermission } from "#app/_ui/no-permission.tsx";
import { Section } from "#app/_ui/section.tsx";
import { can } from "#lib/accounts/actor.ts";
import { readSender } from "#lib/senders/read-sender.ts";
import { readSendingServers } from "#lib/senders/read-sending-servers.ts";
import { SenderForm } from "../_parts/sender-form.tsx";
import { serverChoices } from "../_parts/server-choices.ts";
import { removeOneSender } from "../actions.ts";

type Props = { params: Promise<{ id: string }> };

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("senders.senders"))("editTitle"),
});

const SenderPage = async ({ params }: Props) => {
  const [actor, { id }, t] = await Promise.all([currentActor(), params, getTranslations("senders.senders")]);
  if (!can(actor, "senders:write")) return <NoPermission />;
  const sender = z.uuid().safeParse(id).success ? await readSender(actor, id) : null;
  if (!sender) notFound();
  return (
    <Section
      title={t("editTitle")}
      action={
        <ActionButton
          action={removeOneSender}
          input={{ id: sender.id }}
          variant="ghost"
          size="sm"
          confirm={{
            title: t("removeTitle", { name: sender.name }),
            body: t("removeBody"),
            confirmLabel: t("remove"),
            isDestructive: true,
          }}
        >
          {t("remove")}
        </ActionButton>
      }
    >
      <SenderForm sender={sender} servers={serverChoices(await readSendingServers(actor))} />
    </Section>
  );
};

export default SenderPage;
