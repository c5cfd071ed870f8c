import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { currentActor } from "#app/_session/current-actor.ts";
import { currentSession } from "#app/_session/current-session.ts";
import { ActionForm } from "#app/_ui/action-form.tsx";
import { FormSelect } from "#app/_ui/form-select.tsx";
import { FormText } from "#app/_ui/form-text.tsx";
import { Section } from "#app/_ui/section.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { can } from "#lib/accounts/actor.ts";
import { saveWorkspace } from "./actions.ts";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("accounts.workspace"))("title"),
});

/** Indonesia's three zones first, then the world; UTC is not among the names that Intl lists. */
const TIME_ZONES = [
  ...new Set([
    "Asia/Jakarta",
    "Asia/Makassar",
    "Asia/Jayapura",
    "UTC",
    ...Intl.supportedValuesOf("timeZone"),
  ]),
];

const WorkspacePage = async () => {
  const [actor, session, t, common] = await Promise.all([
    currentActor(),
    currentSession(),
    getTranslations("accounts.workspace"),
    getTranslations("common"),
  ]);
  const mayWrite = can(actor, "workspace:write");
  return (
    <Section title={t("title")}>
      <ActionForm
        action={saveWorkspace}
        successMessage={t("saved")}
        className="flex max-w-lg flex-col items-start gap-4"
      >
        <FormText
          name="name"
          label={t("name")}
          defaultValue={session?.workspace.name}
          isDisabled={!mayWrite}
        />
        <FormSelect
          name="timeZone"
          label={t("timeZone")}
          help={t("timeZoneHelp")}
          defaultValue={session?.workspace.timeZone}
          isDisabled={!mayWrite}
          options={TIME_ZONES.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }))}
        />
        {mayWrite ? <SubmitButton>{common("save")}</SubmitButton> : null}
      </ActionForm>
    </Section>
  );
};

export default WorkspacePage;
