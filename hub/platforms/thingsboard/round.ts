/** One round of asking ThingsBoard: sign in, the devices page by page, and of each what it measured since the last time. Pure: what came in, what to ask next out. */
import { Fault } from "../../../core/fault.ts";
import { idOf, isObject, type Json, parseJson } from "../kit/json.ts";
import type { Connector, PullStep } from "../kit/platform.ts";
import type { Secrets, Settings } from "./settings.ts";
import { type Row, rowsOf } from "./timeseries.ts";

/** Newest moment that was fetched, by device. */
export type Mark = Record<string, number>;
type Account = Connector<typeof Settings, typeof Secrets>;
type Device = { id: string; name: string; type: string };
type Round = { account: Account; mark: Mark; now: number; authorization: string };

const pageSize = 100;
/** Values of one key in one answer. */
export const mostValues = 1000;
/** What is posted with an older moment is found all the same, if it is no older than that. What came before is known by what it says. */
const overlapMs = 600_000;
const dayMs = 86_400_000;

export function beginRound(account: Account, mark: unknown, now: number): PullStep {
  const { settings, secrets } = account;
  const round = { account, mark: isObject(mark) ? (mark as Mark) : {}, now };
  if (secrets.apiKey !== undefined) return askPage({ ...round, authorization: `ApiKey ${secrets.apiKey}` }, 0, []);
  const { username } = settings;
  const { password } = secrets;
  if (username === undefined || password === undefined)
    throw new Fault("LINE_DOWN", "neither an API key nor a name with its password is entered");
  const body = JSON.stringify({ username, password });
  const ask = { method: "POST" as const, url: `${settings.server}/api/auth/login`, headers: json, body };
  const then = (answer: Answer) => {
    const { token } = objectIn(answer, "the sign-in");
    if (typeof token !== "string") throw new Fault("LINE_DOWN", "the sign-in answered no token");
    return askPage({ ...round, authorization: `Bearer ${token}` }, 0, []);
  };
  return { next: { ask, then } };
}

type Answer = { status: number; body: Uint8Array };
const json = { "content-type": "application/json" };

/** The devices of the tenant, page by page; then what each measured. */
function askPage(round: Round, page: number, known: Device[]): PullStep {
  const { deviceType } = round.account.settings;
  const type = deviceType === undefined ? "" : `&type=${encodeURIComponent(deviceType)}`;
  const path = `/api/tenant/devices?pageSize=${pageSize}&page=${page}&sortProperty=createdTime&sortOrder=ASC${type}`;
  return asking(round, path, (answer) => {
    const { data, hasNext } = objectIn(answer, "the list of devices");
    if (!Array.isArray(data)) throw new Fault("PUSH_UNREADABLE", "the list of devices has no `data`");
    const devices = [...known, ...data.filter(isObject).flatMap(deviceOf)];
    return hasNext === true ? askPage(round, page + 1, devices) : askDevice(round, devices);
  });
}

function deviceOf({ id, name, type }: Json): Device[] {
  const own = idOf(isObject(id) ? id.id : id);
  return own === null ? [] : [{ id: own, name: idOf(name) ?? "", type: idOf(type) ?? "" }];
}

/** `devices[0]` is next. */
function askDevice(round: Round, devices: Device[]): PullStep {
  const [device] = devices;
  if (device === undefined) return { mark: round.mark, next: null };
  const { keys } = round.account.settings;
  if (keys !== undefined) return askSeries(round, devices, keys, fromOf(round, device));
  return asking(round, `/api/plugins/telemetry/DEVICE/${device.id}/keys/timeseries`, (answer) => {
    const own = bodyIn(answer, `the keys of ${device.name}`);
    if (!Array.isArray(own)) throw new Fault("PUSH_UNREADABLE", `the keys of ${device.name} are no list`);
    const names = own.filter((key) => typeof key === "string");
    return names.length === 0
      ? askDevice(round, devices.slice(1))
      : askSeries(round, devices, names, fromOf(round, device));
  });
}

/** Ms since 1970 from which a device is asked for. */
function fromOf({ account, mark, now }: Round, { id }: Device): number {
  const known = mark[id];
  return known === undefined ? now - (account.settings.firstDays ?? 1) * dayMs : known - overlapMs;
}

function askSeries(round: Round, devices: Device[], keys: string[], from: number): PullStep {
  const [device] = devices as [Device];
  const span = `startTs=${Math.max(0, Math.floor(from))}&endTs=${round.now}`;
  const how = `limit=${mostValues}&orderBy=ASC&agg=NONE&useStrictDataTypes=true`;
  const path = `/api/plugins/telemetry/DEVICE/${device.id}/values/timeseries?keys=${encodeURIComponent(keys.join(","))}&${span}&${how}`;
  return asking(round, path, (answer) => {
    const { rows, on } = rowsOf(objectIn(answer, `the telemetry of ${device.name}`), mostValues);
    const newest = rows.at(-1)?.ts ?? 0;
    const mark = { ...round.mark, [device.id]: Math.max(round.mark[device.id] ?? 0, newest) };
    const onward = rows.length === 0 ? round : { ...round, mark };
    const next = on === null ? askDevice(onward, devices.slice(1)) : askSeries(onward, devices, keys, on);
    // The mark is kept with what it stands for.
    return { ...next, messages: rows.map((row) => messageOf(device, row)), mark: onward.mark };
  });
}

/** In the words of the rule chain's script, so that one reading serves both ways. */
function messageOf({ id, name, type }: Device, { ts, values }: Row): { from: string; body: Uint8Array } {
  const message = {
    type: "POST_TELEMETRY_REQUEST",
    deviceId: id,
    deviceName: name,
    deviceType: type,
    ts,
    values: { ts, values },
  };
  return { from: `GET telemetry of ${id}`, body: Buffer.from(JSON.stringify(message)) };
}

function asking({ account, authorization }: Round, path: string, then: (answer: Answer) => PullStep): PullStep {
  const ask = {
    method: "GET" as const,
    url: `${account.settings.server}${path}`,
    headers: { "x-authorization": authorization },
  };
  return { next: { ask, then } };
}

function bodyIn({ status, body }: Answer, what: string): unknown {
  if (status === 401 || status === 403) throw new Fault("LINE_DOWN", `${what} was refused (${status})`);
  if (status !== 200) throw new Fault("LINE_DOWN", `${what} was answered ${status}`);
  return parseJson(body);
}

function objectIn(answer: Answer, what: string): Json {
  const value = bodyIn(answer, what);
  if (!isObject(value)) throw new Fault("PUSH_UNREADABLE", `${what} is not a JSON object`);
  return value;
}
