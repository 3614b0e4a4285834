/** Every known vector decodes as it says, or is refused where it must be; the score is printed. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Value } from "../core/reading.ts";
import { readAdvert as readBthome } from "./bthome/advert.ts";
import { readFrame as readEddystone } from "./eddystone/frame.ts";
import { analogues } from "./gbt26875/codes.ts";
import gbt26875 from "./gbt26875/driver.ts";
import { acknowledge, cutFrame as cutGbt, mostBytes as mostGbt, readFrame as readGbt } from "./gbt26875/frame.ts";
import { readUnit } from "./gbt26875/unit.ts";
import { cutFrame as cutPu, readFrame as readPu } from "./huaqiang/frame.ts";
import type { Advert } from "./kit/advert.ts";
import type { Told } from "./kit/advert-points.ts";
import { Framer } from "./kit/framer.ts";
import { fromHex, toHex } from "./kit/hex.ts";
import { readAdvert as readMibeacon } from "./mibeacon/advert.ts";
import { readChannels } from "./milesight/channels.ts";
import { messages, readSmoke } from "./milesight/smoke.ts";
import { ModbusSession } from "./modbus/session.ts";
import { readData as readMopeka } from "./mopeka/data.ts";
import { readFormat } from "./ruuvi/format.ts";
import { readBody } from "./sl651/body.ts";
import { cutFrame as cutSl651, mostBytes as mostSl651, readFrame as readSl651 } from "./sl651/frame.ts";
import { readCompact } from "./wanlin/compact.ts";

// biome-ignore lint/suspicious/noExplicitAny: vectors are data of many shapes.
type Vector = any;

const vectorsOf = (driver: string): Vector[] =>
  JSON.parse(readFileSync(join(import.meta.dirname, driver, "vectors.json"), "utf8")).vectors;
const bytes = (hex: string) => fromHex(hex) as Uint8Array;
const hex = (data: Uint8Array) => toHex(data).replaceAll(" ", "");

/** Returns what is compared: the vector's own words against the decoder's. `refused` where the vector must be. */
type Judge = (vector: Vector) => { expected: unknown; actual: unknown; refused?: boolean };

const isoOf = (at: number | null) => (at === null ? null : new Date(at).toISOString().slice(0, 19));

function adverts(vector: Vector): Advert {
  const { address = "00:00:00:00:00:00", name, service_data = {}, manufacturer_data = {} } = vector.adv;
  const [manufacturer] = Object.entries<string>(manufacturer_data);
  return {
    address,
    rssi: -60,
    ...(name ? { name } : {}),
    serviceData: Object.entries<string>(service_data).map(([uuid, data]) => ({ uuid, data: bytes(data) })),
    ...(manufacturer === undefined
      ? {}
      : { manufacturer: { company: Number(manufacturer[0]), data: bytes(manufacturer[1]) } }),
  };
}

/** Only the names the vector states, in its order. */
const stated = (names: string[], told: Record<string, unknown>) =>
  Object.fromEntries(names.map((name) => [name, told[name]]));

/** One source writes other names: packet id, battery, illuminance, window, rotation. */
const theengs: Record<string, string> = {
  packet: "packet_id",
  batt: "battery",
  lux: "illuminance",
  open: "binary:window",
  rot: "rotation",
  motion: "binary:motion",
};

function bthome(vector: Vector) {
  const heard = readBthome(adverts(vector), vector.bindkey);
  const { expect: said } = vector;
  if ("reject" in said)
    return {
      expected: "FIELD_UNPROTECTED",
      actual: heard && "fault" in heard ? heard.fault.code : heard,
      refused: true,
    };
  if ("encr" in said) {
    // The key was never published: the parts are compared, and nothing may be read.
    const data = adverts(vector).serviceData[0]?.data as Uint8Array;
    const parts = {
      encr: 2,
      cipher: hex(data.subarray(1, -8)),
      ctr: hex(data.subarray(-8, -4)),
      mic: hex(data.subarray(-4)),
    };
    const refusal = heard && "fault" in heard ? heard.fault.code : heard;
    return { expected: [said, "FIELD_KEY_WRONG"], actual: [parts, refusal], refused: true };
  }
  const names = Object.keys(said);
  const told = heard !== null && "told" in heard ? heard.told : {};
  const own = Object.fromEntries(names.map((name) => [name, told[theengs[name] ?? name]]));
  if (said.timestamp !== undefined) own.timestamp = pythonTime(Number(own.timestamp));
  return { expected: said, actual: own };
}

function pythonTime(seconds: number): string {
  const at = new Date(seconds * 1000);
  const parts = [
    at.getUTCFullYear(),
    at.getUTCMonth() + 1,
    at.getUTCDate(),
    at.getUTCHours(),
    at.getUTCMinutes(),
    at.getUTCSeconds(),
  ];
  return `datetime(${parts.join(", ")}, tzinfo=timezone.utc)`;
}

function mibeacon(vector: Vector) {
  const heard = readMibeacon(adverts(vector), vector.bindkey);
  const { model, ...said } = vector.expect;
  const told: Told = heard !== null && "told" in heard ? heard.told : {};
  const product = model === undefined || (heard !== null && "product" in heard && heard.product === "6375");
  return { expected: [said, true], actual: [stated(Object.keys(said), told), product] };
}

const gravity = 9.80665;

/** Both sources state other units: m/s², mV, °F. */
function ruuvi(vector: Vector) {
  const read = readFormat(adverts(vector).manufacturer?.data ?? new Uint8Array(0));
  const told = (typeof read === "string" ? {} : read.told) as Record<string, number>;
  const [x, y, z] = ["x", "y", "z"].map((axis) => (told[`acceleration_${axis}`] as number) * gravity) as [
    number,
    number,
    number,
  ];
  const two = (value: number) => Number(value.toFixed(2));
  const fine = (value: number) => Number(value.toFixed(8));
  const other = {
    ...told,
    voltage: Math.round((told.voltage as number) * 1000),
    humidity: two(told.humidity as number),
    temperature: two(told.temperature as number),
    acceleration_x: two(x),
    acceleration_y: two(y),
    acceleration_z: two(z),
    acceleration_total: two(Math.hypot(x, y, z)),
    model_id: vector.adv.manufacturer_data["1177"].startsWith("03") ? "RuuviTag_RAWv1" : "RuuviTag_RAWv2",
    hum: told.humidity,
    tempc: told.temperature,
    tempf: Number(((told.temperature as number) * 1.8 + 32).toFixed(3)),
    pres: told.pressure,
    // This source is off by ten: 1000 mG are 9.80665 m/s² [docs.ruuvi.com, data format 3, and the other source].
    accx: fine(x / 10),
    accy: fine(y / 10),
    accz: fine(z / 10),
    volt: told.voltage,
  };
  return { expected: vector.expect, actual: stated(Object.keys(vector.expect), other) };
}

/** The service data of one vector is cut by a wrong length byte: the raw advert has the whole of it. */
function eddystone(vector: Vector) {
  const raw: string = vector.adv.raw_adv;
  const data = bytes(raw.slice(raw.indexOf("16aafe") + 6));
  const frame = readEddystone(data);
  const own = { ...(typeof frame === "string" ? {} : frame) } as Record<string, unknown>;
  return { expected: vector.expect, actual: stated(Object.keys(vector.expect), own) };
}

function mopeka(vector: Vector) {
  const read = readMopeka(adverts(vector).manufacturer?.data ?? new Uint8Array(0));
  const told = (typeof read === "string" ? {} : read) as Record<string, number>;
  const own = {
    model_id: told.hardware === 0x0c ? "M1017" : "?",
    tempc: told.temperature,
    tempf: Number(((told.temperature as number) * 1.8 + 32).toFixed(3)),
    lvl_cm: told.level,
    lvl_in: Number(((told.level as number) / 2.54).toFixed(2)),
    sync: told["binary:sync"],
    volt: told.voltage,
    batt: told.battery,
    quality: told.quality,
    accx: told.acceleration_x,
    accy: told.acceleration_y,
  };
  return { expected: vector.expect, actual: stated(Object.keys(vector.expect), own) };
}

function milesight(vector: Vector) {
  const data = bytes(vector.hex);
  const names = Object.keys(vector.decode);
  if (names.includes("event")) {
    const read = readSmoke(data);
    const told = typeof read === "string" ? {} : read;
    const event =
      told.event === messages[14] && Number(told.battery) > 20 ? "testing alarm with normal battery" : told.event;
    return { expected: vector.decode, actual: stated(names, { ...told, event }) };
  }
  const { told, ended } = readChannels(data);
  return { expected: [vector.decode, null], actual: [stated(names, told), ended] };
}

function sl651(vector: Vector) {
  const wire = bytes(vector.hex);
  const said = vector.decoded;
  const pieces = new Framer(cutSl651, mostSl651, 1000).push(wire, 0);
  if (!said.crc_ok) return { expected: [true], actual: pieces.map((piece) => "damage" in piece), refused: true };
  const [piece] = pieces;
  if (pieces.length !== 1 || piece === undefined || !("frame" in piece))
    return { expected: "one frame", actual: pieces };
  const frame = readSl651(piece.frame);
  const body = readBody(frame.func, frame.body, frame.form);
  const own: Record<string, unknown> = {
    direction: frame.direction,
    centre: Number.parseInt(frame.centre, 16),
    station: frame.station,
    password: frame.password,
    func: frame.func,
    len: frame.body.length,
    start: frame.packet === null ? "STX" : "SYN",
    end: frame.end,
    crc: hex(wire.subarray(-2)).toUpperCase(),
    crc_calc: hex(wire.subarray(-2)).toUpperCase(),
    crc_ok: true,
    len_ok: true,
    serial: Number.parseInt(body.serial, 16),
    sent_at: isoOf(body.sentAt),
    station_in_body: body.station,
    station_type: body.stationType,
    elements: elementsOf(body.observed, said.elements ?? []),
    observed_at: said.observed_at,
  };
  if (said.observed_at !== undefined)
    expect(
      body.observed
        .filter(({ index = 0 }) => index === 0)
        .every(({ at }) => said.observed_at.includes(isoOf(at)?.slice(0, 16))),
    ).toBe(true);
  const names = Object.keys(said);
  const wanted = { ...said, ...(said.elements === undefined ? {} : { elements: said.elements.map(wantedElement) }) };
  return { expected: wanted, actual: stated(names, own) };
}

type Wanted = { id: string; values: (number | null)[] };

function wantedElement({ id, value, values_mm, values_m, step }: Vector): Wanted {
  return { id, values: step === undefined ? (values_mm ?? values_m ?? [value]) : [] };
}

/** What was read, in the order and under the ids of what the vector states. */
function elementsOf(observed: readonly { element: string; value: number | null }[], said: Vector[]): Wanted[] {
  return said.map(({ id }) => ({
    id,
    values: observed.filter(({ element }) => element === id).map(({ value }) => value),
  }));
}

function gbt(vector: Vector) {
  const wire = bytes(vector.hex);
  const pieces = new Framer(cutGbt, mostGbt, 1000).push(wire, 0);
  if (vector.expect_error !== undefined)
    return {
      expected: true,
      actual: pieces.every((piece) => "damage" in piece && piece.damage.includes(vector.expect_error)),
      refused: true,
    };
  const [piece] = pieces;
  if (pieces.length !== 1 || piece === undefined || !("frame" in piece))
    return { expected: "one frame", actual: pieces };
  const frame = readGbt(piece.frame);
  if (vector.expect_skip !== undefined)
    return { expected: vector.expect_skip, actual: wire.length - piece.frame.length };
  const said = vector.decoded;
  const unit = readUnit(frame.unit);
  const little = (address: string) => (address.match(/../g) ?? []).reverse().join("");
  const checksum = hex(wire.subarray(-3, -2));
  const own: Record<string, unknown> = {
    serial: frame.serial,
    version: frame.version,
    time: isoOf(frame.sentAt),
    src: frame.source,
    dst: frame.destination,
    src_le: little(frame.source),
    dst_le: little(frame.destination),
    app_len: frame.unit.length,
    cmd: frame.command,
    checksum,
    checksum_calc: checksum,
    checksum_ok: true,
    len_ok: true,
    raw_app: hex(frame.unit),
    type: unit?.type,
    count: unit?.count,
    objects: (unit?.said ?? []).map((object, i) => stated(Object.keys(said.objects?.[i] ?? {}), wordsOf(object))),
  };
  return { expected: said, actual: stated(Object.keys(said), own) };
}

/** An object in the words of the vectors. */
function wordsOf(object: NonNullable<ReturnType<typeof readUnit>>["said"][number]): Record<string, unknown> {
  const flags = ["normal(1)/test(0)", "fire"];
  const part = "part" in object ? object.part : 0;
  const le = Uint8Array.of(part & 255, (part >>> 8) & 255, (part >>> 16) & 255, part >>> 24);
  return {
    ...("system" in object ? { sys_type: object.system, sys_addr: object.systemAddress } : {}),
    ...("part" in object ? { part_type: object.partType, part_addr: part, part_addr_le: hex(le) } : {}),
    ...(object.kind === "analogue" ? { analog_type: object.analogue, raw: object.raw } : {}),
    ...("state" in object ? { state: object.state } : {}),
    ...(object.kind === "part"
      ? { desc: object.text, flags: flags.filter((_, bit) => (object.state >> bit) & 1) }
      : {}),
    time: isoOf(object.at),
  };
}

/** One block that spans the reply; what the vector states is worked out from the registers it names. */
function modbus(vector: Vector) {
  const [unit, code, , low, , count] = bytes(vector.req) as unknown as number[];
  const { decode } = vector;
  const point = (id: string, address: number, more: object = {}) => ({ id, address, type: "int16", ...more });
  const maps: Record<string, object[]> = {
    "QDY30A-type read block 0x0000..0x0006": [
      point("addr", 0),
      point("baud_code", 1),
      point("unit_code", 2),
      point("decimals", 3),
      point("raw", 4),
      point("value", 4, { decimalsRegister: 3 }),
      point("zero", 5),
      point("range", 6),
    ],
    "electronic water gauge station 2 (real)": [point("raw", 0), point("value_m", 0, { decimals: 2 })],
    "SL651 5.2.1.2 smart level sensor register 0x0002, 4-byte integer, mm": [
      point("raw", 2, { type: "int32" }),
      point("value_m", 2, { type: "int32", decimals: 3 }),
    ],
  };
  const address = vector.req.slice(4, 8) === "ffff" ? 0xffff : (low as number);
  const points = maps[vector.name] ?? [point("raw", address)];
  // biome-ignore lint/suspicious/noExplicitAny: made from the vector.
  const session = new ModbusSession(unit as number, [{ function: code, address, count, points } as any]);
  const [sent] = session.poll();
  const outputs = session.receive(bytes(vector.resp));
  const told: Record<string, Value> = {};
  for (const output of outputs) if ("reading" in output) told[output.reading.point] = output.reading.value;
  const asked = sent !== undefined && "send" in sent ? hex(sent.send) : "";
  const { unit: _unit, exception, ...numbers } = decode;
  if (exception !== undefined)
    return {
      expected: [vector.req, "FIELD_EXCEPTION"],
      actual: [asked, outputs.map((output) => ("fault" in output ? output.fault.code : "?")).join()],
      refused: true,
    };
  return { expected: [vector.req, numbers], actual: [asked, stated(Object.keys(numbers), told)] };
}

/** Every field that the source names, under its own name. */
function huaqiang(vector: Vector) {
  const data = bytes(vector.hex);
  const cut = cutPu(data);
  if (typeof cut === "string") return { expected: vector.decode, actual: cut };
  const told = readPu(cut.frame) as Record<string, unknown>;
  const names: Record<string, string> = {
    ...{ pkt_type: "packet_type", seq: "serial", ver: "version", dev_type: "device_type", vendor: "vendor" },
    ...{ operator: "operator", attr: "attributes", time_s: "clock_s", imei_nibble_swapped_bcd: "imei", cmd: "command" },
    ...{ alert: "alert", fault: "trouble_code", volt: "voltage", battery_pct: "battery", temp_c: "temperature" },
    ...{
      cell_id: "cell",
      rsrp: "rsrp",
      smoke_time: "smoke_s",
      selftest_time: "test_s",
      selftest_result: "test_result",
    },
  };
  const own = Object.fromEntries(Object.entries(names).map(([theirs, ours]) => [theirs, told[ours]]));
  const prefix = `${hex(data.subarray(0, 2))} ("${String.fromCharCode(...data.subarray(0, 2))}")`;
  const rest = { magic: prefix, body_len: cut.frame.length, data_len: cut.frame.length - 21 };
  return { expected: vector.decode, actual: { ...own, ...rest, mode: told.mode === "normal" ? 0 : told.mode } };
}

function wanlin(vector: Vector) {
  const told = (readCompact(vector.text)?.told ?? {}) as Record<string, unknown>;
  const said = { ...vector.decode, state: vector.decode.state.replace("selftest", "test") };
  const actual = { ...stated(Object.keys(said), told), state: `${told.state} ${told.event}` };
  return { expected: said, actual };
}

const judges: Record<string, Judge> = {
  modbus,
  sl651,
  gbt26875: gbt,
  bthome,
  mibeacon,
  ruuvi,
  eddystone,
  mopeka,
  milesight,
  huaqiang,
  wanlin,
};
const score = new Map<string, { decoded: number; refused: number; of: number }>();

describe.each(Object.entries(judges))("the vectors of %s", (driver, judge) => {
  const vectors = vectorsOf(driver);
  const tally = { decoded: 0, refused: 0, of: vectors.length };
  score.set(driver, tally);

  it.each(
    vectors.map((vector, index) => [
      vector.id ?? vector.name ?? vector.device ?? `${index} ${vector.decoded?.func}`,
      vector,
    ]),
  )("decodes %s as it says", (_, vector) => {
    const { expected, actual, refused = false } = judge(vector);
    expect(actual).toEqual(expected);
    tally[refused ? "refused" : "decoded"] += 1;
  });
});

describe("the acknowledgement of GB/T 26875.3", () => {
  it("is the confirmation of the vectors, byte for byte", () => {
    const of = (name: string) => bytes(vectorsOf("gbt26875").find((vector) => vector.name.includes(name))?.hex);
    expect(hex(acknowledge(readGbt(of("type 42 fire"))))).toBe(hex(of("confirm (ack) of serial 1")));
  });

  it("is sent once for a fire, which is read beside it", () => {
    const session = gbt26875.open({
      source: "000000000a01",
      points: [{ of: "part", point: "fire" as never, bit: 1, part: 65541 }],
    });
    const vector = vectorsOf("gbt26875").find(({ name }) => name.includes("type 42 fire"));
    const outputs = session.receive(bytes(vector.hex), 0);
    expect(outputs.map((output) => Object.keys(output)[0])).toEqual(["reading", "send"]);
  });

  it("knows every analogue type of the standard", () => expect(Object.keys(analogues)).toHaveLength(12));
});

afterAll(() => {
  const lines = [...score].map(
    ([driver, { decoded, refused, of }]) => `  ${driver.padEnd(10)} ${decoded} decoded, ${refused} refused, of ${of}`,
  );
  const all = [...score.values()];
  const done = all.reduce((sum, { decoded, refused }) => sum + decoded + refused, 0);
  process.stdout.write(
    `vectors: ${done} of ${all.reduce((sum, { of }) => sum + of, 0)} as they say\n${lines.join("\n")}\n`,
  );
});
