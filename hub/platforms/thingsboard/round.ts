/** One round of asking ThingsBoard: sign in, the devices page by page, and of each what it measured since the last time. Pure: what came in, what to ask next out. */
import { Fault } from "../../../core/fault.ts";
import type { Connector } from "../kit/connector.ts";
import { given, idOf, isObject, type Json, parseJson } from "../kit/json.ts";
import type { PullStep } from "../kit/platform.ts";
import type { Secrets, Settings } from "./settings.ts";
import { authorizationIn, signInOf } from "./sign-in.ts";
import { type Row, rowsOf } from "./timeseries.ts";

/** Newest moment that was fetched, by device; and below names that no device has how the rounds went (`notes`). */
export type Mark = Record<string, number | string>;
type Account = Connector<typeof Settings, typeof Secrets>;
type Device = { id: string; name: string; type: string };
type Round = { account: Account; mark: Mark; now: number; isDeep: boolean; authorization: string };

const pageSize = 100;
/** Values of one key in one answer. */
export const mostValues = 1000;
/** What is posted with an older moment is found all the same, if it is no older than that. What came before is known by what it says. */
const overlapMs = 600_000;
const dayMs = 86_400_000;
/** Devices that were away send what they kept later, with its own moments: so often it is looked for, and so far back. */
const deepEveryMs = 6 * 3_600_000;
const deepMs = dayMs;
/**
 * `first`, `round`, `deep`: when the first whole one, the last, and the last whole deep one began. `after`: the device a round had come to that was not
 * whole; the next goes on behind it.
 */
const notes = { first: " first", round: " round", deep: " deep", after: " after" } as const;

export function beginRound(account: Account, mark: unknown, now: number): PullStep {
  const known = isObject(mark) ? (mark as Mark) : {};
  const round = { account, mark: known, now, isDeep: now - numberIn(known, notes.deep) >= deepEveryMs };
  const signIn = signInOf(account);
  if (typeof signIn === "string") return askPage({ ...round, authorization: signIn }, 0, []);
  if (signIn === null) throw new Fault("LINE_DOWN", "neither an API key nor a name with its password is entered");
  const then = (answer: Answer) => {
    const authorization = authorizationIn(objectIn(answer, "the sign-in"));
    if (authorization === null) throw new Fault("LINE_DOWN", "the sign-in answered no token");
    return askPage({ ...round, authorization }, 0, []);
  };
  return { next: { ask: signIn, then } };
}

type Answer = { status: number; body: Uint8Array };

/** The devices of the tenant, page by page; then what each measured. */
function askPage(round: Round, page: number, known: Device[]): PullStep {
  const { deviceType } = round.account.settings;
  const type = deviceType === undefined ? "" : `&type=${encodeURIComponent(deviceType)}`;
  const path = `/api/tenant/devices?pageSize=${pageSize}&page=${page}&sortProperty=createdTime&sortOrder=ASC${type}`;
  return asking(round, path, (answer) => {
    const { data, hasNext } = objectIn(answer, "the list of devices");
    if (!Array.isArray(data)) throw new Fault("PUSH_UNREADABLE", "the list of devices has no `data`");
    const devices = [...known, ...data.filter(isObject).flatMap(deviceOf)];
    return hasNext === true ? askPage(round, page + 1, devices) : askDevice(round, goingOn(devices, round.mark));
  });
}

function deviceOf({ id, name, type }: Json): Device[] {
  const own = idOf(isObject(id) ? id.id : id);
  return own === null ? [] : [{ id: own, name: idOf(name) ?? "", type: idOf(type) ?? "" }];
}

/** Where the last round was not whole, those come first that it did not come to. */
function goingOn(devices: Device[], mark: Mark): Device[] {
  const at = devices.findIndex(({ id }) => id === mark[notes.after]);
  return at < 0 ? devices : [...devices.slice(at + 1), ...devices.slice(0, at + 1)];
}

function whole({ mark, now, isDeep }: Round): Mark {
  const { [notes.after]: _, ...rest } = mark;
  return { [notes.first]: now, ...rest, [notes.round]: now, ...(isDeep ? { [notes.deep]: now } : {}) };
}

/** `devices[0]` is next. */
function askDevice(round: Round, devices: Device[]): PullStep {
  const [device] = devices;
  if (device === undefined) return { mark: whole(round), next: null };
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
function fromOf({ account, mark, now, isDeep }: Round, { id }: Device): number {
  const daysMs = (account.settings.firstDays ?? 1) * dayMs;
  const newest = mark[id] === undefined ? null : numberIn(mark, id);
  // Added while the hub was away: it is asked for all of that time.
  if (newest === null) return Math.min(now - daysMs, numberIn(mark, notes.round, now));
  // Never from before what was asked for at first.
  const deep = Math.max(newest - deepMs, numberIn(mark, notes.first, now) - daysMs);
  return Math.min(newest - overlapMs, isDeep ? deep : newest);
}

function numberIn(mark: Mark, name: string, otherwise = Number.NEGATIVE_INFINITY): number {
  return Number(mark[name] ?? otherwise);
}

function askSeries(round: Round, devices: Device[], keys: string[], from: number): PullStep {
  const [device] = devices as [Device];
  const span = `startTs=${Math.max(0, Math.floor(from))}&endTs=${round.now}`;
  const how = `limit=${mostValues}&orderBy=ASC&agg=NONE&useStrictDataTypes=true`;
  const path = `/api/plugins/telemetry/DEVICE/${device.id}/values/timeseries?keys=${encodeURIComponent(keys.join(","))}&${span}&${how}`;
  return asking(round, path, (answer) => {
    const { rows, on } = rowsOf(objectIn(answer, `the telemetry of ${device.name}`), mostValues);
    const newest = rows.at(-1)?.ts ?? 0;
    const seen = rows.length === 0 ? {} : { [device.id]: Math.max(numberIn(round.mark, device.id), newest) };
    const after = on === null ? { [notes.after]: device.id } : {};
    const onward = { ...round, mark: { ...round.mark, ...seen, ...after } };
    const next = on === null ? askDevice(onward, devices.slice(1)) : askSeries(onward, devices, keys, on);
    // The mark is kept with what it stands for.
    return {
      ...next,
      messages: rows.map((row) => messageOf(device, row)),
      mark: next.next === null ? next.mark : onward.mark,
    };
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
    ...given("ca", account.settings.ca),
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
