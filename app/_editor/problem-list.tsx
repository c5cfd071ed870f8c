"use client";

import { CircleAlert, CircleCheck, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ContentProblem } from "#lib/liquid/content-problem.ts";
import { problemText } from "./problem-text.ts";

type ProblemListProps = {
  problems: ContentProblem[];
  /** Called with a problem that has a place in a source, to go there. */
  onGoTo?: ((problem: ContentProblem) => void) | undefined;
};

/** Everything wrong with a mail in words, errors first, each leading to its line. */
export const ProblemList = ({ problems, onGoTo }: ProblemListProps) => {
  const t = useTranslations("content");
  if (problems.length === 0) {
    return (
      <p className="flex items-center gap-2 px-3 py-2 text-sm text-muted">
        <CircleCheck aria-hidden className="size-4 text-success" />
        {t("problems.none")}
      </p>
    );
  }
  return (
    <ul className="flex flex-col">
      {problems.map((problem) => {
        const key = `${problem.part} ${problem.line} ${problem.message} ${JSON.stringify(problem.values)}`;
        const place =
          problem.line === null
            ? t(`problems.part.${problem.part}`)
            : `${t(`problems.part.${problem.part}`)} · ${t("problems.line", { line: problem.line })}`;
        const isError = problem.severity === "error";
        const Icon = isError ? CircleAlert : TriangleAlert;
        const content = (
          <>
            <Icon
              role="img"
              aria-label={t(`problems.${problem.severity}`)}
              className={`mt-0.5 size-4 shrink-0 ${isError ? "text-danger" : "text-warning"}`}
            />
            <span className="flex min-w-0 flex-col">
              <span className="wrap-anywhere">{problemText(t, problem)}</span>
              <span className="text-xs text-muted tabular-nums">{place}</span>
            </span>
          </>
        );
        return (
          <li key={key} className="border-b border-separator last:border-b-0">
            {onGoTo && problem.line !== null ? (
              <button
                type="button"
                onClick={() => onGoTo(problem)}
                className="flex w-full items-start gap-2 px-3 py-2 text-left text-sm hover:bg-default focus-visible:bg-default"
              >
                {content}
              </button>
            ) : (
              <div className="flex items-start gap-2 px-3 py-2 text-sm">{content}</div>
            )}
          </li>
        );
      })}
    </ul>
  );
};
