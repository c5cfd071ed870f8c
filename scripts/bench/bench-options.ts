/** `quick`: what a person waits for, under a minute. */
export type BenchOptions = { quick: boolean };
