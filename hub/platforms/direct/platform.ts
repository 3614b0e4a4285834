/** Devices that speak for themselves in SenML JSON (RFC 8428), each with a credential of its own, over HTTPS and MQTT. */
import Type from "typebox";
import { Fault } from "../../../core/fault.ts";
import type { DeviceId } from "../../../core/id.ts";
import { decodeSenml } from "../../../core/senml.ts";
import { sameForEver } from "../kit/once.ts";
import { definePlatform } from "../kit/platform.ts";
import type { Told } from "../kit/told.ts";

const nothing = Type.Object({}, { additionalProperties: false });

/** How a message came: `https <device>`, `mqtt <device>`, and the sender's own id of it where it gave one. */
export function fromOf(way: "https" | "mqtt", device: string, id?: string): string {
  return id === undefined ? `${way} ${device}` : `${way} ${device} ${id}`;
}

export default definePlatform({
  name: "direct",
  title: { zh: "设备直连（SenML）", en: "Devices directly (SenML)" },
  settings: nothing,
  secrets: nothing,
  door: {
    verify: () => {
      throw new Fault("CREDENTIAL_REFUSED", "each device comes with its own credential");
    },
    shows: ({ path, headers }) => ({
      device: path.replace(/^\//, ""),
      credential: /^Bearer (\S+)$/i.exec(headers.authorization ?? "")?.[1],
    }),
  },
  // A pack whose times are its own is the same pack whenever it comes; one without times is a new measurement each time.
  once({ from, body }) {
    const [, device, id] = from.split(" ");
    if (id !== undefined) return { id: `${device} ${id}` };
    return isTimed(body) ? sameForEver : { sameForMs: 0 };
  },
  read({ from, body, received }): Told[] {
    const device = from.split(" ")[1] ?? "";
    const readings = decode(body, received, device);
    const values = readings.map(({ point, value, unit, at }) => ({
      ...{ point, value, at },
      ...(unit === undefined ? {} : { unit }),
    }));
    return [{ kind: "values", device, values }];
  },
});

function decode(body: Uint8Array, now: number, device: string) {
  try {
    return decodeSenml(Buffer.from(body).toString("utf8"), now, device as DeviceId);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    throw new Fault("PUSH_UNREADABLE", `no SenML pack: ${error.detail}`, { cause: error });
  }
}

/** Read at two moments, absolute times are the same. */
function isTimed(body: Uint8Array): boolean {
  try {
    const [early, late] = [0, 1000].map((more) => decode(body, 1_600_000_000_000 + more, "any"));
    return early?.every(({ at }, i) => at === late?.[i]?.at) ?? false;
  } catch {
    return false;
  }
}
