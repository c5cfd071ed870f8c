/**
 * A subject as a heading, before any recipient fills it in: `Hello {{ contact.first_name | default: "friend" }}` is
 * `Hello {first_name}`.
 */
export function readableSubject(subject: string): string {
  return subject.replace(/\{\{-?\s*(?:contact\.)?([^\s|}]+)[^}]*\}\}/g, "{$1}");
}
