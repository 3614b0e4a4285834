/** Fault rows as the API shows them: with the cure of the fault table. */
import { faults } from "../../core/fault.ts";
import type { FaultView } from "../http/views.ts";
import type { FaultRow } from "../store/faults.ts";

export function faultView({ id, at, gateway, device, code, detail, count }: FaultRow): FaultView {
  return {
    id,
    at,
    ...(gateway === null ? {} : { gateway }),
    ...(device === undefined ? {} : { device }),
    code,
    detail,
    cure: faults[code].cure,
    count,
  };
}
