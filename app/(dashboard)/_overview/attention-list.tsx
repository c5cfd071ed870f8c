import {
  ChevronRight,
  CircleAlert,
  CircleCheck,
  CircleHelp,
  FileWarning,
  Globe,
  Hand,
  type LucideIcon,
  MailX,
  ServerOff,
  ShieldBan,
  ShieldX,
} from "lucide-react";
import Link from "next/link";
import { getFormatter, getTranslations } from "next-intl/server";
import { providerLabel } from "#app/_ui/provider-label.ts";
import { TONE_TEXT, type Tone } from "#app/_ui/state-colour.ts";
import type { TroubleWords } from "#lib/pacing/server-trouble.ts";
import type { Attention } from "#lib/reports/attention.ts";

const SERVER_HELP = {
  away: "serverAwayHelp",
  never_reached: "serverNeverReachedHelp",
  no_name: "serverNoNameHelp",
  asked: "serverAwayHelp",
  mend: "serverAwayHelp",
} as const satisfies Record<TroubleWords, string>;

const LOOKS: Record<Attention["kind"], { icon: LucideIcon; tone: Tone }> = {
  paused: { icon: CircleAlert, tone: "danger" },
  held: { icon: Hand, tone: "warning" },
  bounces: { icon: MailX, tone: "danger" },
  serverAway: { icon: ServerOff, tone: "danger" },
  providerHold: { icon: ShieldX, tone: "danger" },
  blocked: { icon: ShieldBan, tone: "danger" },
  inDoubt: { icon: CircleHelp, tone: "warning" },
  domain: { icon: Globe, tone: "warning" },
  importFailed: { icon: FileWarning, tone: "danger" },
  importRejects: { icon: FileWarning, tone: "warning" },
};

type AttentionListProps = {
  attention: Attention[];
  /** Whether it is this person who decides. */
  mayAct: boolean;
};

/** What needs a person, the worst first; or the good news that nothing does. */
export const AttentionList = async ({ attention, mayAct }: AttentionListProps) => {
  const t = await getTranslations("overview.attention");
  if (attention.length === 0) {
    return (
      <p className="flex items-center gap-2 rounded-lg border border-border bg-surface px-4 py-3 text-muted">
        <CircleCheck aria-hidden className="size-5 text-success-soft-foreground" />
        {t("nothing")}
      </p>
    );
  }
  return (
    <section aria-labelledby="attention" className="flex flex-col gap-3">
      <h2 id="attention" className="text-base font-semibold">
        {t(mayAct ? "title" : "titleReader")}
      </h2>
      <ul className="flex flex-col divide-y divide-separator rounded-lg border border-border bg-surface">
        {attention.map((item) => (
          <Item key={`${item.kind} ${keyOf(item)}`} item={item} mayAct={mayAct} />
        ))}
      </ul>
    </section>
  );
};

const keyOf = (item: Attention): string => {
  if (item.kind === "providerHold") return `${item.campaignId} ${item.provider}`;
  if ("campaignId" in item) return item.campaignId;
  if ("importId" in item) return item.importId;
  return "serverId" in item ? item.serverId : item.domain;
};

const Item = async ({ item, mayAct }: { item: Attention; mayAct: boolean }) => {
  const { icon: Icon, tone } = LOOKS[item.kind];
  const { title, explanation, href } = await words(item, mayAct);
  return (
    <li className="relative flex items-center gap-3 px-4 py-3 hover:bg-surface-hover">
      <Icon aria-hidden className={`size-5 shrink-0 ${TONE_TEXT[tone]}`} />
      <span className="flex min-w-0 flex-1 flex-col">
        <Link href={href} className="font-medium wrap-anywhere after:absolute after:inset-0">
          {title}
        </Link>
        <span className="text-sm text-muted wrap-anywhere">{explanation}</span>
      </span>
      <ChevronRight aria-hidden className="size-4 shrink-0 text-muted" />
    </li>
  );
};

const words = async (
  item: Attention,
  mayAct: boolean,
): Promise<{ title: string; explanation: string; href: string }> => {
  const [t, format] = await Promise.all([getTranslations("overview.attention"), getFormatter()]);
  switch (item.kind) {
    case "paused":
    case "held": {
      const reasons = await getTranslations("campaigns.pauseReason");
      return {
        title: t(item.kind === "held" && !mayAct ? "heldReader" : item.kind, { name: item.name }),
        explanation: item.reason
          ? reasons(`${item.reason.key}.title`, { server: "", ...item.reason.values })
          : t("noReason"),
        href: `/campaigns/${item.campaignId}`,
      };
    }
    case "bounces":
      return {
        title: t("bounces", {
          name: item.name,
          rate: format.number((item.bounced / item.attempted) * 100, {
            minimumFractionDigits: 1,
            maximumFractionDigits: 1,
          }),
        }),
        explanation: t("bouncesHelp", { bounced: item.bounced, attempted: item.attempted }),
        href: `/reports/${item.campaignId}`,
      };
    case "serverAway":
      return {
        title: t(`serverAway.${item.trouble}`, { server: item.name }),
        explanation: t(SERVER_HELP[item.trouble], {
          since: format.relativeTime(item.since),
        }),
        href: `/settings/servers/${item.serverId}`,
      };
    case "providerHold": {
      const provider = providerLabel(await getTranslations("delivery"), item.provider);
      return {
        title: t(`providerHold.${item.category}`, { name: item.name, provider }),
        explanation: t("providerHoldHelp", { provider }),
        href: `/campaigns/${item.campaignId}`,
      };
    }
    case "blocked":
      return {
        title: t("blocked", { name: item.name, count: item.count }),
        explanation: t("blockedHelp"),
        href: `/reports/${item.campaignId}`,
      };
    case "inDoubt":
      return {
        title: t("inDoubt", { name: item.name, count: item.count }),
        explanation: t("inDoubtHelp"),
        href: `/campaigns/${item.campaignId}`,
      };
    case "domain":
      return {
        title: t("domain", { domain: item.domain }),
        explanation: t("domainHelp", { count: item.contacts }),
        href: "/contacts",
      };
    case "importFailed":
      return {
        title: t("importFailed", { file: item.fileName }),
        explanation: t("importFailedHelp"),
        href: `/contacts/import/${item.importId}`,
      };
    case "importRejects":
      return {
        title: t("importRejects", { file: item.fileName, rejected: item.rejected }),
        explanation: t("importRejectsHelp", { total: item.total }),
        href: `/contacts/import/${item.importId}`,
      };
  }
};
