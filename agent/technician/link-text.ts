/** A link in one word of the command line: `serial:/dev/ttyUSB0`, `tcp:10.0.0.7:502`, `ble`. */
import { Fault } from "../../core/fault.ts";

/** What each kind takes after its name, and an example. */
const kinds: Record<string, { parts: string[]; example: string }> = {
  serial: { parts: ["path", "baudRate", "parity", "stopBits"], example: "serial:/dev/ttyUSB0[,9600[,none[,1]]]" },
  tcp: { parts: ["host", "port"], example: "tcp:10.0.0.7:502" },
  udp: { parts: ["host", "port"], example: "udp:10.0.0.7:5000" },
  "tcp-listen": { parts: ["port"], example: "tcp-listen:9000" },
  "udp-listen": { parts: ["port"], example: "udp-listen:9000" },
  ble: { parts: ["controller"], example: "ble or ble:hci1" },
  firmata: { parts: ["path"], example: "firmata:/dev/ttyACM0 or firmata:10.0.0.8:3030" },
  gpiod: { parts: ["chip"], example: "gpiod:pinctrl-rp1" },
};

/** The link as the settings file has it. Throws `SETTING_INVALID` with the forms there are. */
export function parseLink(text: string): Record<string, unknown> {
  const [, kind = "", rest = ""] = /^([a-z-]+):?(.*)$/.exec(text) ?? [];
  const form = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  if (form === undefined)
    throw new Fault(
      "SETTING_INVALID",
      `--link "${text}" is none of ${Object.values(kinds)
        .map(({ example }) => example)
        .join("  ")}`,
    );
  const isRemoteBoard = kind === "firmata" && /^[^/]+:\d+$/.test(rest);
  const values = partsOf(isRemoteBoard ? "tcp" : kind, rest);
  const given = (isRemoteBoard ? ["host", "port"] : form.parts).flatMap((name, i) =>
    values[i] ? [[name, numbered(name, values[i])] as const] : [],
  );
  return { id: "bench", kind, ...Object.fromEntries(given) };
}

const numbers = new Set(["baudRate", "stopBits", "port"]);

function numbered(name: string, text: string): unknown {
  return numbers.has(name) && /^\d+$/.test(text) ? Number(text) : text;
}

/** Paths and controllers hold colons themselves. */
function partsOf(kind: string, rest: string): string[] {
  if (kind === "serial") return rest.split(",");
  if (kind !== "tcp" && kind !== "udp") return [rest];
  const at = rest.lastIndexOf(":");
  return at < 0 ? [rest] : [rest.slice(0, at), rest.slice(at + 1)];
}

/** `unit=1`, `points=[…]`: JSON where it is any, else text. Throws `SETTING_INVALID`. */
export function parseSet(pairs: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf("=");
      if (at < 1) throw new Fault("SETTING_INVALID", `--set "${pair}" is not name=value`);
      return [pair.slice(0, at), jsonOr(pair.slice(at + 1))];
    }),
  );
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A word is text, as a technician types it.
    return text;
  }
}
