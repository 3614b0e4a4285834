/** How much one message may tell, of whichever platform, and how long names may be: what is beyond is kept and refused with a sentence. */
import { Fault } from "../../../core/fault.ts";
import type { Told } from "../kit/told.ts";

const mostTold = 1000;
/** As many as a gateway may send in one batch. */
const mostValues = 10_000;

/** Titles are cut. Throws `PUSH_UNREADABLE`. */
export function bounded(told: Told[]): Told[] {
  if (told.length > mostTold) refuse(`${told.length} reports in one message: at most ${mostTold} are read`);
  const values = told.reduce((sum, one) => sum + valuesIn(one), 0);
  if (values > mostValues) refuse(`${values} values in one message: at most ${mostValues} are read`);
  return told.map(named);
}

/** Of an id or a name: longer ones are not cut, for two might become one. */
const longest = 200;

function named(told: Told): Told {
  const { device, product = "", title, settings = {} } = told;
  checkLength(device, "the id of a device");
  checkLength(product, "the product of a device");
  for (const [name, value] of Object.entries(settings)) checkLength(String(value), `${name} of a device`);
  if (told.kind === "answer") checkLength(told.command, "the id of a command");
  return title === undefined || title.length <= longest
    ? told
    : { ...told, title: [...title.slice(0, 2 * longest)].slice(0, longest).join("") };
}

function checkLength({ length }: string, what: string): void {
  if (length > longest) refuse(`${what} has ${length} characters: at most ${longest} are kept`);
}

function valuesIn(told: Told): number {
  if (told.kind === "values") return told.values.length;
  return told.kind === "properties" ? Object.keys(told.properties).length : 0;
}

function refuse(why: string): never {
  throw new Fault("PUSH_UNREADABLE", why);
}
