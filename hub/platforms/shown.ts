/** Connectors, their devices and messages as the API shows them. */
import { Errors } from "typebox/value";
import type { ConnectorView, ForeignDeviceView, MessageView, ModelView, PlatformView } from "../http/platform-views.ts";
import type { ConnectorRow } from "../store/connectors.ts";
import type { ForeignDevice } from "../store/foreign-devices.ts";
import type { PushRow } from "../store/pushes.ts";
import type { Tables } from "../store/store.ts";
import { secretsOf } from "./connectors.ts";
import type { PlatformDesk } from "./desk.ts";
import { alarmPointsOf, namesOf } from "./kit/model-names.ts";
import type { Models } from "./kit/models.ts";
import type { Platform } from "./kit/platform.ts";
import { platforms } from "./platforms.ts";

export function platformViews(): PlatformView[] {
  return [...platforms.values()].map(({ name, title, settings, secrets, door, mapping }) => ({
    ...{ name, title, hasDoor: door !== undefined, hasSecretPath: door?.path === "secret" },
    hasMapping: mapping !== undefined,
    ...{ settings: plain(settings), secrets: plain(secrets) },
  }));
}

/** A schema without what only the library knows of it. */
function plain(schema: unknown): Record<string, unknown> {
  return JSON.parse(JSON.stringify(schema));
}

export function modelViews(models: Models): ModelView[] {
  return models.list().map((one) => {
    const { model, title, measures, driver, points } = one;
    return { model, title, measures, driver, points, names: namesOf(one), alarms: alarmPointsOf(one) };
  });
}

export async function connectorView(
  tables: Tables,
  row: ConnectorRow,
  { stateOf }: Pick<PlatformDesk, "stateOf">,
): Promise<ConnectorView> {
  const { id, platform: name, title, place, settings, products, quietAfterMs, state, by, at } = row;
  const platform = platforms.get(name);
  const secrets = await tables.channelSecrets.of(secretsOf(id));
  const { waiting, again, taken, unknown, refused } = await tables.pushes.count(id);
  return {
    ...{ id, platform: name, title, place, settings, products, quietAfterMs, state, by, at },
    secretsSet: Object.keys(secrets),
    lacks: platform === undefined ? [] : lacksOf(platform, settings, secrets),
    path: platform?.door === undefined ? null : `/door/${id}`,
    line: stateOf(id),
    heardAt: await tables.pushes.newest(id),
    messages: { waiting: waiting + again, taken, unknown, refused },
    devices: await tables.foreignDevices.count(id),
    unknownDevices: await tables.foreignDevices.strangers(id),
  };
}

function lacksOf(platform: Platform, settings: unknown, secrets: unknown): string[] {
  const wrong = (schema: Platform["settings"], value: unknown, below: string) =>
    [...Errors(schema, value)].map(({ instancePath, message }) => `${below}${instancePath} ${message}`);
  return [...wrong(platform.settings, settings, "/settings"), ...wrong(platform.secrets, secrets, "/secrets")];
}

/** Without a name it goes by the sender's id. */
export function foreignView({ connector: _, settings: __, ...device }: ForeignDevice): ForeignDeviceView {
  return { ...device, title: device.title || device.foreign, heardAt: device.heardAt || null };
}

const previewLength = 300;

/** `whole`: all of it, else its beginning. */
export function messageView(row: PushRow & { bytes?: number }, whole: boolean): MessageView {
  const { n, received, platformAt, from, state, why, foreign, yielded, body, bytes = body.length } = row;
  const { text, encoding } = textOf(body, bytes > body.length);
  const shown = whole ? text : text.slice(0, previewLength);
  const about = { n, received, platformAt, from: from.slice(0, 500), state, why: why.slice(0, 1000), foreign };
  return { ...about, yielded: [...yielded], bytes, text: shown, encoding };
}

/** `isCut`: it may end within a character. */
function textOf(body: Uint8Array, isCut: boolean): { text: string; encoding: "utf8" | "hex" } {
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(body, { stream: isCut }), encoding: "utf8" };
  } catch {
    return { text: Buffer.from(body).toString("hex"), encoding: "hex" };
  }
}
