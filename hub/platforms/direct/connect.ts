/** Connecting a device by hand: its connector, itself, and the credential it needs; and what came of it since. */
import { Fault } from "../../../core/fault.ts";
import type { GatewayId } from "../../../core/id.ts";
import { topics } from "../../../core/topics.ts";
import type { Changes } from "../../changes.ts";
import type { DirectMade, DirectSeen, DirectWish, Way } from "../../http/direct-views.ts";
import type { FaultRow } from "../../store/faults.ts";
import type { ForeignDevice } from "../../store/foreign-devices.ts";
import type { Tables } from "../../store/store.ts";
import type { Models } from "../kit/models.ts";
import type { OwnDocument } from "../kit/own-document.ts";
import { type Holder, makeCredential, userOf } from "./credential.ts";
import { checkName, connectorFor, putDevice } from "./devices.ts";

type Speaking = {
  platform: string;
  title: string;
  /** Throws `INPUT_INVALID` for what cannot be its name there. */
  name(text: string): string;
  /** What its driver must know. */
  settings(name: string): Record<string, unknown>;
  hasCredential: boolean;
};

const address = (pattern: RegExp, words: string) => (text: string) => {
  const plain = text.replace(/[\s:-]/g, "").toLowerCase();
  if (!pattern.test(plain)) throw new Fault("INPUT_INVALID", `/device "${text}" must be ${words}`);
  return plain;
};
const senml = { platform: "direct", title: "设备直连", name: checkName, settings: () => ({}), hasCredential: true };

const speaking: Record<Way, Speaking> = {
  mqtt: senml,
  https: senml,
  gbt26875: {
    ...{ platform: "gbt26875", title: "消防用传装置直连", hasCredential: false },
    name: address(/^[0-9a-f]{12}$/, "12 hex digits, the highest byte first"),
    settings: (source) => ({ source }),
  },
  sl651: {
    ...{ platform: "sl651", title: "水文遥测站直连", hasCredential: false },
    name: address(/^[0-9]{10}$/, "10 digits"),
    settings: (station) => ({ station }),
  },
};

/** Throws `INPUT_INVALID` or `MODEL_UNKNOWN`. */
export async function connect(
  tables: Tables,
  wish: DirectWish,
  models: Models,
  changes: Changes,
  { by, now, host }: { by: string; now: number; host: string },
): Promise<DirectMade> {
  const { platform, title, name, settings, hasCredential } = speaking[wish.way];
  const foreign = name(wish.device);
  const ports = platform === "direct" ? {} : { host };
  const row = await connectorFor(tables, { platform, title, settings: ports }, models, changes, { by, now });
  const known = await tables.credentials.listOf(row.id, foreign);
  if (known.some(({ revokedAt }) => revokedAt === null))
    throw new Fault(
      "INPUT_INVALID",
      `/device ${foreign} has a credential already: replace that one, or choose another name`,
    );
  const about = { foreign, title: wish.title, place: wish.place, is: isOf(wish), settings: settings(foreign) };
  checkDriver(wish, models, platform);
  const device = await putDevice(tables, row, about, models, changes, now);
  const holder = { connector: row.id, foreign };
  const credential = hasCredential ? await makeCredential(tables, holder, { by, now, old: "replace" }) : null;
  return madeOf(device, credential);
}

/** What a frame says only its own driver can read. */
function checkDriver({ model }: DirectWish, models: Models, platform: string): void {
  if (platform === "direct") return;
  if (model === undefined || models.find(model)?.driver !== platform)
    throw new Fault("INPUT_INVALID", `/model "${model ?? ""}" does not speak ${platform}`);
}

function isOf({ model, points }: DirectWish): { model: string } | { document: OwnDocument } {
  if (model !== undefined) return { model };
  if (points === undefined) throw new Fault("INPUT_INVALID", "/model or /points says what it measures: one of the two");
  return { document: { points } };
}

export function madeOf({ connector, foreign, device }: ForeignDevice, credential: string | null): DirectMade {
  const user = userOf({ connector, foreign });
  const path = `/door/${connector}/${foreign}`;
  return { connector, device: foreign, id: device, credential, user, topic: topics.direct(connector, foreign), path };
}

const mostFaults = 50;
const mostShown = 5;
const latelyMs = 10 * 60_000;

/** Throws `NOT_FOUND`. */
export async function seenOf(tables: Tables, holder: Holder, models: Models, now: number): Promise<DirectSeen> {
  const { connector, foreign } = holder;
  const device = await tables.foreignDevices.find(connector, foreign);
  if (device === null) throw new Fault("NOT_FOUND", `device ${foreign} of ${connector}`);
  const row = await tables.devices.find(connector, device.device);
  const series = await tables.series.list(connector, device.device);
  const pushes = await tables.pushes.listSent(connector, foreign, mostShown);
  const open = await tables.alerts.listOpenOf(connector);
  return {
    ...{ connector, device: foreign, id: device.device, title: device.title, place: device.place, model: device.model },
    ...{ life: row?.entry.life ?? "announced", points: models.deviceOf(device).points },
    values: series.flatMap(({ point, latest }) =>
      latest === null ? [] : [{ point, value: latest.value, at: latest.at }],
    ),
    messages: pushes.map(({ received, from, state, why }) => ({ at: received, from, state, why })),
    refusals: (await refusalsOf(tables, holder, now)).map(({ at, code, detail }) => ({ at, code, detail })),
    alerts: open
      .filter((alert) => alert.device === device.device)
      .map(({ id, rule, severity }) => ({ id, rule, severity })),
  };
}

/** What was turned away lately and never kept: of this device, or of one that nobody knows, for its name may be misspelt. */
async function refusalsOf(tables: Tables, { connector, foreign }: Holder, now: number): Promise<FaultRow[]> {
  const lately = (await tables.faults.list(mostFaults)).filter(
    ({ gateway, code, at }) => gateway === connector && refusing.has(code) && at > now - latelyMs,
  );
  const mine: FaultRow[] = [];
  for (const fault of lately) {
    const words = `${fault.subject} ${fault.detail}`.split(/[^\w.-]+/);
    if (words.includes(foreign) || !(await isKnown(tables, connector, words))) mine.push(fault);
  }
  return mine.slice(0, mostShown);
}

async function isKnown({ foreignDevices }: Tables, connector: GatewayId, words: readonly string[]): Promise<boolean> {
  for (const word of words) if ((await foreignDevices.find(connector, word)) !== null) return true;
  return false;
}

const refusing: ReadonlySet<string> = new Set([
  ...["CREDENTIAL_REFUSED", "PUSH_REFUSED", "TOPIC_FOREIGN", "FIELD_DAMAGED", "STRANGERS_MANY"],
]);
