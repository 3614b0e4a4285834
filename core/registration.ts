/** The `devices` document: everything a gateway says about what hangs on it. */
import Type from "typebox";
import { check } from "./check.ts";
import { Device } from "./device.ts";
import { Fault } from "./fault.ts";
import { GatewayId } from "./id.ts";
import { faultPoint } from "./point.ts";
import type { Rule } from "./rule.ts";

export const Registration = Type.Object(
  {
    gateway: GatewayId,
    title: Type.String({ minLength: 1 }),
    place: Type.String({ minLength: 1 }),
    devices: Type.Array(Device),
    hash: Type.String({
      description: "SHA-256 (hex) of the document without this field, as `registrationText` writes it",
    }),
  },
  { additionalProperties: false },
);
export type Registration = Type.Static<typeof Registration>;

/** The text whose hash identifies a registration. */
export function registrationText(registration: Omit<Registration, "hash">): string {
  return [...registrationParts(registration)].join("");
}

/** The same text in parts, a device each: that of thousands is long. */
export function* registrationParts(registration: Omit<Registration, "hash">): Generator<string> {
  const { gateway, title, place, devices } = registration;
  yield `${JSON.stringify([gateway, title, place]).slice(0, -1)},[`;
  for (const [i, device] of devices.entries()) yield `${i === 0 ? "" : ","}${JSON.stringify(device)}`;
  yield "]]";
}

/** Throws `REGISTRATION_INVALID` naming the field: schema, doubled ids, rules on points that do not exist. */
export function checkRegistration(value: unknown): Registration {
  const registration = check(Registration, value, "REGISTRATION_INVALID");
  const seen = new Set<string>();
  for (const [index, device] of registration.devices.entries()) {
    if (seen.has(device.id))
      throw new Fault("REGISTRATION_INVALID", `/devices/${index}/id "${device.id}" is used twice`);
    seen.add(device.id);
    checkDevice(device, `/devices/${index}`);
  }
  return registration;
}

/** Throws `REGISTRATION_INVALID` where a rule names a point the device does not have, or an id is doubled. */
export function checkDevice(device: Device, path: string): void {
  const points = new Set<string>([faultPoint]);
  for (const [index, point] of device.points.entries()) {
    if (points.has(point.id))
      throw new Fault("REGISTRATION_INVALID", `${path}/points/${index}/id "${point.id}" is reserved or used twice`);
    points.add(point.id);
  }
  const rules = new Set<string>();
  for (const [index, rule] of device.rules.entries()) {
    if (!points.has(rule.point))
      throw new Fault(
        "REGISTRATION_INVALID",
        `${path}/rules/${index}/point "${rule.point}" is not a point of "${device.id}"`,
      );
    checkCondition(rule, device, `${path}/rules/${index}`);
    if (rules.has(rule.id))
      throw new Fault("REGISTRATION_INVALID", `${path}/rules/${index}/id "${rule.id}" is used twice`);
    rules.add(rule.id);
  }
}

/** A rule that can never raise or never clear is a mistake. */
function checkCondition({ point: id, when, votes }: Rule, { points }: Device, path: string): void {
  const kind = points.find((point) => point.id === id)?.kind ?? "string";
  if ("silentIntervals" in when) return;
  const wanted = "equals" in when ? typeof when.equals : "number";
  const wrong = (what: string) => new Fault("REGISTRATION_INVALID", `${path}/${what}`);
  if (kind !== wanted) throw wrong(`when compares "${id}" with a ${wanted}, but it is a ${kind}`);
  if ("above" in when && (when.clearBelow ?? when.above) > when.above)
    throw wrong("when/clearBelow is higher than above");
  if ("below" in when && (when.clearAbove ?? when.below) < when.below)
    throw wrong("when/clearAbove is lower than below");
  if (votes !== undefined && votes.needed > votes.of) throw wrong("votes/needed is more than votes/of");
}
