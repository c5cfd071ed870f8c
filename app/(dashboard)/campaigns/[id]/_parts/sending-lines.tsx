"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ServerWaitWords } from "#app/_servers/server-wait-words.tsx";
import { TryNow } from "#app/_servers/try-now.tsx";
import { capitalised, providerLabel } from "#app/_ui/provider-label.ts";
import { Section } from "#app/_ui/section.tsx";
import { TimeStamp } from "#app/_ui/time-stamp.tsx";
import type { ProviderLine, ProviderWait, ServerLine } from "#lib/delivery/read-sending-lines.ts";

type SendingLinesProps = { lines: ServerLine[]; maySend: boolean; onTried: () => void };

/** Through which servers and to which mailbox providers it goes, how fast, and what waits until when. */
export const SendingLines = ({ lines, maySend, onTried }: SendingLinesProps) => {
  const t = useTranslations("campaigns.live.lines");
  if (lines.length === 0) return null;
  return (
    <Section title={t("title")}>
      <ul className="-my-3 flex flex-col divide-y divide-separator">
        {lines.map((line) => (
          <li key={line.serverId} className="flex flex-col gap-2 py-3 text-sm">
            <div className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-1">
              <span className="font-medium wrap-anywhere">{line.name}</span>
              <PerSecond value={line.perSecond} />
              <span className="text-xs text-muted tabular-nums">
                {t("connections", { open: line.connections, most: line.maxConnections })}
              </span>
            </div>
            {line.wait ? (
              <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
                <Waiting said={"said" in line.wait ? line.wait.said : null}>
                  <ServerWaitWords wait={line.wait} />
                </Waiting>
                {/* Of a single one the notice above has the button. */}
                {maySend && lines.length > 1 && "since" in line.wait ? (
                  <TryNow serverId={line.serverId} name={line.name} wait={line.wait} onTried={onTried} />
                ) : null}
              </div>
            ) : null}
            {line.providers.length > 0 ? (
              <Providers providers={line.providers} more={line.moreProviders} />
            ) : null}
          </li>
        ))}
      </ul>
    </Section>
  );
};

const Providers = ({ providers, more }: { providers: ProviderLine[]; more: number }) => {
  const t = useTranslations("campaigns.live.lines");
  const delivery = useTranslations("delivery");
  return (
    <ul className="flex flex-col gap-2 border-l border-separator pl-4">
      {providers.map(({ provider, name, perSecond, wait }) => (
        <li key={provider} className="flex flex-col gap-1">
          <div className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4">
            <span className="wrap-anywhere">
              {capitalised(delivery, name, providerLabel(delivery, name))}
            </span>
            <PerSecond value={perSecond} />
          </div>
          {wait ? (
            <Waiting said={wait.said}>
              <ProviderWaitWords wait={wait} />
            </Waiting>
          ) : null}
        </li>
      ))}
      {more > 0 ? <li className="text-xs text-muted">{t("more", { count: more })}</li> : null}
    </ul>
  );
};

const PerSecond = ({ value }: { value: number }) => {
  const t = useTranslations("campaigns.live.lines");
  const format = useFormatter();
  return (
    <span className="text-right tabular-nums">
      {t("perSecond", { rate: format.number(value, { maximumFractionDigits: 1 }) })}
    </span>
  );
};

const ProviderWaitWords = ({ wait: { key, until } }: { wait: ProviderWait }) => {
  const t = useTranslations("campaigns.live.lines");
  return until ? t.rich(`wait.${key}`, { time: () => <TimeStamp at={until} /> }) : t(`wait.${key}`);
};

/** Why something waits, and in whose words. */
const Waiting = ({ said, children }: { said: string | null; children: ReactNode }) => {
  const t = useTranslations("campaigns.live.lines");
  return (
    <div className="flex flex-col gap-1 text-xs text-muted">
      <p>{children}</p>
      {said ? (
        <details>
          <summary className="w-fit cursor-pointer rounded hover:text-foreground">{t("raw")}</summary>
          <p className="mt-1 rounded bg-surface-secondary px-3 py-2 font-mono wrap-anywhere">{said}</p>
        </details>
      ) : null}
    </div>
  );
};
