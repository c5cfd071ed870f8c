import { notFound } from "next/navigation";
import { z } from "zod";
import { currentActor } from "#app/_session/current-actor.ts";
import { currentSession } from "#app/_session/current-session.ts";
import { PageFrame } from "#app/_ui/page-frame.tsx";
import { can } from "#lib/accounts/actor.ts";
import { readMergeFields } from "#lib/content/read-merge-fields.ts";
import { readTemplate } from "#lib/content/read-template.ts";
import { readSenders } from "#lib/senders/read-senders.ts";
import { TemplateEditor } from "./_parts/template-editor.tsx";

type Props = { params: Promise<{ id: string }> };

const findTemplate = async ({ params }: Props) => {
  const [actor, { id }] = await Promise.all([currentActor(), params]);
  const template = z.uuid().safeParse(id).success ? await readTemplate(actor, id) : null;
  return { actor, template };
};

export const generateMetadata = async (props: Props) => ({
  title: (await findTemplate(props)).template?.name,
});

/** The editor of one template. */
const TemplatePage = async (props: Props) => {
  const { actor, template } = await findTemplate(props);
  if (!template) notFound();
  const { id, name, mjml, text, updatedAt, archivedAt } = template;
  const [mergeFields, senders, session] = await Promise.all([
    readMergeFields(actor),
    readSenders(actor),
    currentSession(),
  ]);
  return (
    <PageFrame wide>
      <TemplateEditor
        key={id}
        template={{
          id,
          name,
          mjml,
          text,
          updatedAt: updatedAt.toISOString(),
          isArchived: archivedAt !== null,
        }}
        mergeFields={mergeFields}
        senders={senders.map((sender) => ({ id: sender.id, name: sender.name, email: sender.email }))}
        ownAddress={session?.person.email ?? ""}
        isReadOnly={!can(actor, "content:write")}
      />
    </PageFrame>
  );
};

export default TemplatePage;
