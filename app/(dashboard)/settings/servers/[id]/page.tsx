import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { ServerTrouble } from "#app/_servers/server-trouble.tsx";
import { ServerWaitWords } from "#app/_servers/server-wait-words.tsx";
import { currentActor } from "#app/_session/current-actor.ts";
import { ActionButton } from "#app/_ui/action-button.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { Notice } from "#app/_ui/notice.tsx";
import { Section } from "#app/_ui/section.tsx";
import { type Actor, can } from "#lib/accounts/actor.ts";
import { readServerWaits } from "#lib/delivery/read-server-waits.ts";
import { readServerUse } from "#lib/reports/read-server-use.ts";
import { readSendingServer } from "#lib/senders/read-sending-server.ts";
import { ServerForm } from "../_parts/server-form.tsx";
import { ServerUseFacts } from "../_parts/server-use-facts.tsx";
import { TestKeptServer } from "../_parts/test-kept-server.tsx";
import { zoneChoices } from "../_parts/zone-choices.ts";
import { removeServer } from "../actions.ts";

type Props = { params: Promise<{ id: string }> };

export const generateMetadata = async ({ params }: Props): Promise<Metadata> => {
  const [actor, { id }] = await Promise.all([currentActor(), params]);
  return { title: (await readServer(actor, id))?.name };
};

const readServer = async (actor: Actor, id: string) =>
  z.uuid().safeParse(id).success ? readSendingServer(actor, id) : null;

const ServerPage = async ({ params }: Props) => {
  const [actor, { id }, t] = await Promise.all([currentActor(), params, getTranslations("senders")]);
  const server = await readServer(actor, id);
  if (!server) notFound();
  const [waits, uses] = await Promise.all([readServerWaits(actor), readServerUse(actor)]);
  const wait = waits.get(id);
  const facts = <ServerUseFacts use={uses.get(id)} lastTest={server.lastTest} />;
  const trouble =
    wait && "since" in wait ? (
      <ServerTrouble serverId={id} name={server.name} wait={wait} mayTry={can(actor, "campaigns:send")} />
    ) : wait ? (
      <Notice tone="accent">
        <ServerWaitWords wait={wait} />
      </Notice>
    ) : null;
  const canWrite = can(actor, "senders:write");
  if (server.kind === "sandbox") {
    return (
      <>
        {trouble}
        <Section
          title={t("sandbox.serverTitle")}
          description={t("sandbox.serverDescription")}
          action={<LinkButton href="/sandbox">{t("sandbox.look")}</LinkButton>}
        >
          {facts}
          <TestKeptServer id={server.id} lastTest={server.lastTest} canTest={canWrite} />
        </Section>
      </>
    );
  }
  if (!canWrite) {
    return (
      <>
        {trouble}
        <Section title={server.name} description={`${server.host}:${server.port}`}>
          {facts}
          <TestKeptServer id={server.id} lastTest={server.lastTest} canTest={false} />
          <p className="text-sm text-muted">{t("servers.readOnly")}</p>
        </Section>
      </>
    );
  }
  return (
    <>
      {trouble}
      <Section
        title={server.name}
        action={
          <ActionButton
            action={removeServer}
            input={{ id: server.id }}
            variant="ghost"
            size="sm"
            confirm={{
              title: t("servers.removeTitle", { name: server.name }),
              body: t("servers.removeBody"),
              confirmLabel: t("servers.remove"),
              isDestructive: true,
            }}
          >
            {t("servers.remove")}
          </ActionButton>
        }
      >
        {facts}
        <ServerForm server={server} zones={await zoneChoices(server.hoursTimeZone)} />
      </Section>
    </>
  );
};

export default ServerPage;
