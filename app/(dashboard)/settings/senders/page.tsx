import { AtSign, FlaskConical, KeyRound } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { currentActor } from "#app/_session/current-actor.ts";
import { DataTable } from "#app/_ui/data-table.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { Section } from "#app/_ui/section.tsx";
import { ToneChip } from "#app/_ui/tone-chip.tsx";
import { can } from "#lib/accounts/actor.ts";
import { signingKey } from "#lib/domains/dkim-key.ts";
import { readDkimKeys } from "#lib/domains/read-dkim-keys.ts";
import { readSenders } from "#lib/senders/read-senders.ts";
import type { SenderRow } from "#lib/senders/senders-store.ts";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("senders.senders"))("title"),
});

const SendersPage = async () => {
  const actor = await currentActor();
  const [senders, keys, t] = await Promise.all([
    readSenders(actor),
    readDkimKeys(actor),
    getTranslations("senders"),
  ]);
  const canWrite = can(actor, "senders:write");
  const add = canWrite ? <LinkButton href="/settings/senders/new">{t("senders.add")}</LinkButton> : undefined;
  return (
    <Section
      title={t("senders.title")}
      description={t("senders.description")}
      action={senders.length > 0 ? add : null}
    >
      <DataTable
        caption={t("senders.title")}
        rows={senders}
        rowKey={({ id }) => id}
        {...(canWrite ? { rowHref: ({ id }: SenderRow) => `/settings/senders/${id}` } : {})}
        columns={[
          {
            key: "name",
            label: t("senders.name"),
            cell: ({ name, email }) => (
              <span className="flex flex-col">
                {name}
                <span className="font-normal text-muted wrap-anywhere md:hidden">{email}</span>
              </span>
            ),
          },
          { key: "email", label: t("senders.email"), wideOnly: true, cell: ({ email }) => email },
          {
            key: "replyTo",
            label: t("senders.replyTo"),
            wideOnly: true,
            cell: ({ replyTo }) => replyTo ?? <span className="text-muted">{t("senders.sameAddress")}</span>,
          },
          {
            key: "server",
            label: t("senders.server"),
            cell: ({ sendingServer, sharesServers }) => (
              <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1 max-md:justify-end">
                {sendingServer.name}
                {sharesServers ? <span className="text-muted">{t("senders.andOthers")}</span> : null}
                {sendingServer.kind === "sandbox" ? (
                  <ToneChip tone="warning" icon={FlaskConical}>
                    {t("servers.sandboxKind")}
                  </ToneChip>
                ) : null}
              </span>
            ),
          },
          {
            key: "signature",
            label: t("senders.signature"),
            wideOnly: true,
            cell: ({ email, sendingServer }) => {
              const key = sendingServer.dkimSigning ? signingKey(keys, email) : undefined;
              return key ? (
                <ToneChip tone="success" icon={KeyRound}>
                  {key.selector}
                </ToneChip>
              ) : (
                <span className="text-muted">{t("senders.notSignedHere")}</span>
              );
            },
          },
        ]}
        empty={
          <EmptyState
            icon={AtSign}
            title={t("senders.empty")}
            description={t("senders.emptyDescription")}
            action={add}
          />
        }
      />
    </Section>
  );
};

export default SendersPage;
