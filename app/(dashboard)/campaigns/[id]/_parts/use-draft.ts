"use client";

import { useEffect, useRef, useState } from "react";
import { askAction } from "#app/_ui/ask-action.ts";
import type { CampaignDraft, DraftField } from "#lib/drafts/campaign-draft.ts";
import { saveDraft } from "../actions.ts";

/** Long enough not to save every letter, short enough that closing the window loses nothing that was thought through. */
const typingPauseMilliseconds = 800;

export type SaveStatus =
  | { kind: "saved" | "pending" | "saving" }
  /** A message for `messageText`. */
  | { kind: "failed"; message: string }
  /** Somebody else changed these fields too; `theirs` is what they saved. */
  | { kind: "conflict"; fields: DraftField[]; theirs: CampaignDraft }
  /** It is no draft any more. */
  | { kind: "closed" };

/**
 * A draft that saves itself while it is written. `flush` saves at once and says whether everything is saved. Fields that somebody
 * else changed are told as a conflict and wait for `resolve`; the others go on being saved, and what others wrote
 * into fields that were not touched here appears.
 */
export const useDraft = (id: string, first: CampaignDraft) => {
  const [draft, setDraft] = useState(first);
  const [status, setStatus] = useState<SaveStatus>({ kind: "saved" });
  // What the screen holds, what the server was last seen to hold, and the save under way: read between renders.
  const wanted = useRef(first);
  const seen = useRef(first);
  const running = useRef<Promise<boolean>>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const quarrel = useRef<{ fields: DraftField[]; theirs: CampaignDraft }>(undefined);

  const show = (next: CampaignDraft) => {
    wanted.current = next;
    setDraft(next);
  };

  const unsaved = () =>
    (Object.keys(wanted.current) as DraftField[]).filter(
      (field) =>
        wanted.current[field] !== seen.current[field] &&
        !quarrel.current?.fields.includes(field) &&
        !(field === "name" && wanted.current.name.trim() === ""),
    );

  const settle = (): SaveStatus => {
    if (quarrel.current) return { kind: "conflict", ...quarrel.current };
    return { kind: unsaved().length > 0 ? "pending" : "saved" };
  };

  const save = async (): Promise<boolean> => {
    const fields = unsaved();
    if (fields.length === 0) return quarrel.current === undefined;
    setStatus({ kind: "saving" });
    const patch = pick(wanted.current, fields);
    const { data, serverError, validationErrors } = await askAction(saveDraft, {
      id,
      change: { patch, base: pick(seen.current, fields) },
    });
    if (!data) {
      const message =
        serverError?.message ?? (validationErrors ? "campaigns.saving.invalid" : "errors.unreachable");
      setStatus({ kind: "failed", message });
      return false;
    }
    switch (data.kind) {
      case "saved": {
        const untouched = (Object.keys(data.draft) as DraftField[]).filter(
          (field) => !fields.includes(field) && wanted.current[field] === seen.current[field],
        );
        seen.current = { ...data.draft, ...patch };
        show({ ...wanted.current, ...pick(data.draft, untouched) });
        seen.current = { ...seen.current, ...pick(wanted.current, untouched) };
        setStatus(settle());
        return true;
      }
      case "conflict":
        quarrel.current = { fields: data.fields, theirs: data.draft };
        setStatus(settle());
        return save();
      case "unknown_reference":
        setStatus({ kind: "failed", message: `campaigns.saving.gone.${data.fields[0]}` });
        return false;
      case "not_draft":
      case "not_found":
        setStatus({ kind: "closed" });
        return false;
    }
  };

  const flush = async (): Promise<boolean> => {
    clearTimeout(timer.current);
    await running.current;
    running.current = save();
    return running.current;
  };

  const later = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void flush(), typingPauseMilliseconds);
  };

  const change = (patch: Partial<CampaignDraft>) => {
    show({ ...wanted.current, ...patch });
    setStatus(settle());
    later();
  };

  /** Keeps one's own words, or takes the other person's, in the fields that both changed. */
  const resolve = (choice: "mine" | "theirs") => {
    const met = quarrel.current;
    if (!met) return;
    quarrel.current = undefined;
    const theirs = pick(met.theirs, met.fields);
    seen.current = { ...seen.current, ...theirs };
    if (choice === "theirs") show({ ...wanted.current, ...theirs });
    setStatus(settle());
    void flush();
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: the refs are read when it happens, not when it is set up
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (unsaved().length === 0) return;
      void flush();
      event.preventDefault();
    };
    const catchUp = () => void flush();
    window.addEventListener("beforeunload", warn);
    window.addEventListener("online", catchUp);
    return () => {
      window.removeEventListener("beforeunload", warn);
      window.removeEventListener("online", catchUp);
      if (unsaved().length > 0) void flush();
    };
  }, []);

  return { draft, status, change, flush, resolve };
};

const pick = (draft: CampaignDraft, fields: readonly DraftField[]): Partial<CampaignDraft> =>
  Object.fromEntries(fields.map((field) => [field, draft[field]]));
