/** What a device behind a platform can be told, before anybody tries: by its model, its platform and what the connector has set. */
import { Fault } from "../../../core/fault.ts";
import type { DeviceView } from "../../http/views.ts";
import type { DeviceRow } from "../../store/devices.ts";
import type { Tables } from "../../store/store.ts";
import { type OpenConnector, openConnector } from "../connectors.ts";
import type { CommandWay, DeviceVerb } from "../kit/commands.ts";
import type { Models } from "../kit/models.ts";

export type Carries = NonNullable<DeviceView["carries"]>;

const argsOf: Record<DeviceVerb, object> = { silence: { minutes: 10 }, sample: {} };
const withinMs = 3_600_000;

/** Undefined for a device of a gateway. */
export async function carriesOf(
  tables: Tables,
  { gateway, id }: Pick<DeviceRow, "gateway" | "id">,
  models: Models,
  now: number,
): Promise<Carries | undefined> {
  const [open, foreign] = [await openConnector(tables, gateway), await tables.foreignDevices.findByDevice(gateway, id)];
  if (open === null || foreign === null) return undefined;
  if (foreign.model === null) return { verbs: [], why: "unadopted" };
  const way = open.platform.commands;
  if (way === undefined) return { verbs: [], why: "platform" };
  const model = models.find(foreign.model);
  const meant = way.verbs.filter((verb) => model?.commands?.[verb] !== undefined);
  if (model === null || meant.length === 0) return { verbs: [], why: "model" };
  const verbs = meant.filter((verb) => isCarried(way, verb, { open, foreign, model, now }));
  return verbs.length === 0 ? { verbs, why: "settings" } : { verbs };
}

type Asked = { open: OpenConnector; now: number } & Record<"foreign" | "model", unknown>;

/** The request is pure: made and thrown away, it says whether it could be made. */
function isCarried(way: CommandWay<never, never>, verb: DeviceVerb, { open, foreign, model, now }: Asked): boolean {
  const command = { id: "trial", verb, args: argsOf[verb], deadline: now + withinMs };
  try {
    way.request(command, foreign as never, model as never, open.connector as never, now);
    return true;
  } catch (error) {
    if (error instanceof Fault && error.code === "COMMAND_INVALID") return false;
    throw error;
  }
}
