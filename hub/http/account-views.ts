/** What the HTTP API answers about accounts: people, sessions, tokens, the audit trail. */
import Type from "typebox";
import { Bilingual } from "../../core/point.ts";
import { rights } from "../accounts/rights.ts";

const strict = { additionalProperties: false };
const moment = (description: string) => Type.Integer({ minimum: 0, description: `${description}, ms since 1970` });
const text = Type.String();
const orNull = <Schema extends Type.TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);

export const RightName = Type.Enum([...rights]);

export const Me = Type.Object(
  {
    name: text,
    display: Type.String({ description: "what others call them" }),
    role: text,
    roleName: Bilingual,
    rights: Type.Array(RightName),
    areas: Type.Union([Type.Array(text), Type.Null()], { description: "areas of the rulebook; null: everywhere" }),
    needsTotp: Type.Boolean({
      description: "the role asks for a one-time code: until it is set up nothing else opens",
    }),
  },
  strict,
);
export type Me = Type.Static<typeof Me>;

/** Before anybody is signed in: what the console shows. */
export const DoorView = Type.Object(
  {
    setup: Type.Boolean({ description: "nobody is there yet: the first administrator has to be made" }),
    oidc: Type.Boolean({ description: "people may come by the organisation's own sign-in" }),
  },
  strict,
);
export type DoorView = Type.Static<typeof DoorView>;

export const PersonView = Type.Object(
  {
    ...{ name: text, display: text, role: text },
    ...{ unit: orNull(text), areas: Type.Array(text), phone: orNull(text), active: Type.Boolean() },
    totp: Type.Boolean({ description: "a one-time code is set up" }),
    password: Type.Enum(["set", "invited", "none"], { description: "invited: a code to set it is out" }),
    createdAt: moment("when it was made"),
    usedAt: orNull(moment("newest use of a session that goes on")),
  },
  strict,
);
export type PersonView = Type.Static<typeof PersonView>;

export const InviteView = Type.Object(
  { name: text, code: Type.String({ description: "told once" }), expiresAt: moment("its end") },
  strict,
);
export type InviteView = Type.Static<typeof InviteView>;

export const AccountView = Type.Object(
  {
    ...{ name: text, display: text, phone: orNull(text), unit: orNull(text), role: text, roleName: Bilingual },
    totp: Type.Enum(["off", "on"]),
    totpRequired: Type.Boolean({ description: "the role asks for it" }),
    recoveryLeft: Type.Integer({ minimum: 0, description: "recovery codes not used yet" }),
    passwordSet: Type.Boolean({ description: "false: they come by the organisation's sign-in" }),
  },
  strict,
);
export type AccountView = Type.Static<typeof AccountView>;

export const TotpSetup = Type.Object(
  { secret: text, uri: Type.String({ description: "what the QR code says" }) },
  strict,
);
export type TotpSetup = Type.Static<typeof TotpSetup>;

export const RecoveryView = Type.Object({ codes: Type.Array(text, { description: "told once" }) }, strict);
export type RecoveryView = Type.Static<typeof RecoveryView>;

export const SessionView = Type.Object(
  {
    id: text,
    isThis: Type.Boolean({ description: "the one that asks" }),
    address: orNull(text),
    agent: orNull(text),
    createdAt: moment("sign-in"),
    usedAt: moment("newest use"),
    expiresAt: moment("its end, unless it is used"),
  },
  strict,
);
export type SessionView = Type.Static<typeof SessionView>;

export const TokenView = Type.Object(
  {
    ...{ id: text, name: text, rights: Type.Array(RightName), areas: orNull(Type.Array(text)) },
    ...{ createdAt: moment("when it was made"), expiresAt: moment("its end") },
    ...{ usedAt: orNull(moment("newest use")), revokedAt: orNull(moment("when it was revoked")) },
    token: Type.Optional(Type.String({ description: "told once, when it is made" })),
  },
  strict,
);
export type TokenView = Type.Static<typeof TokenView>;

export const AuditRowView = Type.Object(
  {
    ...{ n: Type.Integer(), at: moment("when"), who: text, address: text },
    what: Type.String({ description: "the operation's id" }),
    ...{ on: text, outcome: text, request: text, detail: text, hash: text },
  },
  strict,
);
export type AuditRowView = Type.Static<typeof AuditRowView>;

export const VerdictView = Type.Object(
  {
    state: Type.Enum(["whole", "broken"]),
    rows: Type.Optional(Type.Integer({ minimum: 0 })),
    head: Type.Optional(Type.Object({ n: Type.Integer({ minimum: 0 }), hash: text }, strict)),
    n: Type.Optional(Type.Integer({ description: "the first row that is not as it was written, or not there" })),
    why: Type.Optional(text),
  },
  strict,
);
export type VerdictView = Type.Static<typeof VerdictView>;
