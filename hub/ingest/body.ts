/** Reads a message's bytes: size, kind, compression, then CBOR or SenML. */
import * as zlib from "node:zlib";
import { unpackAlerts } from "../../core/alert-batch.ts";
import type { AlertEvent } from "../../core/alert-event.ts";
import { type Column, columnsOf, decodeCbor, mostReadings, unpackBatch } from "../../core/batch.ts";
import { bodyKind, largestBody } from "../../core/body.ts";
import { Fault, type FaultCode } from "../../core/fault.ts";
import { type Gap, unpackGap } from "../../core/gap.ts";
import type { Lane } from "../../core/lane.ts";
import { decodeSenml } from "../../core/senml.ts";

/** A zstd frame may hold this much: a batch compresses some four times, a bomb far more. */
const largestUnpacked = 4 * largestBody;

export type Content =
  | { kind: "readings"; count: number; columns: Column[] }
  | { kind: "alerts"; count: number; events: AlertEvent[] }
  | { kind: "gap"; count: number; gap: Gap };

/** Throws `BATCH_TOO_LARGE`. */
export function checkSize(body: Uint8Array): void {
  if (body.length > largestBody) throw new Fault("BATCH_TOO_LARGE", `the body is larger than ${largestBody} bytes`);
}

/** The body of a batch. Throws `BATCH_NOT_CBOR`, `BATCH_INVALID` or `BATCH_TOO_LARGE`. */
export function readBatch(body: Uint8Array, lane: Lane, now: number): Content {
  const bytes = unpack(body);
  if (lane === "data" && bodyKind(bytes) === "senml") return fromSenml(bytes, now);
  const item = decodeCbor(cborOnly(bytes));
  const gap = unpackGap(item);
  if (gap !== null) return { kind: "gap", count: gap.count, gap };
  return lane === "alert" ? alertsOf(unpackAlerts(item)) : { kind: "readings", ...unpackBatch(item) };
}

/** The body of the open door: readings without a range. */
export function readReadings(body: Uint8Array, now: number): Column[] {
  const bytes = unpack(body);
  if (bodyKind(bytes) === "senml") return fromSenml(bytes, now).columns;
  return unpackBatch(decodeCbor(cborOnly(bytes))).columns;
}

/** A JSON document. Throws `code`. */
export function readJson(body: Uint8Array, code: FaultCode): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString("utf8"));
  } catch (cause) {
    throw new Fault(code, `not JSON (${(cause as Error).message})`, { cause });
  }
}

function alertsOf(events: AlertEvent[]): Content {
  if (events.length > mostReadings)
    throw new Fault("BATCH_TOO_LARGE", `the batch holds ${events.length} alerts, at most ${mostReadings} are taken`);
  return { kind: "alerts", count: events.length, events };
}

function fromSenml(bytes: Uint8Array, now: number): Content & { kind: "readings" } {
  const readings = decodeSenml(Buffer.from(bytes).toString("utf8"), now);
  if (readings.length === 0) throw new Fault("BATCH_INVALID", "the pack holds no value");
  return { kind: "readings", count: readings.length, columns: columnsOf(readings) };
}

function cborOnly(bytes: Uint8Array): Uint8Array {
  if (bodyKind(bytes) !== "cbor")
    throw new Fault("BATCH_NOT_CBOR", `the body begins with ${Buffer.from(bytes.subarray(0, 4)).toString("hex")}`);
  return bytes;
}

function unpack(body: Uint8Array): Uint8Array {
  if (bodyKind(body) !== "zstd") return body;
  try {
    return zlib.zstdDecompressSync(body, { maxOutputLength: largestUnpacked });
  } catch (cause) {
    const isBomb = (cause as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE";
    const what = isBomb ? `the zstd frame holds more than ${largestUnpacked} bytes` : "the zstd frame is damaged";
    throw new Fault(isBomb ? "BATCH_TOO_LARGE" : "BATCH_NOT_CBOR", what, { cause });
  }
}
