/** What a technician asks for, held to its form before anything is done: each verb's body, and its fields one by one. */
import { randomBytes } from "node:crypto";
import Type, { type TSchema } from "typebox";
import { check } from "../../core/check.ts";
import { Fault } from "../../core/fault.ts";
import { DeviceId } from "../../core/id.ts";
import { linkSchemas } from "../settings/settings.ts";
import { parseLink } from "../technician/link-text.ts";
import type { Position } from "./recorded.ts";

export type Body = Record<string, unknown>;
export type PlainLink = Record<string, unknown> & { kind: string };

const open = { additionalProperties: true };
const text = Type.String();
const some = Type.Optional(text);
const settings = Type.Record(Type.String(), Type.Unknown());
const place = Type.Object(
  {
    latitude: Type.Number({ minimum: -90, maximum: 90 }),
    longitude: Type.Number({ minimum: -180, maximum: 180 }),
    accuracyM: Type.Number({ minimum: 0, maximum: 1_000_000 }),
  },
  { additionalProperties: false },
);

const bodies: Readonly<Record<string, TSchema>> = {
  gateway: Type.Object({ title: text, place: text }, open),
  enrol: Type.Object({ hub: some, code: some, link: some }, open),
  search: Type.Object({ mostUnits: Type.Optional(Type.Integer({ minimum: 1, maximum: 247 })) }, open),
  place: Type.Object(
    {
      ...{ model: text, title: text, place: text, settings },
      id: Type.Optional(Type.Union([DeviceId, Type.Literal("")])),
      position: Type.Optional(Type.Union([place, Type.Null()])),
      rssi: Type.Optional(Type.Union([Type.Number(), Type.Null()])),
    },
    open,
  ),
  replace: Type.Object({ model: some, settings }, open),
  key: Type.Object({ key: text }, open),
  remove: Type.Object({ reason: text }, open),
  prove: Type.Object({ how: some }, open),
  record: Type.Object({ signature: some, witness: some, witnessSignature: some }, open),
};

const mostText = 200;
const mostSignature = 60_000;

/** Throws `INPUT_INVALID` naming the field. */
export function checkWish(verb: string, body: Body): void {
  const schema = Object.hasOwn(bodies, verb) ? bodies[verb] : undefined;
  if (schema !== undefined) check(schema, body, "INPUT_INVALID");
}

/** As it was found, or as it is typed: `tcp:10.0.0.7:502`. Throws `INPUT_INVALID` or `SETTING_INVALID`. */
export function plainLink(wish: unknown): PlainLink {
  if (typeof wish === "string" && wish.trim() !== "") {
    const { id: _id, ...link } = parseLink(wish.trim());
    return link as PlainLink;
  }
  const { kind } = (typeof wish === "object" ? (wish ?? {}) : {}) as Partial<PlainLink>;
  if (typeof kind === "string" && Object.hasOwn(linkSchemas, kind)) return wish as PlainLink;
  throw new Fault("INPUT_INVALID", "/link must be a line such as serial:/dev/ttyUSB0, tcp:10.0.0.7:502 or ble");
}

/** Keys as they are printed: in either case, with blanks and colons between. */
export function settingsOf({ settings: wish }: Body): Body {
  const { key, ...others } = wish as Body;
  return typeof key === "string" ? { ...others, key: plainKey(key) } : { ...(wish as Body) };
}

export function plainKey(key: string): string {
  return key.toLowerCase().replace(/[\s:-]/g, "");
}

export function idOf({ id, model }: Body): string {
  return typeof id === "string" && id !== "" ? id : `${String(model).slice(0, 40)}-${randomBytes(3).toString("hex")}`;
}

export function positionOf({ position }: Body): Position | null {
  return (position as Position | null | undefined) ?? null;
}

/** A PNG, drawn with a finger. Throws `INPUT_INVALID`. */
export function signatureOf(body: Body, field: string): string {
  const picture = String(body[field] ?? "");
  if (!/^data:image\/png;base64,[A-Za-z0-9+/=]+$/.test(picture) || picture.length > mostSignature)
    throw new Fault("INPUT_INVALID", `/${field} must be signed with a finger`);
  return picture;
}

/** Throws `INPUT_INVALID` for what is empty or too long. */
export function wordsOf(body: Body, field: string): string {
  const words = typeof body[field] === "string" ? body[field].trim() : "";
  if (words === "" || words.length > mostText)
    throw new Fault("INPUT_INVALID", `/${field} must be 1 to ${mostText} characters`);
  return words;
}
