/** `lilong-agent find`: what answers on a line or in the air, and which models fit; 1 when nothing does. */
import { Value } from "typebox/value";
import { check } from "../../../core/check.ts";
import { Fault } from "../../../core/fault.ts";
import type { Model } from "../../../core/model.ts";
import { drivers } from "../../../drivers/drivers.ts";
import { machineClock } from "../../clock/machine-clock.ts";
import type { LineSettings } from "../../links/open-link.ts";
import { type BleLink, linkSchemas } from "../../settings/settings.ts";
import { parseLink } from "../../technician/link-text.ts";
import { findInAir } from "./air.ts";
import { findOnBus } from "./bus.ts";
import type { Found } from "./found.ts";

const airMs = 10_000;

/** Throws `SETTING_INVALID` for what is no such line, `LINK_DOWN` for one that cannot be opened. */
export async function runFind(
  { link: text, mostUnits }: { link: string; mostUnits: number },
  models: readonly Model[],
  say: (line: string) => void,
): Promise<0 | 1> {
  const wish = parseLink(text) as { kind: keyof typeof linkSchemas };
  if (!["serial", "tcp", "udp", "ble"].includes(wish.kind))
    throw new Fault("SETTING_INVALID", `--link "${text}" is neither serial, tcp, udp nor ble`);
  const schema = linkSchemas[wish.kind];
  const link = check(schema, Value.Default(schema, wish), "SETTING_INVALID");
  const found = new Map<string, Found>();
  const told = {
    found(one: Found) {
      if (!found.has(one.id)) say(lineOf(one));
      found.set(one.id, one);
    },
    progress: () => undefined,
  };
  if (link.kind === "ble")
    await findInAir({ controller: (link as BleLink).controller, forMs: airMs }, models, drivers, told, machineClock());
  else await findOnBus({ link: link as LineSettings, mostUnits }, models, told, machineClock());
  return found.size > 0 ? 0 : 1;
}

function lineOf({ id, rssi, settings, proposals }: Found): string {
  const fits = proposals.map(
    ({ model, values, needsKey }) => `${model} ${needsKey ? "(needs its key)" : JSON.stringify(values)}`,
  );
  return `${id}${rssi === undefined ? "" : `  ${rssi} dBm`}  ${JSON.stringify(settings)}  ${fits.length > 0 ? fits.join("  or  ") : "no known model"}`;
}
