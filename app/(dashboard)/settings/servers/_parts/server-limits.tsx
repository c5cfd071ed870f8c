"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { FormCheckbox } from "#app/_ui/form-checkbox.tsx";
import { FormSelect } from "#app/_ui/form-select.tsx";
import { FormText } from "#app/_ui/form-text.tsx";
import type { ServerPace } from "#lib/senders/server-pace.ts";

/** How much a sending server may be given, when, and which part of the mail. Nothing filled in: no limit. */
export const ServerLimits = ({ pace, timeZones }: { pace: ServerPace | null; timeZones: string[] }) => {
  const t = useTranslations("senders.limits");
  const heading = useId();
  const zone = pace?.hoursTimeZone ?? "Asia/Jakarta";
  return (
    <fieldset aria-labelledby={heading} className="flex flex-col gap-5 border-t border-separator pt-5">
      <div className="flex flex-col gap-1">
        <h3 id={heading} className="text-sm font-semibold">
          {t("title")}
        </h3>
        <p className="text-sm text-muted">{t("description")}</p>
      </div>
      <div className="grid gap-5 sm:grid-cols-2">
        <FormText
          name="hourlyCap"
          label={t("hourlyCap")}
          help={t("hourlyCapHelp")}
          defaultValue={shown(pace?.hourlyCap)}
          inputMode="numeric"
        />
        <FormText
          name="dailyCap"
          label={t("dailyCap")}
          help={t("dailyCapHelp")}
          defaultValue={shown(pace?.dailyCap)}
          inputMode="numeric"
        />
        <FormText
          name="messagesPerConnection"
          label={t("messagesPerConnection")}
          help={t("messagesPerConnectionHelp")}
          defaultValue={shown(pace?.messagesPerConnection)}
          inputMode="numeric"
        />
        <FormText
          name="weight"
          label={t("weight")}
          help={t("weightHelp")}
          defaultValue={shown(pace?.weight ?? 1)}
          inputMode="numeric"
        />
      </div>
      <div className="grid gap-5 sm:grid-cols-[8rem_8rem_1fr]">
        <FormText
          name="hoursFrom"
          label={t("hoursFrom")}
          defaultValue={clock(pace?.hoursFrom)}
          placeholder="08:00"
        />
        <FormText
          name="hoursTo"
          label={t("hoursTo")}
          defaultValue={clock(pace?.hoursTo)}
          placeholder="20:00"
        />
        <FormSelect
          name="hoursTimeZone"
          label={t("hoursTimeZone")}
          help={t("hoursHelp")}
          defaultValue={zone}
          options={[...new Set([zone, ...timeZones])].map((value) => ({
            value,
            label: value.replaceAll("_", " "),
          }))}
        />
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
        defaultSelected={pace?.paceProviders ?? true}
      />
    </fieldset>
  );
};

const shown = (value: number | null | undefined): string => (value ? String(value) : "");

const clock = (minutes: number | null | undefined): string =>
  minutes === null || minutes === undefined
    ? ""
    : `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
