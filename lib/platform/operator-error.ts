/**
 * Something that the person who runs the installation can put right: a wrong variable, a folder that is not
 * writable, a port that is taken. The message says what happened and what to do, and is shown without a stack.
 */
export class OperatorError extends Error {
  override readonly name = "OperatorError";
}
