import { FlaskConical, Server } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { currentActor } from "#app/_session/current-actor.ts";
import { DataTable } from "#app/_ui/data-table.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { Section } from "#app/_ui/section.tsx";
import { ToneChip } from "#app/_ui/tone-chip.tsx";
import { can } from "#lib/accounts/actor.ts";
import { readServerWaits } from "#lib/delivery/read-server-waits.ts";
import { readServerUse } from "#lib/reports/read-server-use.ts";
import { serverHealth } from "#lib/reports/server-health.ts";
import { readSendingServers } from "#lib/senders/read-sending-servers.ts";
import { hasAnswered } from "#lib/servers/reached-address.ts";
import { HealthChip } from "./_parts/health-chip.tsx";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("senders.servers"))("title"),
});

const ServersPage = async () => {
  const actor = await currentActor();
  const [servers, waits, uses, t] = await Promise.all([
    readSendingServers(actor),
    readServerWaits(actor),
    readServerUse(actor),
    getTranslations("senders"),
  ]);
  const add = can(actor, "senders:write") ? (
    <LinkButton href="/settings/servers/new">{t("servers.add")}</LinkButton>
  ) : undefined;
  return (
    <Section
      title={t("servers.title")}
      description={t("servers.description")}
      action={servers.length > 0 ? add : null}
    >
      <DataTable
        caption={t("servers.title")}
        rows={servers}
        rowKey={({ id }) => id}
        rowHref={({ id }) => `/settings/servers/${id}`}
        columns={[
          {
            key: "name",
            label: t("servers.name"),
            cell: ({ name, kind }) => (
              <span className="inline-flex flex-wrap items-center gap-2">
                {name}
                {kind === "sandbox" ? (
                  <ToneChip tone="warning" icon={FlaskConical}>
                    {t("servers.sandboxKind")}
                  </ToneChip>
                ) : null}
              </span>
            ),
          },
          {
            key: "health",
            narrow: "full",
            label: t("servers.health"),
            cell: (server) => (
              <HealthChip
                health={serverHealth(server.lastTest, uses.get(server.id), hasAnswered(server))}
                wait={waits.get(server.id)}
              />
            ),
          },
          {
            key: "address",
            label: t("servers.address"),
            wideOnly: true,
            cell: ({ host, port }) => `${host}:${port}`,
          },
          {
            key: "security",
            label: t("servers.security"),
            wideOnly: true,
            cell: ({ security }) => (
              <span className="whitespace-nowrap">{t(`securityName.${security}`)}</span>
            ),
          },
          {
            key: "senders",
            label: t("servers.senders"),
            numeric: true,
            wideOnly: true,
            cell: ({ senderCount }) => senderCount,
          },
        ]}
        empty={
          <EmptyState
            icon={Server}
            title={t("servers.empty")}
            description={t("servers.emptyDescription")}
            action={add}
          />
        }
      />
    </Section>
  );
};

export default ServersPage;
