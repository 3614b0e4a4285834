/** Tells from what came back on an RS-485 bus what is wrong with it. Pure: bytes in, a finding out. */
import { hasCrc } from "../../drivers/modbus/crc.ts";
import type { Finding } from "./finding.ts";

/** One question and what was heard until the line was quiet. `speed` is `9600 8N1`-like: baud rate and parity. */
export type Exchange = { unit: number; baudRate: number; parity: string; heard: Uint8Array };
export type Speed = { baudRate: number; parity: string };

/** Null when the bus explains nothing. */
export function diagnose(subject: string, exchanges: readonly Exchange[], configured: Speed): Finding | null {
  const found = (code: Finding["code"], facts: Finding["facts"] = {}): Finding => ({
    check: "bus",
    subject,
    code,
    facts,
  });
  const own = exchanges.filter((one) => one.baudRate === configured.baudRate && one.parity === configured.parity);
  const elsewhere = exchanges.find((one) => !own.includes(one) && isSound(one));
  if (elsewhere !== undefined && !own.some(isSound))
    return found("bus-rate", { baudRate: elsewhere.baudRate, parity: elsewhere.parity });
  const heard = own.filter((one) => one.heard.length > 0);
  if (heard.length === 0) return own.length === 0 ? null : found("bus-silent");
  if (heard.every(isInverted)) return found("bus-swapped");
  const damaged = heard.filter((one) => !isSound(one));
  if (damaged.length === 0) return null;
  const clash = clashing(own);
  if (clash !== null) return found("bus-clash", { unit: clash });
  return found("bus-termination", { damaged: damaged.length, asked: own.length });
}

/** The right unit answers with a sum that fits. */
function isSound({ unit, heard }: Exchange): boolean {
  return heard.length >= 5 && heard[0] === unit && hasCrc(heard);
}

/**
 * [TIA-485-A §1] with A and B swapped every bit is its opposite: a sound frame turns up complemented, and idle reads as
 * one long break, which a UART hands over as zeros.
 */
function isInverted({ heard }: Exchange): boolean {
  const complement = heard.map((byte) => ~byte & 0xff);
  return heard.every((byte) => byte === 0x00 || byte === 0xff || byte === 0x80) || hasCrc(Uint8Array.from(complement));
}

/**
 * Two at one address garble that address each time, while every other answers well: that is no matter of the wire, whose
 * faults know no addresses.
 */
function clashing(own: readonly Exchange[]): number | null {
  const units = [...new Set(own.map(({ unit }) => unit))];
  const isBad = (unit: number) => {
    const its = own.filter((one) => one.unit === unit && one.heard.length > 0);
    return its.length > 1 && its.every((one) => !isSound(one));
  };
  const bad = units.filter(isBad);
  const good = units.filter((unit) => own.filter((one) => one.unit === unit).every(isSound));
  return bad.length === 1 && good.length > 0 && bad.length + good.length === units.length ? (bad[0] ?? null) : null;
}
