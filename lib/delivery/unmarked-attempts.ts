/** Attempts of this process whose dot is not marked, each with what gives its message back. */
const unmarked = new Set<() => void>();
let isOver = false;

/**
 * Makes an attempt that may be given back as long as its dot is not marked.
 *
 * @param attempt is given what it must ask right before it marks: true, and its dot may leave and it is waited for however long
 *   that takes; false, its message has been given back and the dot must not leave
 * @param givenBack what comes of it then. Whatever the attempt itself comes to later is not heard any more
 */
export function mayBeGivenBack<T>(attempt: (stays: () => boolean) => Promise<T>, givenBack: T): Promise<T> {
  if (isOver) return Promise.resolve(givenBack);
  return new Promise((resolve, reject) => {
    const giveBack = () => resolve(givenBack);
    unmarked.add(giveBack);
    attempt(() => unmarked.delete(giveBack)).then(
      (result) => {
        unmarked.delete(giveBack);
        resolve(result);
      },
      (error) => {
        unmarked.delete(giveBack);
        reject(error);
      },
    );
  });
}

/** Gives back what has no mark yet, also what begins from now on: this process is to end, and servers that hang are not waited for. */
export function giveBackUnmarked(): void {
  isOver = true;
  for (const giveBack of unmarked) giveBack();
  unmarked.clear();
}
