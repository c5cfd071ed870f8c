"use client";

import { Button } from "@heroui/react";
import { CircleCheck, CircleX, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { TONE_TEXT } from "#app/_ui/state-colour.ts";
import type { CampaignCheck } from "#lib/checks/campaign-checks.ts";
import type { ComposerStepName } from "./composer-step.ts";

const LOOKS = {
  ok: { icon: CircleCheck, tone: "success" },
  warn: { icon: TriangleAlert, tone: "warning" },
  stop: { icon: CircleX, tone: "danger" },
} as const;

/** More of one kind would only hide the other lines; the editor shows them all. */
const mostProblems = 5;

type CheckListProps = {
  checks: CampaignCheck[];
  /** Opens a step of the composer; without it the lines only tell. */
  go?: (step: ComposerStepName) => void;
};

/** The checklist: what is right, what may be better, what must be mended, each with the way to mend it. */
export const CheckList = ({ checks, go }: CheckListProps) => {
  const t = useTranslations("campaigns.checks");
  return (
    <ul className="-my-3 flex flex-col divide-y divide-separator">
      {checks.map((check) => {
        const { icon: Icon, tone } = LOOKS[check.verdict];
        const { step } = check;
        return (
          <li key={check.key} className="flex items-start gap-3 py-3">
            <Icon
              role="img"
              aria-label={t(`verdict.${check.verdict}`)}
              className={`mt-0.5 size-5 shrink-0 ${TONE_TEXT[tone]}`}
            />
            <div className="flex min-w-0 flex-1 flex-col gap-1">
              <p className={check.verdict === "ok" ? "" : "font-medium"}>
                {t(`${check.key}.title`, check.values ?? {})}
              </p>
              {check.verdict === "ok" ? null : (
                <p className="text-sm text-muted">{t(`${check.key}.help`, check.values ?? {})}</p>
              )}
              <Problems problems={check.problems ?? []} />
            </div>
            {check.verdict === "ok" || !go || step === null ? null : (
              <Button size="sm" variant="secondary" onPress={() => go(step)}>
                {t("mend")}
              </Button>
            )}
          </li>
        );
      })}
    </ul>
  );
};

const Problems = ({ problems }: { problems: NonNullable<CampaignCheck["problems"]> }) => {
  const words = useTranslations();
  const t = useTranslations("campaigns.checks");
  if (problems.length === 0) return null;
  return (
    <ul className="flex list-disc flex-col gap-1 pl-5 text-sm text-muted">
      {problems.slice(0, mostProblems).map((problem) => (
        <li key={`${problem.part} ${problem.line} ${problem.message} ${Object.values(problem.values)}`}>
          {t(`place.${problem.part}`, { line: problem.line ?? 0 })} {words(problem.message, problem.values)}
        </li>
      ))}
      {problems.length > mostProblems ? (
        <li>{t("more", { count: problems.length - mostProblems })}</li>
      ) : null}
    </ul>
  );
};
