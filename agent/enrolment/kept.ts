/** The enrolment as it lies in the data folder; small to load, for each start reads it. */
import { X509Certificate } from "node:crypto";
import { join } from "node:path";
import type { Disk } from "../journal/disk.ts";
import type { Report } from "../journal/report.ts";
import { stateFile } from "../journal/state-file.ts";

export type Enrolled = {
  /** PEM, made here; it never leaves the gateway. */
  key: string;
  csr: string;
  /** Empty until the hub has answered. */
  gateway: string;
  certificate: string;
  ca: string;
  /** `mqtts://host:port` */
  url: string;
  /** The hub's HTTP address, for renewals. */
  hub: string;
};

/** Null before the gateway is enrolled. */
export async function readEnrolled(folder: string, report: Report, disk?: Disk): Promise<Enrolled | null> {
  const kept = await stateFile<Enrolled>(join(folder, "enrolled.json"), report, disk).read();
  return kept === null || kept.certificate === "" ? null : kept;
}

/** The gateway's own key (PEM), from before it is enrolled too; null before it was first needed. */
export async function readKey(folder: string, report: Report, disk?: Disk): Promise<string | null> {
  return (await stateFile<Enrolled>(join(folder, "enrolled.json"), report, disk).read())?.key ?? null;
}

/** Certificates begin in 1970, for gateways that wake there; their life is that of the issue, two years. */
const lifeMs = 2 * 365 * 86_400_000;

/** Whether a third of its life or less is left. */
export function isDue(certificate: string, now: number): boolean {
  return new X509Certificate(certificate).validToDate.getTime() - now < lifeMs / 3;
}
