/** The compact text of Wanlin's NB301: generation, version, IMEI, ICCID, state, temperature, battery, signal, each behind a letter. */
import type { Told } from "../kit/advert-points.ts";

type State = { event: string; told?: Told };

/** [a published integration of Wanlin's NB301] A test and a low battery say nothing of smoke. */
export const states: Readonly<Record<string, State>> = {
  "01": { event: "alarm", told: { "binary:smoke": true } },
  "02": { event: "low battery" },
  "10": { event: "test" },
  "11": { event: "restore", told: { "binary:smoke": false } },
};

const parts =
  /^N(?<generation>\d{1,6})V(?<version>\d{1,4})I(?<imei>\d{15})H(?<iccid>[0-9A-Fa-f]{19,20})X(?<state>[0-9A-Za-z]{1,2})T(?<temperature>-?\d{1,3})U(?<battery>\d{1,3})S(?<signal>\d{1,3})$/;

export type Compact = { told: Told /** Null: what it says of the detector is not known. */; state: State | null };

/** Null where the text is none. Units: °C, %, CSQ. */
export function readCompact(text: string): Compact | null {
  const found = parts.exec(text.trim())?.groups;
  if (found === undefined) return null;
  const { generation = "", version = "", imei = "", iccid = "", state: code = "" } = found;
  const state = Object.hasOwn(states, code) ? (states[code] as State) : null;
  const [temperature, battery, signal] = [Number(found.temperature), Number(found.battery), Number(found.signal)];
  const told = { generation, version, imei, iccid, state: code, temperature, battery, signal };
  return { told: { ...told, ...(state === null ? {} : { event: state.event, ...state.told }) }, state };
}
