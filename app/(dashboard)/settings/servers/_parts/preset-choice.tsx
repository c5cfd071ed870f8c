import { type LucideIcon, Mailbox, Send, Server } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { serverPresets } from "#lib/servers/server-presets.ts";

const kinds = [
  { kind: "service", icon: Send },
  { kind: "mailbox", icon: Mailbox },
] as const;

/** Where a new sending server begins: with whom the mail goes out, by name. */
export const PresetChoice = () => {
  const t = useTranslations("senders");
  return (
    <div className="flex flex-col gap-6">
      {kinds.map(({ kind, icon }) => (
        <div key={kind} className="flex flex-col gap-3">
          <h3 className="text-sm font-medium">{t(`presetKind.${kind}`)}</h3>
          <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
            {serverPresets
              .filter((preset) => preset.kind === kind)
              .map(({ key, name }) => (
                <PresetLink
                  key={key}
                  preset={key}
                  icon={icon}
                  name={name ?? t("preset.cpanel.name")}
                  about={t(`preset.${key}.about`)}
                />
              ))}
          </ul>
        </div>
      ))}
      <div className="flex flex-col gap-3">
        <h3 className="text-sm font-medium">{t("presetKind.other")}</h3>
        <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
          <PresetLink
            preset="other"
            icon={Server}
            name={t("preset.other.name")}
            about={t("preset.other.about")}
          />
        </ul>
      </div>
    </div>
  );
};

type PresetLinkProps = { preset: string; icon: LucideIcon; name: string; about: string };

const PresetLink = ({ preset, icon: Icon, name, about }: PresetLinkProps) => (
  <li>
    <Link
      href={`/settings/servers/new?preset=${preset}`}
      className="flex h-full gap-3 rounded-lg border border-border p-3 outline-none hover:border-accent focus-visible:ring-2 focus-visible:ring-focus"
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-muted" />
      <span className="flex min-w-0 flex-col gap-0.5">
        <span className="text-sm font-medium">{name}</span>
        <span className="text-xs text-muted">{about}</span>
      </span>
    </Link>
  </li>
);
