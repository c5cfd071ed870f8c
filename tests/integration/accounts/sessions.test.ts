import { beforeEach, expect, test } from "vitest";
import { acceptOwnerInvitation } from "#lib/accounts/accept-owner-invitation.ts";
import { type AuthCookie, auth } from "#lib/accounts/auth.ts";
import { changePassword } from "#lib/accounts/change-password.ts";
import { createOwnerInvitation } from "#lib/accounts/create-owner-invitation.ts";
import { readSession } from "#lib/accounts/read-session.ts";
import { rememberLocale } from "#lib/accounts/remember-locale.ts";
import { signIn } from "#lib/accounts/sign-in.ts";
import { signOut } from "#lib/accounts/sign-out.ts";
import { updateWorkspace } from "#lib/accounts/update-workspace.ts";
import { database } from "#lib/platform/database.ts";
import { makeActor } from "#tests/support/workspace.ts";

const email = "sari@example.com";
const password = "ten letters or more";
const from = (address: string) => new Headers({ "x-client-address": address });

const withCookies = (cookies: AuthCookie[]) =>
  new Headers({
    "x-client-address": "203.0.113.1",
    cookie: cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join("; "),
  });

const signedIn = async (): Promise<Headers> => {
  const result = await signIn({ email, password }, from("203.0.113.1"));
  if (result.outcome !== "signedIn") throw new Error(result.outcome);
  return withCookies(result.cookies);
};

beforeEach(async () => {
  await database().rateLimit.deleteMany();
  await database().member.deleteMany();
  await database().user.deleteMany();
  const token = (await createOwnerInvitation())?.replace("/setup/", "") ?? "";
  await acceptOwnerInvitation(token, {
    name: "Sari",
    email: "Sari@Example.com",
    password,
    workspaceName: "Toko",
    locale: "id",
  });
});

test("a session tells who acts, where and in which role", async () => {
  const session = await readSession(await signedIn());
  expect(session).toMatchObject({
    actor: { role: "owner" },
    person: { email, locale: "id" },
    workspace: { name: "Toko" },
  });
});

test("a wrong password and an unknown address get the same answer", async () => {
  expect(await signIn({ email, password: "not the password" }, from("203.0.113.2"))).toEqual({
    outcome: "wrong",
  });
  expect(await signIn({ email: "nobody@example.com", password }, from("203.0.113.2"))).toEqual({
    outcome: "wrong",
  });
});

test("guessing from one address ends after ten tries and leaves other addresses alone", async () => {
  const guess = () => signIn({ email, password: "not the password" }, from("203.0.113.3"));
  for (let attempt = 1; attempt <= 10; attempt++) expect((await guess()).outcome).toBe("wrong");
  expect(await guess()).toMatchObject({ outcome: "tooMany" });
  expect((await signIn({ email, password }, from("203.0.113.4"))).outcome).toBe("signedIn");
});

test("signing out ends the session on the server, not only in the browser", async () => {
  const headers = await signedIn();
  await signOut(headers);
  expect(await readSession(headers)).toBeNull();
});

test("a new password ends the other sessions", async () => {
  const [here, elsewhere] = [await signedIn(), await signedIn()];
  const session = await readSession(here);
  if (!session) throw new Error("not signed in");
  const wrong = await changePassword(
    session.actor,
    { currentPassword: "not this", newPassword: "eleven letters" },
    here,
  );
  expect(wrong).toEqual({ outcome: "wrong" });
  const changed = await changePassword(
    session.actor,
    { currentPassword: password, newPassword: "eleven letters" },
    here,
  );
  expect(changed.outcome).toBe("changed");
  expect(await readSession(elsewhere)).toBeNull();
  expect((await signIn({ email, password: "eleven letters" }, from("203.0.113.5"))).outcome).toBe("signedIn");
});

test("nobody can sign up through the public endpoint", async () => {
  const request = new Request("http://kurir.test/api/auth/sign-up/email", {
    method: "POST",
    headers: {
      "content-type": "application/json",
      origin: "http://kurir.test",
      "x-client-address": "203.0.113.6",
    },
    body: JSON.stringify({ email: "evil@example.com", password, name: "Evil" }),
  });
  expect((await auth().handler(request)).status).toBeGreaterThanOrEqual(400);
  expect(await database().user.count()).toBe(1);
});

test("a request from another site does not sign in", async () => {
  const request = new Request("http://kurir.test/api/auth/sign-in/email", {
    method: "POST",
    headers: {
      "content-type": "application/json",
      origin: "http://evil.example",
      cookie: "a=b",
      "x-client-address": "203.0.113.7",
    },
    body: JSON.stringify({ email, password }),
  });
  expect((await auth().handler(request)).status).toBe(403);
});

test("a person changes their own language and workspace, and nobody else's", async () => {
  const other = await makeActor("owner");
  const actor = await makeActor("owner");
  await rememberLocale(actor, "en");
  expect(await updateWorkspace(actor, { name: "Mine", timeZone: "Asia/Makassar" })).toEqual({
    outcome: "saved",
  });
  expect(await database().workspace.findUnique({ where: { id: other.workspaceId } })).not.toMatchObject({
    name: "Mine",
  });
  expect(await database().user.findUnique({ where: { id: other.userId } })).toMatchObject({ locale: null });
});

test("a time zone that does not exist is refused", async () => {
  const actor = await makeActor("owner");
  expect(await updateWorkspace(actor, { name: "Mine", timeZone: "Mars/Olympus" })).toEqual({
    outcome: "unknownTimeZone",
  });
});

test("an editor cannot change the workspace", async () => {
  const editor = await makeActor("editor");
  await expect(updateWorkspace(editor, { name: "Mine", timeZone: "UTC" })).rejects.toThrow("workspace:write");
});
