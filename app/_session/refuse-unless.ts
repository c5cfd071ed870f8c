import { Refusal } from "./refusal.ts";

type Answer = { kind: string };

/** For each other outcome the key of its words, or how to make them of what the outcome tells. */
type Words<Outcome extends Answer, Good extends string> = {
  [Kind in Exclude<Outcome["kind"], Good>]: string | ((outcome: Extract<Outcome, { kind: Kind }>) => Refusal);
};

/**
 * How an action ends whose verb answers with what became of it: nothing when it is `good`, else a refusal in words. Every other
 * outcome must have some.
 *
 * @throws Refusal
 */
export function refuseUnless<Outcome extends Answer, Good extends Outcome["kind"]>(
  good: Good,
  outcome: Outcome,
  words: Words<Outcome, Good>,
): void {
  if (outcome.kind === good) return;
  const told = words[outcome.kind as Exclude<Outcome["kind"], Good>];
  throw typeof told === "string"
    ? new Refusal(told)
    : told(outcome as Extract<Outcome, { kind: Exclude<Outcome["kind"], Good> }>);
}
