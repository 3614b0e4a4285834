/** Which values of a device are possible: kind and range of its points. */
import type { Device } from "./device.ts";
import type { FieldFault } from "./fault.ts";
import type { PointId } from "./id.ts";
import type { Value } from "./reading.ts";

/** Returns the check of one device's values: null when possible, else `FIELD_OUT_OF_RANGE`. */
export function refuses({ points }: Device): (point: PointId, value: Value) => FieldFault | null {
  return (id, value) => {
    const point = points.find((candidate) => candidate.id === id);
    const wrong = (detail: string): FieldFault => ({ code: "FIELD_OUT_OF_RANGE", detail: `${id} ${detail}` });
    if (point === undefined) return wrong("is not a point of the model");
    if (typeof value !== point.kind) return wrong(`is ${typeof value}, not ${point.kind}`);
    if (typeof value !== "number" || point.range === undefined) return null;
    const [least, most] = point.range;
    return value >= least && value <= most
      ? null
      : wrong(`${value} ${point.unit ?? ""} is outside ${least} to ${most}`);
  };
}
