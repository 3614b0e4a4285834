/** Brings each signed record to the hub, when there is one; what it took is marked, what it refused is told once. */
import { createHash } from "node:crypto";
import { Fault } from "../../core/fault.ts";
import type { Clock } from "../clock/clock.ts";
import { type Enrolled, readEnrolled } from "../enrolment/kept.ts";
import { faultsTo, type Report } from "../journal/report.ts";
import type { Installed } from "./installed.ts";
import type { AcceptanceRecord, SignedRecord } from "./record.ts";

type Deps = { folder: string; installed: Installed; clock: Pick<Clock, "after">; report: Report };

const againMs = 60_000;
const patienceMs = 20_000;

export function fileRecords({ folder, installed, clock, report }: Deps): { look(): void; close(): void } {
  let cancel: () => void = () => undefined;
  let isLooking = false;
  look();

  function look(): void {
    if (isLooking) return;
    isLooking = true;
    cancel();
    fileAll()
      .catch(faultsTo(report))
      .finally(() => {
        isLooking = false;
        cancel = clock.after(againMs, look);
      });
  }

  async function fileAll(): Promise<void> {
    const enrolled = await readEnrolled(folder, report);
    if (enrolled === null) return;
    const names = await installed.files();
    for (const name of names.filter((file) => file.endsWith(".json") && isOpen(file, names, enrolled.certificate))) {
      const signed = await installed.readRecord(name.slice(0, -".json".length));
      if (signed !== null) await fileOne(enrolled, name, signed);
    }
  }

  async function fileOne({ hub, certificate }: Enrolled, name: string, signed: SignedRecord): Promise<void> {
    const body = JSON.stringify(signed);
    const headers = { "content-type": "application/json" };
    const request = { method: "POST", headers, body, signal: AbortSignal.timeout(patienceMs) };
    const answer = await fetch(new URL("/api/records", hub), request).catch(() => null);
    // A hub that cannot be reached is asked again; one that refuses would refuse for as long as the certificate is the same.
    if (answer === null || answer.status >= 500) return;
    const { detail = "", id } = (await answer.json().catch(() => ({}))) as { detail?: string; id?: unknown };
    // Something between here and the hub answered, a sign-in page of the network: nobody has filed it.
    if (answer.ok && id !== signedId(signed))
      return report({ code: "HUB_FOREIGN", detail: `${hub} did not file ${name}` });
    const refused = answer.ok ? await filePhotos(hub, signed) : `acceptance record ${name}: ${detail}`;
    if (refused === "later") return;
    if (refused !== "") report({ code: "CERTIFICATE_REFUSED", detail: refused });
    await installed.keepFile(
      refused === "" ? `${name}.filed` : markOf(name, certificate),
      refused === "" ? "filed\n" : `refused: ${refused}\n`,
    );
  }

  /** All that the record names; `later` where the line broke: the record is filed again, which changes nothing. "": all are there. */
  async function filePhotos(hub: string, { text }: SignedRecord): Promise<string> {
    const refused: string[] = [];
    const { id, devices } = JSON.parse(text) as AcceptanceRecord;
    for (const { photo } of devices) {
      const bytes = photo === null ? null : await readSound(photo);
      if (bytes === null) continue;
      if (bytes === "torn") {
        refused.push(`photo ${photo} of acceptance record ${id} is torn: take it and sign again`);
        continue;
      }
      const headers = { "content-type": "application/octet-stream" };
      const request = { method: "PUT", headers, body: new Uint8Array(bytes), signal: AbortSignal.timeout(patienceMs) };
      const answer = await fetch(new URL(`/api/records/${id}/photos/${photo}`, hub), request).catch(() => null);
      if (answer === null || answer.status >= 500) return "later";
      if (!answer.ok) refused.push(`photo ${photo} of acceptance record ${id}: the hub answered ${answer.status}`);
    }
    return refused.join("; ");
  }

  async function readSound(photo: string): Promise<Buffer | "torn" | null> {
    return installed.readPhoto(photo).catch((error) => {
      if (error instanceof Fault && error.code === "JOURNAL_DAMAGED") return "torn";
      throw error;
    });
  }

  return { look, close: () => cancel() };
}

function signedId({ text }: SignedRecord): string {
  return (JSON.parse(text) as AcceptanceRecord).id;
}

/** Neither filed nor refused under this certificate: after a new enrolment the hub is asked again. */
function isOpen(file: string, names: readonly string[], certificate: string): boolean {
  return !names.includes(`${file}.filed`) && !names.includes(markOf(file, certificate));
}

function markOf(file: string, certificate: string): string {
  return `${file}.refused-${createHash("sha256").update(certificate).digest("hex").slice(0, 16)}`;
}
