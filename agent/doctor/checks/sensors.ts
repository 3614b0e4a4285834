/** Each sensor read once over its own link and driver; what a bus as a whole says is left to the bus doctor. */
import type { FaultCode } from "../../../core/fault.ts";
import type { DeviceId } from "../../../core/id.ts";
import { startBuses } from "../../bus/buses.ts";
import type { Clock } from "../../clock/clock.ts";
import type { Loaded, LoadedDevice } from "../../settings/load.ts";
import type { Finding } from "../finding.ts";

/** "" while well; `null` where nothing was heard yet. */
export type Heard = { code: FaultCode | "" | null; detail: string };

const codes: Partial<Record<FaultCode, Finding["code"]>> = {
  FIELD_SILENT: "sensor-silent",
  FIELD_LATE: "sensor-silent",
  FIELD_DAMAGED: "sensor-damaged",
  FIELD_FOREIGN: "sensor-foreign",
  FIELD_EXCEPTION: "sensor-exception",
  FIELD_OUT_OF_RANGE: "sensor-range",
  FIELD_LOOP: "sensor-range",
  FIELD_KEY_WRONG: "sensor-key",
  FIELD_UNPROTECTED: "sensor-key",
  LINK_DOWN: "link-down",
};

/** Reads all of them at once, each link in its turn, until each has spoken or the time is over. */
export async function readSensors(loaded: Loaded, withinMs: number, clock: Clock): Promise<Map<DeviceId, Heard>> {
  const heard = new Map<DeviceId, Heard>(loaded.devices.map(({ device }) => [device.id, { code: null, detail: "" }]));
  let tell: () => void = () => undefined;
  const note = (id: DeviceId, next: Heard) => {
    heard.set(id, next);
    if ([...heard.values()].every(({ code }) => code !== null)) tell();
  };
  const all = new Promise<void>((done) => {
    tell = done;
  });
  let cancel: () => void = () => undefined;
  const late = new Promise<void>((done) => {
    cancel = clock.after(withinMs, done);
  });
  const events = {
    onReading: (id: DeviceId) => note(id, { code: "", detail: "" }),
    onHealth: (id: DeviceId, code: FaultCode | "", detail: string) => note(id, { code, detail }),
    onStranger: () => undefined,
  };
  const buses = startBuses(loaded, events, clock);
  await Promise.race([all, late]);
  cancel();
  await buses.close();
  return heard;
}

export function sensorFinding({ device }: Pick<LoadedDevice, "device">, heard: Heard, withinMs: number): Finding {
  const found = (code: Finding["code"], facts: Finding["facts"] = {}): Finding => ({
    ...{ check: "sensor", subject: `${device.id} · ${device.place}`, code, facts },
  });
  if (heard.code === null) return found("sensor-unheard", { seconds: Math.round(withinMs / 1000) });
  if (heard.code === "") return found("well", { detail: "" });
  return found(codes[heard.code] ?? "sensor-other", { detail: heard.detail });
}
