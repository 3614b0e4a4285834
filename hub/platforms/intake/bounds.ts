/** How much one message may tell, of whichever platform: what says more is kept and refused with a sentence. */
import { Fault } from "../../../core/fault.ts";
import type { Told } from "../kit/told.ts";

const mostTold = 1000;
/** As many as a gateway may send in one batch. */
const mostValues = 10_000;

/** Throws `PUSH_UNREADABLE`. */
export function bounded(told: Told[]): Told[] {
  if (told.length > mostTold) refuse(`${told.length} reports in one message: at most ${mostTold} are read`);
  const values = told.reduce((sum, one) => sum + valuesIn(one), 0);
  if (values > mostValues) refuse(`${values} values in one message: at most ${mostValues} are read`);
  return told;
}

function valuesIn(told: Told): number {
  if (told.kind === "values") return told.values.length;
  return told.kind === "properties" ? Object.keys(told.properties).length : 0;
}

function refuse(why: string): never {
  throw new Fault("PUSH_UNREADABLE", why);
}
