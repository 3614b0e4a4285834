/** Values that name the device's own points, held to its document: what it does not have, or has otherwise, is a fault. */
import type { Device } from "../../../core/device.ts";
import type { FaultCode } from "../../../core/fault.ts";
import type { Point } from "../../../core/point.ts";
import type { Output } from "../../../drivers/kit/driver.ts";
import type { Told } from "../kit/told.ts";
import { momentOf } from "./moment.ts";

type Values = Extract<Told, { kind: "values" }>["values"];

/** What devices write for the same unit. [RFC 8428 §12.1: `%RH` is SenML's own; UCUM has no relative humidity] */
const alike: Readonly<Record<string, string>> = { "%RH": "%", C: "Cel", degC: "Cel", "°C": "Cel", "℃": "Cel" };

export function outputsOfValues(values: Values, { points }: Device, received: number): Output[] {
  return values.flatMap(({ point: id, value, unit, at }): Output[] => {
    const point = points.find((one) => one.id === id);
    if (point === undefined)
      return fault("FIELD_NAME", `"${id}" is none of its points: ${points.map((one) => one.id).join(", ")}`);
    // An empty text is how the field says that there is none.
    if (value === "" && point.kind !== "string") return [];
    const wrong = mistakeOf(point, value, unit);
    if (wrong !== null) return fault("FIELD_OUT_OF_RANGE", wrong);
    const moment = momentOf(at === undefined ? {} : { at }, received);
    // By the moment of its message, from which the reading's is counted back.
    return [{ reading: { point: point.id, value, agoMs: received - moment } }];
  });
}

function mistakeOf({ id, kind, unit: own }: Point, value: unknown, unit: string | undefined): string | null {
  if (typeof value !== kind) return `${id} is a ${kind} and came as ${typeof value}`;
  const [given, wanted] = [unitOf(unit), unitOf(own)];
  return given === undefined || wanted === undefined || given === wanted
    ? null
    : `${id} is in ${own} and came in ${unit}`;
}

/** A unit as it is compared: people write it in their own way too, in the message and in what they set. */
function unitOf(unit: string | undefined): string | undefined {
  return alike[unit ?? ""] ?? unit;
}

function fault(code: FaultCode, detail: string): Output[] {
  return [{ fault: { code, detail } }];
}
