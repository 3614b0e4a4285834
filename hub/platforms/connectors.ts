/** Connectors: set up by people, checked by their platform's schemas; each stands in the registry as a gateway. */
import { isDeepStrictEqual } from "node:util";
import type { TSchema } from "typebox";
import { check } from "../../core/check.ts";
import { Fault } from "../../core/fault.ts";
import type { GatewayId } from "../../core/id.ts";
import type { Bilingual } from "../../core/point.ts";
import type { Changes } from "../changes.ts";
import type { ConnectorRow } from "../store/connectors.ts";
import type { Tables } from "../store/store.ts";
import { nameWaiting } from "./devices/meet.ts";
import { register } from "./devices/register.ts";
import type { Connector } from "./kit/connector.ts";
import type { Models } from "./kit/models.ts";
import type { Platform } from "./kit/platform.ts";
import { platforms } from "./platforms.ts";

export type OpenConnector = { row: ConnectorRow; platform: Platform; connector: Connector };

/** The name under which its secrets lie. */
export function secretsOf(id: GatewayId): string {
  return `connector:${id}`;
}

/** Throws `INPUT_INVALID` naming the platform that is not there. */
export function platformOf(name: string): Platform {
  const platform = platforms.get(name);
  if (platform === undefined)
    throw new Fault("INPUT_INVALID", `/platform "${name}" is none of ${[...platforms.keys()].join(", ")}`);
  return platform;
}

/** Null where there is none of this id. */
export async function openConnector(tables: Tables, id: GatewayId): Promise<OpenConnector | null> {
  const row = await tables.connectors.find(id);
  if (row === null) return null;
  const secrets = await tables.channelSecrets.of(secretsOf(id));
  return { row, platform: platformOf(row.platform), connector: { id, settings: row.settings, secrets } as Connector };
}

export type ConnectorWish = Omit<ConnectorRow, "by" | "at"> & {
  /** Only those that are set anew; null takes one away. */
  secrets: Record<string, string | null>;
};

/** Throws `INPUT_INVALID` naming the field, or `STATE_CHANGED` where a gateway has the id. */
export async function putConnector(
  tables: Tables,
  wish: ConnectorWish,
  models: Models,
  changes: Changes,
  { by, now }: { by: string; now: number },
): Promise<void> {
  const { secrets, ...row } = wish;
  const platform = platformOf(row.platform);
  const settings = check(platform.settings, row.settings, "INPUT_INVALID");
  for (const [index, { model }] of row.products.entries())
    if (models.find(model) === null) throw new Fault("INPUT_INVALID", `/products/${index}/model "${model}" is unknown`);
  const before = await tables.connectors.find(row.id);
  // What stands already may have grown old: it is told by the line, and whatever else is put is not refused for it.
  if (!isDeepStrictEqual(before?.settings, settings)) platform.examine?.(settings as never, now);
  if (before === null && (await tables.gateways.find(row.id)) !== null)
    throw new Fault("INPUT_INVALID", `/id "${row.id}" is a gateway's`);
  if (before !== null && before.platform !== row.platform)
    throw new Fault("INPUT_INVALID", `/platform of "${row.id}" is ${before.platform}: set up another connector`);
  checkCarriedOff(platform, before, settings, await keptSecrets(tables, wish));
  for (const [name, value] of Object.entries(secrets)) {
    checkSecret(platform.secrets, name);
    await tables.channelSecrets.put(secretsOf(row.id), name, value);
  }
  check(platform.secrets, await tables.channelSecrets.of(secretsOf(row.id)), "INPUT_INVALID");
  await tables.connectors.put({ ...row, by, at: now });
  await standBy(tables, row, now);
  await nameWaiting(tables, { row: { ...row, by, at: now }, platform });
  await register(tables, { ...row, by, at: now }, models, changes, now);
  changes.gateways.add(row.id);
}

/** While it is paused nothing behind it can be heard: it stands as one that is away, and somebody is asked to set it going. */
async function standBy(
  tables: Tables,
  { id, title, state }: Pick<ConnectorRow, "id" | "title" | "state">,
  now: number,
) {
  const before = await tables.gateways.find(id);
  if (state === "on") {
    await tables.gateways.stand(id, now);
    return tables.tasks.settle(pausedTask, id, "hub", now);
  }
  if (before === null) await tables.gateways.stand(id, now);
  if (before?.state !== "offline") await tables.gateways.putPresence(id, { state: "offline", since: now });
  if (await tables.tasks.isOpen(pausedTask, id)) return;
  const count = await tables.foreignDevices.count(id);
  await tables.tasks.raise({ kind: pausedTask, subject: id, for: "technician", text: pausedText(title, count) }, now);
}

/** Ended when it goes on. */
export const pausedTask = "CONNECTOR_PAUSED";

function pausedText(title: string, count: number): Bilingual {
  return {
    zh: `平台“${title}”的接入暂停了，下面 ${count} 台设备报警也收不到。弄完就到“平台接入”点“继续接入”；一时恢复不了的，安排人去现场巡查。`,
    en: `The connector “${title}” is paused: no alarm of its ${count} devices is heard. Once the work is done, set it going under Platforms; if that takes long, have somebody walk the rounds.`,
  };
}

/** Names of those that are stored and not entered anew. */
async function keptSecrets(tables: Tables, { id, secrets }: ConnectorWish): Promise<string[]> {
  const stored = await tables.channelSecrets.of(secretsOf(id));
  return Object.keys(stored).filter((name) => secrets[name] === undefined);
}

/** Whoever may change an address may not have the secrets that lie here sent to it: who knows them enters them. */
function checkCarriedOff(platform: Platform, before: ConnectorRow | null, settings: unknown, kept: string[]): void {
  const addresses = (of: unknown): Record<string, readonly (string | undefined)[] | undefined> =>
    platform.shownAt?.(of as never) ?? {};
  const [then, now] = [addresses(before?.settings ?? {}), addresses(settings)];
  for (const name of kept) {
    const other = now[name]?.find((to) => to !== undefined && !then[name]?.includes(to));
    if (other !== undefined)
      throw new Fault(
        "INPUT_INVALID",
        `/secrets/${name} is to be entered anew: it would be sent to ${other}, for which it was not entered`,
      );
  }
}

function checkSecret(schema: TSchema, name: string): void {
  const names = Object.keys((schema as { properties?: object }).properties ?? {});
  if (!names.includes(name)) throw new Fault("INPUT_INVALID", `/secrets/${name} is none of ${names.join(", ")}`);
}
