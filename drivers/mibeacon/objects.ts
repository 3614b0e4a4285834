/** The objects of MiBeacon: type, length and meaning of each. */
import type { Value } from "../../core/reading.ts";

/** Reads the data of one object; null where its length or value is not one of the object's. */
export type ReadObject = (data: Uint8Array) => Record<string, Value> | null;

const view = (data: Uint8Array) => new DataView(data.buffer, data.byteOffset, data.byteLength);
const rounded = (value: number, decimals: number) => Number(value.toFixed(decimals));

/** A little-endian number of so many bytes, divided by 10 for each decimal. */
const number =
  (name: string, bytes: 1 | 2 | 3 | 4, decimals = 0, signed = false): ReadObject =>
  (data) => {
    if (data.length !== bytes) return null;
    const raw = data.reduceRight((value, byte) => value * 256 + byte, 0);
    const value = signed && raw >= 256 ** bytes / 2 ? raw - 256 ** bytes : raw;
    return { [name]: value / 10 ** decimals };
  };

const float =
  (name: string, decimals: number): ReadObject =>
  (data) => {
    const value = data.length === 4 ? view(data).getFloat32(0, true) : Number.NaN;
    return Number.isFinite(value) ? { [name]: rounded(value, decimals) } : null;
  };

const binary =
  (name: string): ReadObject =>
  (data) =>
    data.length === 1 ? { [name]: data[0] !== 0 } : null;

const temperatureHumidity: ReadObject = (data) => {
  if (data.length !== 4) return null;
  return { temperature: view(data).getInt16(0, true) / 10, humidity: view(data).getUint16(2, true) / 10 };
};

/** Motion is told by what it is not: nobody moved for so many seconds. */
const idle: ReadObject = (data) => {
  if (data.length === 0 || data.length > 4) return null;
  const seconds = data.reduceRight((value, byte) => value * 256 + byte, 0);
  return { "binary:motion": seconds === 0, idle_time: seconds };
};

/** Type 0x0003: one byte of motion kind, then illuminance in some devices. */
const motion: ReadObject = (data) => (data.length >= 1 ? { "binary:motion": true } : null);

const motionLight: ReadObject = (data) => {
  if (data.length !== 3) return null;
  return { "binary:motion": true, illuminance: data.reduceRight((value, byte) => value * 256 + byte, 0) };
};

const buttonPresses: Readonly<Record<number, string>> = {
  0: "press",
  1: "double_press",
  2: "long_press",
  3: "triple_press",
};

/** Two bytes of button number and one of how it was pressed. */
const button: ReadObject = (data) => {
  const press = data.length === 3 ? buttonPresses[data[2] as number] : undefined;
  return press === undefined ? null : { "event:button": press };
};

/** State of a door contact [mi-beacon object 0x0007, 0x1019]; `knock` says nothing of the door. */
const doorStates: Readonly<Record<number, Record<string, Value>>> = {
  0: { "binary:door": true, "binary:door_left_open": false, "binary:pry_the_door": false },
  1: { "binary:door": false, "binary:door_left_open": false, "binary:pry_the_door": false },
  2: { "binary:door": true, "binary:door_left_open": true, "binary:pry_the_door": false },
  3: { "event:door": "knock" },
  4: { "binary:door": true, "binary:door_left_open": false, "binary:pry_the_door": true },
  5: { "event:door": "stuck" },
};
const door: ReadObject = (data) => (data.length >= 1 ? (doorStates[data[0] as number] ?? null) : null);

const openings: Readonly<Record<number, Record<string, Value>>> = {
  0: { "binary:door": true, "binary:door_left_open": false },
  1: { "binary:door": false, "binary:door_left_open": false },
  2: { "binary:door": true, "binary:door_left_open": true },
};
const opening: ReadObject = (data) => (data.length === 1 ? (openings[data[0] as number] ?? null) : null);

const lockActions: Readonly<Record<number, string>> = {
  0: "unlock_outside_the_door",
  1: "lock",
  2: "turn_on_anti_lock",
  3: "turn_off_anti_lock",
  4: "unlock_inside_the_door",
  5: "lock_inside_the_door",
  6: "turn_on_child_lock",
  7: "turn_off_child_lock",
  8: "lock_outside_the_door",
  15: "abnormal",
};
const lockMethods: Readonly<Record<number, string>> = {
  0: "bluetooth",
  1: "password",
  2: "biometrics",
  3: "key",
  4: "turntable",
  5: "nfc",
  6: "one_time_password",
  7: "two_step_verification",
  9: "homekit",
  10: "coercion",
  11: "automatic",
};
const unlocks = new Set([0, 4]);
const locks = new Set([1, 5, 8]);

/** Action and method in one byte, the key's number, a time. Open is true, as for every door. */
const lock: ReadObject = (data) => {
  const first = data[0];
  if (first === undefined || data.length < 5) return null;
  const [action, method] = [first & 0x0f, first >> 4];
  const event = lockActions[action];
  if (event === undefined) return null;
  const key = view(data).getUint32(1, true);
  const state: Record<string, Value> = unlocks.has(action)
    ? { "binary:lock": true }
    : locks.has(action)
      ? { "binary:lock": false }
      : {};
  const by = lockMethods[method];
  return {
    ...state,
    "event:lock": event,
    key_id: key === 0 ? "administrator" : String(key),
    ...(by === undefined ? {} : { lock_method: by }),
  };
};

/** By type. [Xiaomi IoT developer guide, "MiBeacon objects"; ids above 4000h: "standard product" objects of v5] */
export const objects: Readonly<Record<number, ReadObject>> = {
  3: motion,
  7: door,
  8: binary("armed"),
  11: lock,
  15: motionLight,
  4097: button,
  4100: number("temperature", 2, 1, true),
  4101: number("kettle_temperature", 2),
  4102: number("humidity", 2, 1),
  4103: number("illuminance", 3),
  4104: number("moisture", 1),
  4105: number("conductivity", 2),
  4106: number("battery", 1),
  4109: temperatureHumidity,
  4110: binary("binary:lock"),
  4111: binary("binary:door"),
  4112: number("formaldehyde", 2, 2),
  4114: binary("binary:opening"),
  4115: number("consumable", 1),
  4116: binary("binary:moisture"),
  4117: binary("binary:smoke"),
  4118: binary("binary:gas"),
  4119: idle,
  4120: binary("binary:light"),
  4121: opening,
  4123: idle,
  18433: float("temperature", 1),
  18434: number("humidity", 1),
  18435: number("battery", 1),
  18436: opening,
  18438: binary("binary:bottom_submersion"),
  18440: float("humidity", 1),
  18555: binary("binary:top_splash"),
  18945: number("battery", 1),
  19457: float("temperature", 1),
  19458: number("humidity", 1),
  19459: number("battery", 1),
  19464: float("humidity", 1),
  19969: binary("binary:battery_low"),
};
