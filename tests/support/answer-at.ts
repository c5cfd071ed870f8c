import type { SinkAction, SinkMoment, SinkPoint } from "./smtp-sink.ts";

/** A rule for the sink: this at one point of every session, and everything else as usual. */
export function answerAt(point: SinkPoint, action: SinkAction): (moment: SinkMoment) => SinkAction {
  return (moment) => (moment.point === point ? action : undefined);
}
