/** Devices that speak for themselves in SenML JSON (RFC 8428), each with a credential of its own, over HTTPS and MQTT. */
import Type from "typebox";
import { Fault } from "../../../core/fault.ts";
import { atOnce } from "../../../core/steps.ts";
import { sameForEver } from "../kit/once.ts";
import { type Decoded, definePlatform } from "../kit/platform.ts";
import type { Told } from "../kit/told.ts";
import { type Pack, readPack } from "./pack.ts";

/** Devices count their messages, and begin anew when they start: so long an id is believed to be the same one's. */
const dayMs = 86_400_000;
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
  decode: readPack,
  // A pack whose times are its own is the same pack whenever it comes; one without times is a new measurement each time.
  once({ from, body, decoded }) {
    const [, device, id] = from.split(" ");
    const { isTimed } = packOf({ from, body, received: anyMoment, decoded });
    if (id !== undefined) return { id: `${device} ${id}`, ...(isTimed ? {} : { usedAgainMs: dayMs }) };
    return isTimed ? sameForEver : { repeatMs: 0 };
  },
  read(push): Told[] {
    const { device, values, wrong } = packOf(push);
    if (wrong !== null) throw wrong;
    return [{ kind: "values", device, values }];
  },
});

/** Whether times are a pack's own is the same at each. */
const anyMoment = 1_600_000_000_000;

function packOf({ decoded, ...push }: Parameters<typeof readPack>[0] & Decoded): Pack {
  return (decoded as Pack | undefined) ?? atOnce(readPack(push));
}
