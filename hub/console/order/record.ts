/** An acceptance record as its gateway signed it, read for people. Pure. */
import type { Answer } from "../client/client.ts";

export type SignedRecord = Answer<"GET", "/api/gateways/{gateway}/records">[number];

type Text = { zh: string; en: string };
export type RecordedDevice = {
  id: string;
  model: string;
  title: Text;
  place: string;
  link: string;
  address: string;
  position: { latitude: number; longitude: number; accuracyM: number } | null;
  photo: string | null;
  readings: { point: { id: string; title: Text; unit?: string }; value: number | boolean | string; at: number }[];
  fault: string;
  proof: { how: "alarm" | "drill"; by: string; raisedAt: number | null; hubMs: number | null } | null;
};
export type ReadRecord = {
  id: string;
  gateway: { id: string; title: string; place: string };
  version: string;
  at: number;
  isClockSure: boolean;
  technician: { name: string; signature: string };
  witness: { name: string; signature: string } | null;
  devices: RecordedDevice[];
  sound: boolean;
};

/** What a gateway of another version signed may lack what this page shows: null for that. */
export function readRecord({ text, sound }: SignedRecord): ReadRecord | null {
  try {
    const record = JSON.parse(text) as Omit<ReadRecord, "sound">;
    return Array.isArray(record.devices) && typeof record.technician?.name === "string" ? { ...record, sound } : null;
  } catch {
    return null;
  }
}

/** Only a picture that is in the text itself is shown: nothing is fetched that a gateway names. */
export function isPicture(signature: string): boolean {
  return /^data:image\/(png|jpeg|webp);base64,[A-Za-z0-9+/=]+$/.test(signature);
}
