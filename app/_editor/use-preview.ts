"use client";

import { useEffect, useState } from "react";
import { askAction } from "#app/_ui/ask-action.ts";
import type { PreviewedContent } from "#lib/content/preview-content.ts";
import { previewMail } from "./actions.ts";

export type PreviewInput = {
  mjml: string;
  text: string | null;
  subject: string;
  preheader: string;
  purpose: "template" | "campaign";
  contactId: string | null;
};

export type PreviewState = {
  preview: PreviewedContent | null;
  isUpdating: boolean;
  /** What is shown is from before the errors that `preview.problems` tells. */
  isStale: boolean;
  hasFailed: boolean;
};

/** Long enough not to compile half-typed tags, short enough to feel immediate. */
const TYPING_PAUSE_MS = 400;

/** The preview of what is being edited, a moment after typing stops. An answer that comes after a newer question is dropped. */
export const usePreview = (input: PreviewInput): PreviewState => {
  const [state, setState] = useState<PreviewState>({
    preview: null,
    isUpdating: true,
    isStale: false,
    hasFailed: false,
  });
  const asked = JSON.stringify(input);
  useEffect(() => {
    let isCurrent = true;
    setState((before) => ({ ...before, isUpdating: true }));
    const timer = setTimeout(async () => {
      const { data } = await askAction(previewMail, JSON.parse(asked));
      if (!isCurrent) return;
      setState(({ preview: before }) => {
        const isStale = data?.html === "" && Boolean(before?.html);
        return {
          preview:
            isStale && before && data ? { ...data, html: before.html, text: before.text } : (data ?? before),
          isUpdating: false,
          isStale,
          hasFailed: data === undefined,
        };
      });
    }, TYPING_PAUSE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [asked]);
  return state;
};
