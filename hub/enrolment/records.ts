/** Acceptance records that gateways file: taken when the gateway's own key signed them, and kept as they are. */
import { createHash, createPublicKey, createVerify } from "node:crypto";
import { Fault } from "../../core/fault.ts";
import { noChanges } from "../changes.ts";
import { takeNewestRecord } from "../registry/take-record.ts";
import type { Store } from "../store/store.ts";

export type SignedText = { text: string; signature: string; publicKey: string };

/**
 * Whoever holds the key of a certificate that counts is that gateway, whatever it was called when it signed: many a record
 * is signed before the gateway enrols. The same record again changes nothing. Throws `CERTIFICATE_REFUSED` or `INPUT_INVALID`.
 */
export async function fileRecord(store: Store, signed: SignedText, now: number): Promise<{ id: string }> {
  const key = keyHashOf(signed);
  const { id, at } = contentOf(signed.text);
  await store.transaction(async (tables) => {
    const { certificates, records } = tables;
    const known = await certificates.findByKey(key);
    if (known === null || known.revokedAt !== null)
      throw new Fault("CERTIFICATE_REFUSED", `record ${id} is not signed by the key of a gateway of this hub`);
    await records.add({ id, gateway: known.gateway, at, filedAt: now, body: JSON.stringify(signed) });
    await takeNewestRecord(tables, known.gateway, noChanges(), now);
  });
  return { id };
}

/** A photo that a filed record names by its hash. The same again changes nothing. Throws `NOT_FOUND` or `PHOTO_REFUSED`. */
export async function filePhoto(store: Store, id: string, photo: string, body: Buffer): Promise<void> {
  if (createHash("sha256").update(body).digest("hex") !== photo)
    throw new Fault("PHOTO_REFUSED", `it is not photo ${photo}`);
  const type = kinds.find(([head]) => body.toString("hex", 0, 4).startsWith(head))?.[1];
  if (type === undefined) throw new Fault("PHOTO_REFUSED", "it is no JPEG, PNG or WebP");
  await store.transaction(async ({ records, photos }) => {
    const record = await records.find(id);
    if (record === null || !names(record.body, photo)) throw new Fault("NOT_FOUND", `photo ${photo} of record ${id}`);
    await photos.put(photo, { type, body });
  });
}

/** First bytes of each kind. */
const kinds = [
  ["ffd8ff", "image/jpeg"],
  ["89504e47", "image/png"],
  ["52494646", "image/webp"],
] as const;

/** Whether the record speaks of this photo. */
export function names(body: string, photo: string): boolean {
  const { devices = [] } = JSON.parse((JSON.parse(body) as SignedText).text) as {
    devices?: { photo?: string | null }[];
  };
  return devices.some((device) => device.photo === photo);
}

/** Whether the text is still what was signed; what is kept may have been changed below the hub. */
export function isSound(signed: SignedText): boolean {
  try {
    keyHashOf(signed);
    return true;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return false;
  }
}

/** SHA-256 (hex) of the key that made the signature. */
function keyHashOf({ text, signature, publicKey }: SignedText): string {
  try {
    const key = createPublicKey(publicKey);
    if (createVerify("sha256").update(text).verify(key, signature, "base64"))
      return createHash("sha256")
        .update(key.export({ type: "spki", format: "der" }))
        .digest("hex");
  } catch (cause) {
    throw new Fault("INPUT_INVALID", `/publicKey cannot be read (${(cause as Error).message})`, { cause });
  }
  throw new Fault("CERTIFICATE_REFUSED", "the record was changed after it was signed");
}

function contentOf(text: string): { id: string; at: number } {
  try {
    const { id, at } = JSON.parse(text);
    if (/^[0-9A-Z]{26}$/.test(id) && Number.isInteger(at)) return { id, at };
  } catch (cause) {
    throw new Fault("INPUT_INVALID", `/text is not JSON (${(cause as Error).message})`, { cause });
  }
  throw new Fault("INPUT_INVALID", "/text is no acceptance record");
}
