const width = 32;

/** One line that is drawn over itself at a terminal, and a line now and then where there is none. */
export function progressBar(label: string): (done: number, total: number, words?: string) => void {
  let lastTenth = -1;
  return (done, total, words = "") => {
    const share = total === 0 ? 1 : Math.min(1, done / total);
    const filled = Math.round(share * width);
    const line = `${label.padEnd(12)} ${"█".repeat(filled)}${"░".repeat(width - filled)} ${done} of ${total} ${words}`;
    if (process.stdout.isTTY) {
      process.stdout.write(`\r${line.padEnd(110)}${share === 1 ? "\n" : ""}`);
      return;
    }
    const tenth = Math.floor(share * 10);
    if (tenth === lastTenth) return;
    lastTenth = tenth;
    console.log(line);
  };
}
