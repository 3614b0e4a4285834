/** The hub's own certificate for people and platforms, with its key: read from two PEM files, and read anew when they change. */
import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { Fault } from "../core/fault.ts";
import { optionOf, type Settings } from "./settings.ts";

export type Pair = { cert: string; key: string };
export type PairFiles = Pick<Settings, "tlsCert" | "tlsKey">;

/** Null: there is none, and the ports speak plain http. Throws `SETTING_INVALID` in one line that names the file. */
export function readPair({ tlsCert, tlsKey }: PairFiles): Pair | null {
  if (tlsCert === undefined && tlsKey === undefined) return null;
  if (tlsCert === undefined || tlsKey === undefined)
    throw new Fault("SETTING_INVALID", `${optionOf("tlsCert")} and ${optionOf("tlsKey")} belong together; give both`);
  const pair = { cert: textOf("tlsCert", tlsCert), key: textOf("tlsKey", tlsKey) };
  if (!certificateOf(pair, tlsCert).checkPrivateKey(keyOf(pair, tlsKey)))
    throw new Fault(
      "SETTING_INVALID",
      `${optionOf("tlsCert")} ${tlsCert} and ${optionOf("tlsKey")} ${tlsKey} do not belong together; the hub's own certificate comes first in its file`,
    );
  return pair;
}

/** When the certificate ends, ms since 1970. */
export function endOf({ cert }: Pair): number {
  return Date.parse(new X509Certificate(cert).validTo);
}

function textOf(setting: "tlsCert" | "tlsKey", file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    const why = (cause as NodeJS.ErrnoException).code;
    throw new Fault("SETTING_INVALID", `${optionOf(setting)} ${file} cannot be read (${why})`, { cause });
  }
}

function certificateOf({ cert }: Pair, file: string): X509Certificate {
  try {
    return new X509Certificate(cert);
  } catch (cause) {
    throw new Fault("SETTING_INVALID", `${optionOf("tlsCert")} ${file} is no certificate in PEM`, { cause });
  }
}

function keyOf({ key }: Pair, file: string): KeyObject {
  try {
    return createPrivateKey(key);
  } catch (cause) {
    const isLocked = (cause as NodeJS.ErrnoException).code === "ERR_MISSING_PASSPHRASE";
    const what = isLocked ? "asks for a passphrase; store it without one" : "is no private key in PEM";
    throw new Fault("SETTING_INVALID", `${optionOf("tlsKey")} ${file} ${what}`, { cause });
  }
}
