/** A device joins by itself: for a joining code it tells what it is and gets its credential, once. */
import { randomBytes } from "node:crypto";
import Type from "typebox";
import { check } from "../../../core/check.ts";
import { Fault } from "../../../core/fault.ts";
import { DeviceId, type GatewayId } from "../../../core/id.ts";
import type { Changes } from "../../changes.ts";
import type { ConnectorRow } from "../../store/connectors.ts";
import type { JoiningRow } from "../../store/credentials.ts";
import type { Tables } from "../../store/store.ts";
import type { Models } from "../kit/models.ts";
import { OwnDocument } from "../kit/own-document.ts";
import { isSame } from "../kit/secret.ts";
import { hashOf, makeCredential } from "./credential.ts";
import { putDevice } from "./devices.ts";

const strict = { additionalProperties: false };

export const Joining = Type.Object(
  {
    device: Type.Unsafe<DeviceId>({ ...DeviceId, description: "its own name, e.g. its serial number" }),
    title: Type.String({ minLength: 1, maxLength: 100, description: "what people call it" }),
    place: Type.String({ minLength: 1, maxLength: 200, description: "where people find it" }),
    model: Type.Optional(Type.String({ maxLength: 64, description: "a file of hardware/sensors/; or else `points`" })),
    ...Type.Partial(OwnDocument).properties,
  },
  strict,
);
export type Joining = Type.Static<typeof Joining>;

const usualMost = 100;

/** Answers the code, which is told once. */
export async function makeJoining(
  tables: Tables,
  {
    connector,
    use,
    hours,
    most,
    by,
    now,
  }: { connector: GatewayId; use: JoiningRow["use"]; hours: number; most?: number; by: string; now: number },
): Promise<{ code: string; row: JoiningRow }> {
  const [handle, secret] = [randomBytes(6).toString("hex"), randomBytes(24).toString("base64url")];
  const about = { handle, connector, hash: hashOf(secret), use, by, at: now, expiresAt: now + hours * 3_600_000 };
  const row = { ...about, joined: null, most: use === "once" ? 1 : (most ?? usualMost), count: 0, revokedAt: null };
  await tables.joinings.put(row);
  return { code: `join_${handle}_${secret}`, row };
}

/** Answers the device's name and its credential. Throws `CREDENTIAL_REFUSED`, `INPUT_INVALID`, `MODEL_UNKNOWN`. */
export async function join(
  tables: Tables,
  row: ConnectorRow,
  shown: { code: string | undefined; document: unknown },
  models: Models,
  changes: Changes,
  now: number,
): Promise<{ device: string; credential: string }> {
  const joining = await checkCode(tables, row.id, shown.code, now);
  const { device, title, place, ...rest } = check(Joining, shown.document, "INPUT_INVALID");
  const isNew = await checkFree(tables, joining, row.id, device);
  const is = isOf(rest);
  await putDevice(tables, row, { foreign: device, title, place, is }, models, changes, now);
  await tables.joinings.put({ ...joining, joined: device, count: joining.count + Number(isNew) });
  const by = `joining ${joining.handle}`;
  const credential = await makeCredential(tables, { connector: row.id, foreign: device }, { by, now, old: "replace" });
  return { device, credential };
}

function isOf({ model, points, measures, everyMs }: Omit<Joining, "device" | "title" | "place">) {
  if ((model === undefined) === (points === undefined))
    throw new Fault("INPUT_INVALID", "/points or /model says what it is: one of the two");
  if (model !== undefined) return { model };
  const more = { ...(measures === undefined ? {} : { measures }), ...(everyMs === undefined ? {} : { everyMs }) };
  return { document: check(OwnDocument, { points, ...more }, "INPUT_INVALID") };
}

async function checkCode(tables: Tables, connector: GatewayId, code: string | undefined, now: number) {
  const [, handle = "", secret = ""] = /^join_([0-9a-f]{12})_([A-Za-z0-9_-]{32})$/.exec(code ?? "") ?? [];
  const row = await tables.joinings.find(handle);
  const isRight = isSame(hashOf(secret), row?.hash ?? "");
  if (row === null || !isRight || row.connector !== connector)
    throw new Fault("CREDENTIAL_REFUSED", "the joining code is wrong");
  if (row.revokedAt !== null || now > row.expiresAt) throw new Fault("CREDENTIAL_REFUSED", "the joining code is over");
  return row;
}

/** Whether the device is new. An answer that never arrived is asked for again: that is only believed while its credential was never used. */
async function checkFree(tables: Tables, joining: JoiningRow, connector: GatewayId, device: string): Promise<boolean> {
  if (joining.use === "once" && joining.joined !== null && joining.joined !== device)
    throw new Fault("CREDENTIAL_REFUSED", `the joining code was used by ${joining.joined}`);
  if ((await tables.foreignDevices.find(connector, device)) === null) {
    if (joining.most !== null && joining.count >= joining.most)
      throw new Fault("CREDENTIAL_REFUSED", `${joining.count} devices have joined by this code, as many as it is for`);
    return true;
  }
  const known = await tables.credentials.listOf(connector, device);
  const isMine =
    known.length > 0 && known.every(({ by, usedAt }) => by === `joining ${joining.handle}` && usedAt === null);
  if (!isMine)
    throw new Fault("CREDENTIAL_REFUSED", `${device} has joined already; people replace a lost credential at the hub`);
  return false;
}
