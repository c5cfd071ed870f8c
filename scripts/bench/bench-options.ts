/**
 * `quick`: what a person waits for, under a minute. `only`: some parts of a bench by their letters; what is left out is null in
 * the figures.
 */
export type BenchOptions = { quick: boolean; only?: string[] };
