import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { currentActor } from "#app/_session/current-actor.ts";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { NoPermission } from "#app/_ui/no-permission.tsx";
import { Section } from "#app/_ui/section.tsx";
import { can } from "#lib/accounts/actor.ts";
import { findPreset } from "#lib/servers/server-presets.ts";
import { PresetChoice } from "../_parts/preset-choice.tsx";
import { ServerForm } from "../_parts/server-form.tsx";
import { zoneChoices } from "../_parts/zone-choices.ts";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("senders.servers"))("newTitle"),
});

type Props = { searchParams: Promise<{ preset?: string | string[] }> };

/** First whose server it is, then the form with what is known about it filled in. */
const NewServerPage = async ({ searchParams }: Props) => {
  const [actor, { preset }, t] = await Promise.all([
    currentActor(),
    searchParams,
    getTranslations("senders"),
  ]);
  if (!can(actor, "senders:write")) return <NoPermission />;
  const known = typeof preset === "string" ? findPreset(preset) : undefined;
  if (!known && preset !== "other") {
    return (
      <Section title={t("servers.newTitle")} description={t("servers.chooseDescription")}>
        <PresetChoice />
      </Section>
    );
  }
  return (
    <Section
      title={
        known
          ? t("servers.newTitleOf", { name: known.name ?? t("preset.cpanel.name") })
          : t("servers.newTitle")
      }
      description={t("servers.newDescription")}
      action={
        <LinkButton href="/settings/servers/new" variant="ghost" size="sm">
          {t("servers.chooseAnother")}
        </LinkButton>
      }
    >
      <ServerForm
        server={null}
        zones={await zoneChoices(null)}
        {...(known ? { presetKey: known.key } : {})}
      />
    </Section>
  );
};

export default NewServerPage;
