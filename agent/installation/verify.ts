/** `lilong-agent verify`: whether an acceptance record is as the gateway signed it, and with which key. */
import { readFile } from "node:fs/promises";
import { Fault } from "../../core/fault.ts";
import { type AcceptanceRecord, fingerprintOf, isSound, type SignedRecord } from "./record.ts";

/** Throws `INPUT_INVALID` for what is no record. */
export async function runVerify(path: string): Promise<{ text: string; isSound: boolean }> {
  const { text, signature, publicKey } = await readRecord(path);
  if (!isSound({ text, signature, publicKey }))
    return { text: `${path}: NOT VALID, it was changed after it was signed\n`, isSound: false };
  const { id, gateway, devices, at } = JSON.parse(text) as AcceptanceRecord;
  const facts = [
    `${path}: valid`,
    `record ${id} of ${gateway.id} (${gateway.title})`,
    `${devices.length} sensors, ${new Date(at).toISOString()}`,
  ];
  return { text: `${[...facts, `key ${fingerprintOf(publicKey)}`].join("\n")}\n`, isSound: true };
}

async function readRecord(path: string): Promise<SignedRecord> {
  try {
    const { text, signature, publicKey } = JSON.parse(await readFile(path, "utf8")) as SignedRecord;
    if ([text, signature, publicKey].every((part) => typeof part === "string")) return { text, signature, publicKey };
  } catch (cause) {
    throw new Fault("INPUT_INVALID", `${path} cannot be read (${(cause as Error).message})`, { cause });
  }
  throw new Fault("INPUT_INVALID", `${path} is no acceptance record`);
}
