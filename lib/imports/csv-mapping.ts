import { z } from "zod";
import { validateEmail } from "#lib/addresses/email-address.ts";
import { type Attribute, attributeKeyFor, attributeSchema } from "#lib/contacts/attribute.ts";

/** What becomes of one column of the file. */
export type ColumnTarget =
  | { to: "email" }
  | { to: "firstName" }
  | { to: "lastName" }
  | ({ to: "attribute" } & Attribute)
  | { to: "skip" };

export const columnTargetSchema = z.discriminatedUnion("to", [
  z.object({ to: z.literal("email") }),
  z.object({ to: z.literal("firstName") }),
  z.object({ to: z.literal("lastName") }),
  attributeSchema.extend({ to: z.literal("attribute") }),
  z.object({ to: z.literal("skip") }),
]);

/** Why a mapping cannot be used: a key under `contacts.mappingProblem`. */
export type MappingProblem = "noEmailColumn" | "twoColumnsForOneField" | "noAddressInEmailColumn";

/** Names of columns as they stand in exports of other programs, in English and Indonesian, letters and digits only. */
const knownNames: Record<"email" | "firstName" | "lastName", readonly string[]> = {
  // Mailchimp "Email Address", Brevo and SendGrid "EMAIL", Keila "Email", Mailtrain "HASH_EMAIL" is none.
  email: [
    "email",
    "emailaddress",
    "emails",
    "mail",
    "mailaddress",
    "emailid",
    "useremail",
    "contactemail",
    "primaryemail",
    "alamatemail",
    "alamatsurel",
    "surel",
    "posel",
    "alamatposel",
    "correo",
    "courriel",
  ],
  // Mailchimp "First Name", Brevo "FIRSTNAME", SendGrid "FIRST_NAME".
  firstName: [
    "firstname",
    "givenname",
    "forename",
    "fname",
    "name",
    "fullname",
    "nama",
    "namadepan",
    "namalengkap",
    "namapanggilan",
    "prenom",
    "vorname",
    "nombre",
  ],
  lastName: [
    "lastname",
    "surname",
    "familyname",
    "lname",
    "namabelakang",
    "namakeluarga",
    "namaakhir",
    "nachname",
    "apellido",
  ],
};

/**
 * Proposes what each column is: by its name, else (for the address) by what stands in it; every other named column becomes
 * an attribute, an existing one where key or label agree. Columns with nothing in them are skipped.
 *
 * @param header names of the columns, or null when the file has none
 * @param rows first rows, without the header
 */
export function guessMapping(
  header: readonly string[] | null,
  rows: readonly (readonly string[])[],
  attributes: readonly Attribute[],
): ColumnTarget[] {
  const width = header?.length ?? Math.max(0, ...rows.map((row) => row.length));
  const targets: (ColumnTarget | undefined)[] = Array.from({ length: width });
  for (const field of ["email", "firstName", "lastName"] as const) {
    const column = bestNamed(header ?? [], knownNames[field]);
    if (column >= 0 && targets[column] === undefined) targets[column] = { to: field };
  }
  if (!targets.some((target) => target?.to === "email")) {
    const column = mostAddresses(rows, width);
    if (column >= 0) targets[column] = { to: "email" };
  }
  const taken = new Set<string>();
  return targets.map((target, column) => {
    if (target) return target;
    const name = (header?.[column] ?? "").trim();
    if (name === "" || rows.every((row) => (row[column] ?? "").trim() === "")) return { to: "skip" };
    const known = attributes.find(
      ({ key, label }) => !taken.has(key) && (plain(key) === plain(name) || plain(label) === plain(name)),
    );
    const attribute: Attribute = known ?? {
      key: attributeKeyFor(name, new Set([...taken, ...attributes.map(({ key }) => key)])),
      label: name.slice(0, 100),
      type: "text",
    };
    taken.add(attribute.key);
    return { to: "attribute", key: attribute.key, label: attribute.label, type: attribute.type };
  });
}

/**
 * Checks a mapping against the file's first rows: one column is the address and holds at least one, and no two columns go
 * to one field.
 */
export function checkMapping(
  mapping: readonly ColumnTarget[],
  rows: readonly (readonly string[])[],
): MappingProblem | null {
  const emailColumns = mapping.flatMap((target, column) => (target.to === "email" ? [column] : []));
  const [emailColumn] = emailColumns;
  if (emailColumn === undefined) return "noEmailColumn";
  const fields = mapping.flatMap((target) =>
    target.to === "skip" ? [] : [target.to === "attribute" ? `attribute ${target.key}` : target.to],
  );
  if (new Set(fields).size < fields.length) return "twoColumnsForOneField";
  return rows.some((row) => validateEmail(row[emailColumn] ?? "").ok) ? null : "noAddressInEmailColumn";
}

/** The column whose name stands earliest in the list of known names; -1 when none does. */
function bestNamed(header: readonly string[], names: readonly string[]): number {
  let best = -1;
  let bestRank = Number.POSITIVE_INFINITY;
  header.forEach((name, column) => {
    const rank = names.indexOf(plain(name));
    if (rank >= 0 && rank < bestRank) {
      best = column;
      bestRank = rank;
    }
  });
  return best;
}

function mostAddresses(rows: readonly (readonly string[])[], width: number): number {
  let best = -1;
  let most = 0;
  for (let column = 0; column < width; column++) {
    const addresses = rows.filter((row) => validateEmail(row[column] ?? "").ok).length;
    if (addresses > most) {
      best = column;
      most = addresses;
    }
  }
  return best;
}

/** Lower case, letters and digits only, without accents: "E-mail", "e_mail" and "EMAIL" are one name. */
function plain(name: string): string {
  return name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
}
