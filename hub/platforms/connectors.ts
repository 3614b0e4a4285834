/** Connectors: set up by people, checked by their platform's schemas; each stands in the registry as a gateway. */
import { isDeepStrictEqual } from "node:util";
import type { TSchema } from "typebox";
import { check } from "../../core/check.ts";
import { Fault } from "../../core/fault.ts";
import type { GatewayId } from "../../core/id.ts";
import type { Changes } from "../changes.ts";
import type { ConnectorRow } from "../store/connectors.ts";
import type { Tables } from "../store/store.ts";
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
  for (const [name, value] of Object.entries(secrets)) {
    checkSecret(platform.secrets, name);
    await tables.channelSecrets.put(secretsOf(row.id), name, value);
  }
  check(platform.secrets, await tables.channelSecrets.of(secretsOf(row.id)), "INPUT_INVALID");
  await tables.connectors.put({ ...row, by, at: now });
  await tables.gateways.stand(row.id, now);
  await register(tables, { ...row, by, at: now }, models, changes, now);
  changes.gateways.add(row.id);
}

function checkSecret(schema: TSchema, name: string): void {
  const names = Object.keys((schema as { properties?: object }).properties ?? {});
  if (!names.includes(name)) throw new Fault("INPUT_INVALID", `/secrets/${name} is none of ${names.join(", ")}`);
}
