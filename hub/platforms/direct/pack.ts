/** A device's own SenML pack: its values, and whether their times are its own; decoded once for both. */
import { Fault } from "../../../core/fault.ts";
import type { DeviceId } from "../../../core/id.ts";
import { readSenml, type SenmlReading } from "../../../core/senml.ts";
import type { Steps } from "../../../core/steps.ts";
import type { Push } from "../../store/pushes.ts";
import type { Told } from "../kit/told.ts";

type Values = Extract<Told, { kind: "values" }>["values"];
/** `wrong`: why there is nothing in it. */
export type Pack = { device: string; values: Values; isTimed: boolean; wrong: Fault | null };

/** `received` resolves times that are not its own. */
export function* readPack({ from, body, received }: Pick<Push, "from" | "body" | "received">): Steps<Pack> {
  const device = from.split(" ")[1] ?? "";
  try {
    const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("utf8");
    const { readings, isTimed } = yield* readSenml(text, received, device as DeviceId);
    yield;
    return { device, values: readings.map(toValue), isTimed, wrong: null };
  } catch (cause) {
    if (!(cause instanceof Fault)) throw cause;
    const wrong = new Fault("PUSH_UNREADABLE", `no SenML pack: ${cause.detail}`, { cause });
    return { device, values: [], isTimed: false, wrong };
  }
}

function toValue({ point, value, unit, at }: SenmlReading): Values[number] {
  return { point, value, at, ...(unit === undefined ? {} : { unit }) };
}
