/** Who acts: a person in a workspace, with the role they hold there. Every verb that a screen or the API calls takes one first. */
export type Actor = { userId: string; workspaceId: string; role: Role };

export type Role = "owner" | "admin" | "editor" | "viewer";

const EVERYBODY: readonly Role[] = ["owner", "admin", "editor", "viewer"];
const WRITERS: readonly Role[] = ["owner", "admin", "editor"];
const ADMINISTRATORS: readonly Role[] = ["owner", "admin"];

/** Which roles may do what. */
const PERMISSIONS = {
  "contacts:read": EVERYBODY,
  "contacts:write": WRITERS,
  "audience:read": EVERYBODY,
  "audience:write": WRITERS,
  "content:read": EVERYBODY,
  "content:write": WRITERS,
  "senders:read": EVERYBODY,
  "senders:write": ADMINISTRATORS,
  "campaigns:read": EVERYBODY,
  "campaigns:write": WRITERS,
  "campaigns:send": WRITERS,
  "reports:read": EVERYBODY,
  "workspace:read": EVERYBODY,
  "workspace:write": ADMINISTRATORS,
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof PERMISSIONS;

/** Whether the actor's role allows it; for screens that hide what cannot be done. */
export const can = (actor: Pick<Actor, "role">, permission: Permission): boolean =>
  PERMISSIONS[permission].includes(actor.role);

/** Thrown by `requirePermission`; the screens show it as a sentence, the API as 403. */
export class PermissionDenied extends Error {
  readonly permission: Permission;

  constructor(permission: Permission) {
    super(`The role does not allow ${permission}`);
    this.name = "PermissionDenied";
    this.permission = permission;
  }
}

/**
 * The first line of every verb that acts for a person.
 *
 * @throws PermissionDenied when the role does not allow it
 */
export const requirePermission = (actor: Pick<Actor, "role">, permission: Permission): void => {
  if (!can(actor, permission)) throw new PermissionDenied(permission);
};
