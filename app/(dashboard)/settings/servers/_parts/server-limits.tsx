"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { FormCheckbox } from "#app/_ui/form-checkbox.tsx";
import { FormSelect } from "#app/_ui/form-select.tsx";
import { FormText } from "#app/_ui/form-text.tsx";
import type { ServerRow } from "#lib/senders/sending-servers-store.ts";
import type { ServerPreset } from "#lib/servers/server-presets.ts";

type ServerLimitsProps = {
  server: ServerRow | null;
  preset: ServerPreset | undefined;
  /** Time zones to choose from, the one in force first. */
  zones: string[];
};

const figures = [
  "maxConnections",
  "messagesPerSecond",
  "hourlyCap",
  "dailyCap",
  "messagesPerConnection",
  "weight",
] as const;

const hours = [
  { name: "hoursFrom", example: "08:00" },
  { name: "hoursTo", example: "20:00" },
] as const;

/**
 * How much a sending server may be given, when, and which part of the mail. Nothing filled in: no limit. A new server begins
 * with what its provider publishes.
 */
export const ServerLimits = ({ server: pace, preset, zones }: ServerLimitsProps) => {
  const t = useTranslations("senders.limits");
  const begin: Partial<ServerRow> = { maxConnections: 5, weight: 1, ...(pace ?? preset?.limits) };
  const heading = useId();
  return (
    <fieldset aria-labelledby={heading} className="flex flex-col gap-5 border-t border-separator pt-5">
      <div className="flex flex-col gap-1">
        <h3 id={heading} className="text-sm font-semibold">
          {t("title")}
        </h3>
        <p className="text-sm text-muted">{t("description")}</p>
      </div>
      <div className="grid gap-5 sm:grid-cols-2">
        {figures.map((name) => (
          <FormText
            key={name}
            name={name}
            label={t(name)}
            help={t(`${name}Help`)}
            defaultValue={shown(begin[name])}
            inputMode={name === "messagesPerSecond" ? "decimal" : "numeric"}
            isRequired={name === "maxConnections"}
          />
        ))}
      </div>
      <div className="grid grid-cols-2 gap-5 sm:grid-cols-[8rem_8rem_1fr]">
        {hours.map(({ name, example }) => (
          <FormText
            key={name}
            name={name}
            label={t(name)}
            defaultValue={clock(pace?.[name])}
            placeholder={example}
          />
        ))}
        <div className="max-sm:col-span-2">
          <FormSelect
            name="hoursTimeZone"
            label={t("hoursTimeZone")}
            help={t("hoursHelp")}
            defaultValue={zones[0]}
            options={zones.map((value) => ({ value, label: value.replaceAll("_", " ") }))}
          />
        </div>
      </div>
      <FormText
        name="fromDomains"
        label={t("fromDomains")}
        help={t("fromDomainsHelp")}
        defaultValue={pace?.fromDomains.join(", ") ?? ""}
      />
      <FormCheckbox
        name="paceProviders"
        label={t("paceProviders")}
        help={t("paceProvidersHelp")}
        defaultSelected={begin.paceProviders ?? true}
      />
    </fieldset>
  );
};

const shown = (value: number | null | undefined): string => (value ? String(value) : "");

const clock = (minutes: number | null | undefined): string =>
  minutes === null || minutes === undefined
    ? ""
    : `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
