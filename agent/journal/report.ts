/** Where faults of the gateway itself go: the log, and the hub. */
import { Fault, type FieldFault } from "../../core/fault.ts";

export type Report = (fault: FieldFault) => void;

/** For the end of a promise nobody waits for: a fault is reported, a bug ends the process. */
export function faultsTo(report: Report): (error: unknown) => void {
  return (error) => {
    if (!(error instanceof Fault)) throw error;
    report({ code: error.code, detail: error.detail });
  };
}
