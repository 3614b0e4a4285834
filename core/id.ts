/** Branded identifiers: a gateway's id can never stand where a device's is meant. */
import Type from "typebox";

type Brand<Name extends string> = string & { readonly [brand]: Name };
declare const brand: unique symbol;

/** MQTT-safe and readable: letters, digits, dot, dash and underscore, at most 64. */
const pattern = "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$";

function idOf<Name extends string>(title: Name) {
  return Type.Unsafe<Brand<Name>>(Type.String({ pattern, title }));
}

const whole = new RegExp(pattern);

/** Whether it could be one of these ids. */
export function isId(text: string): boolean {
  return whole.test(text);
}

/** A gateway: its MQTT username and the CN of its certificate. */
export const GatewayId = idOf("GatewayId");
export type GatewayId = Type.Static<typeof GatewayId>;

/** A device, unique on its gateway. */
export const DeviceId = idOf("DeviceId");
export type DeviceId = Type.Static<typeof DeviceId>;

/** A measured or sensed quantity of one device. */
export const PointId = idOf("PointId");
export type PointId = Type.Static<typeof PointId>;

/** A rule, unique on its device. */
export const RuleId = idOf("RuleId");
export type RuleId = Type.Static<typeof RuleId>;

/** One episode of one rule; minted once, at the edge (ULID). */
export const AlertId = idOf("AlertId");
export type AlertId = Type.Static<typeof AlertId>;

/** One case; minted once, where the alert is born (ULID). */
export const TicketId = idOf("TicketId");
export type TicketId = Type.Static<typeof TicketId>;

/** One journal of one lane; random, new with each new journal. */
export const Epoch = idOf("Epoch");
export type Epoch = Type.Static<typeof Epoch>;

/** What one person did once; minted where it was done (ULID). */
export const EventId = idOf("EventId");
export type EventId = Type.Static<typeof EventId>;
