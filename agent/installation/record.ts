/** The acceptance record (验收单): what was installed, how each sensor was proved, who signs; signed by the gateway's own key. */
import { createHash, createPrivateKey, createPublicKey, createSign, createVerify } from "node:crypto";
import type { RecordedDevice } from "./recorded.ts";

export type AcceptanceRecord = {
  record: 1;
  id: string;
  gateway: { id: string; title: string; place: string };
  version: string;
  at: number;
  isClockSure: boolean;
  isOnline: boolean;
  technician: { name: string; signature: string };
  witness: { name: string; signature: string } | null;
  devices: RecordedDevice[];
};

/** The exact text is what is signed; `signature` is DER in base64 [RFC 3279 §2.2.3], over SHA-256 with P-256. */
export type SignedRecord = { text: string; signature: string; publicKey: string };

export function signRecord(record: AcceptanceRecord, key: string): SignedRecord {
  const text = `${JSON.stringify(record, null, 1)}\n`;
  const publicKey = createPublicKey(createPrivateKey(key)).export({ type: "spki", format: "pem" }).toString();
  return { text, signature: createSign("sha256").update(text).sign(key, "base64"), publicKey };
}

/** Null for what is no whole record, as a power cut may leave it. */
export function parseSigned(file: string): SignedRecord | null {
  try {
    const { text, signature, publicKey } = JSON.parse(file) as SignedRecord;
    const { id, devices } = JSON.parse(text) as AcceptanceRecord;
    const isWhole = [id, signature, publicKey].every((part) => typeof part === "string") && Array.isArray(devices);
    return isWhole ? { text, signature, publicKey } : null;
  } catch {
    return null;
  }
}

export function isSound({ text, signature, publicKey }: SignedRecord): boolean {
  try {
    return createVerify("sha256").update(text).verify(publicKey, signature, "base64");
  } catch {
    return false;
  }
}

/** What people compare: the key's SHA-256 in groups of four. */
export function fingerprintOf(publicKey: string): string {
  const der = createPublicKey(publicKey).export({ type: "spki", format: "der" });
  return createHash("sha256")
    .update(der)
    .digest("hex")
    .slice(0, 32)
    .replace(/(.{4})(?!$)/g, "$1 ");
}

/** What still keeps the installation from being accepted: a device that was never read or never proved. */
export function missingOf({ devices }: Pick<AcceptanceRecord, "devices">): { id: string; why: "reading" | "proof" }[] {
  return devices.flatMap(({ id, readings, proof }): { id: string; why: "reading" | "proof" }[] => {
    if (readings.length === 0) return [{ id, why: "reading" }];
    return proof?.raisedAt == null ? [{ id, why: "proof" }] : [];
  });
}
