/** Names a server as it is set up now: another name after each change of its settings. */
export function settingsVersion({ id, updatedAt }: { id: string; updatedAt: Date }): string {
  return `${id} ${updatedAt.toISOString()}`;
}
