/** The steps of the composer, in the order in which they are usually taken; each can be opened at any time. */
export const composerSteps = ["audience", "content", "sender", "review"] as const;
export type ComposerStepName = (typeof composerSteps)[number];

export const isComposerStep = (value: unknown): value is ComposerStepName =>
  (composerSteps as readonly unknown[]).includes(value);
