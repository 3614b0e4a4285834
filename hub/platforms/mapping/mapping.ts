/** A mapping as somebody writes it: JSONata that makes of any JSON what it tells of devices, and the key by which a message is known again. */
import Type from "typebox";
import { Value } from "typebox/value";
import { Fault } from "../../../core/fault.ts";
import { fromBase64, given, idOf, instantOf, isObject, momentOf } from "../kit/json.ts";
import type { Told } from "../kit/told.ts";

const expression = (description: string) => Type.String({ minLength: 1, maxLength: 8000, description });

/** Part of a platform's settings. */
export const mappingSettings = {
  mapping: expression(
    "JSONata: makes of a message `{device, product?, title?, at?, properties | payload | online}`, or a list of these",
  ),
  key: Type.Optional(
    expression("JSONata: makes of a message what it is known by when it is sent again; none: see `sameForS`"),
  ),
  sameForS: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 3600,
      description:
        "without a key: within so many seconds what says the same is one message sent again, later it is another; 20 unless given, 0: never the same",
    }),
  ),
};

const strict = { additionalProperties: false };
const id = Type.Union([Type.String({ maxLength: 200 }), Type.Number()]);

/** What a mapping makes of one device. */
export const Mapped = Type.Object(
  {
    device: Type.Union([Type.String({ minLength: 1, maxLength: 200 }), Type.Integer({ minimum: 0 })], {
      description: "the sender's id of the device",
    }),
    product: Type.Optional(id),
    title: Type.Optional(
      Type.Union([Type.String(), Type.Number()], { description: "its name, of which 200 characters are kept" }),
    ),
    at: Type.Optional(
      Type.Union([Type.String({ maxLength: 64 }), Type.Number()], {
        description: "the device's own clock: ms since 1970, or ISO 8601 with its zone",
      }),
    ),
    properties: Type.Optional(Type.Record(Type.String(), Type.Unknown(), { description: "named values" })),
    payload: Type.Optional(
      Type.String({ maxLength: 100_000, description: "the device's own bytes, in base64, or in hex after `hex:`" }),
    ),
    online: Type.Optional(Type.Boolean({ description: "whether the sender reaches it" })),
  },
  strict,
);
export type Mapped = Type.Static<typeof Mapped>;

const mostDevices = 1000;

/** What the mapping made of a message, as tellings. An empty list is meant so. Throws `PUSH_UNREADABLE` naming the field. */
export function toldOf(result: unknown): Told[] {
  if (result === undefined || result === null)
    throw new Fault("PUSH_UNREADABLE", "the mapping made nothing of it; where that is meant, let it answer []");
  const list = [result].flat();
  if (list.length > mostDevices) throw new Fault("PUSH_UNREADABLE", `the mapping made ${list.length} tellings of it`);
  return list.flatMap((one, index) => tellOne(one, Array.isArray(result) ? `/${index}` : ""));
}

function tellOne(one: unknown, place: string): Told[] {
  const [error] = [...Value.Errors(Mapped, one)];
  if (error !== undefined || !Value.Check(Mapped, one))
    throw new Fault(
      "PUSH_UNREADABLE",
      `the mapping made ${place}${error?.instancePath ?? ""} wrong: ${error?.message}`,
    );
  // Many such numbers are read as one: two devices would be one too.
  if (typeof one.device === "number" && !Number.isSafeInteger(one.device))
    throw new Fault(
      "PUSH_UNREADABLE",
      `the mapping made ${place}/device ${one.device}: a number so long loses its last digits on the way; let the sender write it as text`,
    );
  const about = {
    device: String(one.device),
    ...given("product", idOf(one.product)),
    ...given("title", idOf(one.title)),
    ...given("at", momentIn(one.at, place)),
  };
  const told: Told[] = [];
  if (one.online !== undefined) told.push({ ...about, kind: "presence", isOnline: one.online });
  if (one.payload !== undefined) told.push({ ...about, kind: "payload", bytes: bytesOf(one.payload, place) });
  if (one.properties !== undefined) told.push({ ...about, kind: "properties", properties: one.properties });
  return told.length > 0 ? told : [{ ...about, kind: "met" }];
}

function momentIn(at: Mapped["at"], place: string): number | undefined {
  const moment = at === undefined ? undefined : (instantOf(at) ?? momentOf(at));
  if (at !== undefined && moment === undefined)
    throw new Fault("PUSH_UNREADABLE", `the mapping made ${place}/at no moment: ${JSON.stringify(at)}`);
  return moment;
}

function bytesOf(payload: string, place: string): Uint8Array {
  if (!payload.startsWith("hex:")) return fromBase64(payload, `${place}/payload`);
  const hex = payload.slice(4).replace(/\s+/g, "");
  if (!/^([0-9a-fA-F]{2})*$/.test(hex)) throw new Fault("PUSH_UNREADABLE", `${place}/payload is not hex`);
  return Buffer.from(hex, "hex");
}

/** Null where the key expression made none: then what the message says is its key. */
export function keyIn(result: unknown): string | null {
  if (isObject(result) || Array.isArray(result)) return `key:${JSON.stringify(result)}`;
  const own = typeof result === "boolean" ? String(result) : idOf(result);
  return own === null ? null : `key:${own}`;
}
