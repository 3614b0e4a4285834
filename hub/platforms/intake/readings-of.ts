/** What one device said, as readings: by its model's driver, at the moment that can be right. */
import { faultPoint } from "../../../core/point.ts";
import { quality } from "../../../core/quality.ts";
import { refuses } from "../../../core/range.ts";
import type { Reading } from "../../../core/reading.ts";
import type { Output } from "../../../drivers/kit/driver.ts";
import type { ForeignDevice } from "../../store/foreign-devices.ts";
import type { PushRow } from "../../store/pushes.ts";
import type { Models } from "../kit/models.ts";
import type { Told } from "../kit/told.ts";
import { momentOf } from "./moment.ts";
import { outputsOfValues } from "./values.ts";

export type Heard = { told: Told; foreign: ForeignDevice; push: Pick<PushRow, "received"> };

/** `memory`: what the device's driver is to remember; null: nothing. */
export type Said = { readings: Reading[]; fault: string; why: string; memory: unknown };

/**
 * `readings` in order of event time, what was out of range left out; `fault` is the first fault of the field, or "". `why`:
 * of values by their points the first that its device does not have, or has otherwise, or "".
 */
export function readingsOf(heard: Heard, models: Models, known: unknown = null): Said {
  const { told, foreign, push } = heard;
  const device = foreign.device;
  const at = momentOf(told, push.received);
  const isImpossible = refuses(models.deviceOf(foreign));
  const readings: Reading[] = [];
  let fault = "";
  const { outputs, memory } = outputsOf(heard, models, known);
  for (const output of outputs) {
    const refused = "reading" in output ? isImpossible(output.reading.point, output.reading.value) : faultOf(output);
    if (refused !== null) fault ||= refused.code;
    else if ("reading" in output) {
      const { point, value, agoMs = 0 } = output.reading;
      readings.push({ device, point, at: at - agoMs, value, quality: quality.good });
    }
  }
  const why = told.kind === "values" ? whyOf(outputs) : "";
  return { readings: readings.sort((a, b) => a.at - b.at), fault, why, memory };
}

function whyOf(outputs: readonly Output[]): string {
  const first = outputs.find((output) => "fault" in output);
  return first === undefined ? "" : `${first.fault.code}: ${first.fault.detail}`;
}

/** A fault of the field is a reading of the point `fault`, and its absence is one too. */
export function healthOf({ told, foreign, push }: Heard, fault: string): Reading {
  const at = momentOf(told, push.received);
  return { device: foreign.device, point: faultPoint, at, value: fault, quality: quality.good };
}

function outputsOf({ told, foreign, push }: Heard, models: Models, known: unknown) {
  if (told.kind !== "values") return models.receive(foreign, bytesOf(told), known);
  return { outputs: outputsOfValues(told.values, models.deviceOf(foreign), push.received), memory: null };
}

function faultOf(output: Output) {
  return "fault" in output ? output.fault : null;
}

function bytesOf(told: Told): Uint8Array {
  if (told.kind === "payload") return told.bytes;
  return Buffer.from(JSON.stringify(told.kind === "properties" ? told.properties : {}));
}
