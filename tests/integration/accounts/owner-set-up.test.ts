import { expect, test } from "vitest";
import { acceptOwnerInvitation } from "#lib/accounts/accept-owner-invitation.ts";
import { checkOwnerInvitation } from "#lib/accounts/check-owner-invitation.ts";
import { createOwnerInvitation } from "#lib/accounts/create-owner-invitation.ts";
import { database } from "#lib/platform/database.ts";

const owner = (email: string) => ({
  name: "Sari",
  email,
  password: "ten letters or more",
  workspaceName: "Toko",
  locale: "id",
});

const freshToken = async (): Promise<string> => {
  await database().member.deleteMany();
  await database().user.deleteMany();
  const path = await createOwnerInvitation();
  return path?.replace("/setup/", "") ?? "";
};

test("of two people who use the link at once, one becomes the owner", async () => {
  const token = await freshToken();
  const results = await Promise.all([
    acceptOwnerInvitation(token, owner("one@example.com")),
    acceptOwnerInvitation(token, owner("two@example.com")),
  ]);
  expect(results.map(({ outcome }) => outcome).sort()).toEqual(["created", "used"]);
  expect(await database().member.count({ where: { role: "owner" } })).toBe(1);
});

test("with an owner there is no further link", async () => {
  const token = await freshToken();
  await acceptOwnerInvitation(token, owner("one@example.com"));
  expect(await createOwnerInvitation()).toBeNull();
  expect(await acceptOwnerInvitation(token, owner("two@example.com"))).toEqual({ outcome: "used" });
});

test("a newer link takes the place of the older one", async () => {
  const older = await freshToken();
  const newer = (await createOwnerInvitation())?.replace("/setup/", "") ?? "";
  expect(await checkOwnerInvitation(older)).toBe("unknown");
  expect(await checkOwnerInvitation(newer)).toBe("open");
});

test("a link older than a day does not work", async () => {
  const token = await freshToken();
  await database().ownerInvitation.updateMany({ data: { expiresAt: new Date(Date.now() - 1) } });
  expect(await acceptOwnerInvitation(token, owner("one@example.com"))).toEqual({ outcome: "expired" });
});

test("the database keeps neither the token nor the password", async () => {
  const token = await freshToken();
  await acceptOwnerInvitation(token, owner("one@example.com"));
  const rows = JSON.stringify([
    await database().ownerInvitation.findMany(),
    await database().account.findMany(),
  ]);
  expect(rows).not.toContain(token);
  expect(rows).not.toContain("ten letters or more");
});
