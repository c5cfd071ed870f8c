import { Archive, Check, Clock } from "lucide-react";
import { useTranslations } from "next-intl";
import { ActionButton } from "#app/_ui/action-button.tsx";
import { TimeStamp } from "#app/_ui/time-stamp.tsx";
import { ToneChip } from "#app/_ui/tone-chip.tsx";
import { type DkimKeyRow, recordName, recordStrings, recordValue } from "#lib/domains/dkim-key.ts";
import { removeKey, retireKey } from "../actions.ts";
import { ActivateKey } from "./activate-key.tsx";
import { CopyText } from "./copy-text.tsx";

const looks = {
  waiting: { tone: "warning", icon: Clock },
  active: { tone: "success", icon: Check },
  retired: { tone: "neutral", icon: Archive },
} as const;

type KeyCardProps = {
  dkimKey: DkimKeyRow;
  canWrite: boolean;
  /** The selector that signs for this domain now. */
  replaces: string | undefined;
};

/** One key: what it does now, the record that belongs in the DNS, and what can be done with it. */
export const KeyCard = ({ dkimKey: key, canWrite, replaces }: KeyCardProps) => {
  const t = useTranslations("domains");
  const value = recordValue(key.publicKey);
  const name = recordName(key);
  const { tone, icon } = looks[key.state];
  const since =
    { waiting: null, active: key.activatedAt, retired: key.retiredAt }[key.state] ?? key.createdAt;
  return (
    <li id={key.id} className="flex scroll-mt-20 flex-col gap-4 rounded-lg border border-border p-4">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="flex min-w-0 flex-col gap-1">
          <h3 className="font-semibold wrap-anywhere">{key.domain}</h3>
          <p className="text-sm text-muted wrap-anywhere">
            {t("keys.about", { selector: key.selector, bits: key.bits })},{" "}
            {t.rich(`keys.since.${key.state}`, { at: () => <TimeStamp at={since} style="day" /> })}
          </p>
        </div>
        <ToneChip tone={tone} icon={icon}>
          {t(`state.${key.state}`)}
        </ToneChip>
      </div>
      <p className="max-w-prose text-sm">{t(`stateDetail.${key.state}`, { domain: key.domain })}</p>
      <details open={key.state === "waiting"} className="rounded-lg border border-border text-sm">
        <summary className="cursor-pointer px-4 py-2 font-medium">{t("record.title")}</summary>
        <dl className="flex flex-col gap-3 px-4 pt-1 pb-4">
          <CopyText label={t("record.type")} text="TXT" />
          <CopyText
            label={t("record.name")}
            help={t("record.nameHelp", { domain: key.domain })}
            text={name}
            canCopy
          />
          <CopyText label={t("record.value")} help={t("record.valueHelp")} text={value} canCopy />
          <CopyText
            label={t("record.zone")}
            help={t("record.zoneHelp")}
            text={`${name}. 3600 IN TXT ( ${recordStrings(value)} )`}
            canCopy
          />
        </dl>
      </details>
      {canWrite ? (
        <div className="flex flex-wrap gap-3">
          {key.state === "active" ? (
            <ActionButton
              action={retireKey}
              input={{ id: key.id }}
              size="sm"
              confirm={{
                title: t("retire.title", { domain: key.domain }),
                body: t("retire.body"),
                confirmLabel: t("retire.action"),
              }}
            >
              {t("retire.action")}
            </ActionButton>
          ) : (
            <>
              {key.state === "retired" ? <RemoveKey dkimKey={key} variant="secondary" /> : null}
              <ActivateKey id={key.id} replaces={replaces} isMain={key.state === "waiting"} />
              {key.state === "waiting" ? <RemoveKey dkimKey={key} variant="ghost" /> : null}
            </>
          )}
        </div>
      ) : null}
    </li>
  );
};

type RemoveKeyProps = { dkimKey: DkimKeyRow; variant: "secondary" | "ghost" };

const RemoveKey = ({ dkimKey: { id, selector, domain }, variant }: RemoveKeyProps) => {
  const t = useTranslations("domains.remove");
  return (
    <ActionButton
      action={removeKey}
      input={{ id }}
      variant={variant}
      size="sm"
      confirm={{
        title: t("title", { selector, domain }),
        body: t("body"),
        confirmLabel: t("action"),
        isDestructive: true,
      }}
    >
      {t("action")}
    </ActionButton>
  );
};
