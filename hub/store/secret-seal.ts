/** Keeps what must be read again, and by nobody who has the database alone: sealed with a key in a file beside it. */
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { writeSecret } from "../enrolment/write-secret.ts";
import { folderFault } from "./folder-fault.ts";

const mark = "sealed:";
const [keyBytes, ivBytes, tagBytes] = [32, 12, 16];

export function keyFile(folder: string): string {
  return join(folder, "account-key");
}

export type Seal = {
  /** `of`: whose it is; under another name it does not open. What is sealed already stays as it is. */
  seal(of: string, text: string): string;
  /** The text as it is where this key does not open it. */
  open(of: string, sealed: string): string;
};

export function isSealed(text: string): boolean {
  return text.startsWith(mark);
}

/** With the key of the folder, made where there is none. Throws `FOLDER_UNWRITABLE` or `DISK_FAILED`. */
export function sealOf(folder: string): Seal {
  const key = keyIn(folder);
  return {
    seal: (of, text) => (isSealed(text) ? text : mark + sealed(key, of, text).toString("base64")),
    open: (of, text) => (isSealed(text) ? (opened(key, of, text) ?? text) : text),
  };
}

/** [NIST SP 800-38D] AES-256-GCM: iv, tag, text. */
function sealed(key: Buffer, of: string, text: string): Buffer {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(Buffer.from(of));
  const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]);
}

function opened(key: Buffer, of: string, text: string): string | null {
  const bytes = Buffer.from(text.slice(mark.length), "base64");
  const [iv, tag] = [bytes.subarray(0, ivBytes), bytes.subarray(ivBytes, ivBytes + tagBytes)];
  try {
    const cipher = createDecipheriv("aes-256-gcm", key, iv, { authTagLength: tagBytes }).setAAD(Buffer.from(of));
    cipher.setAuthTag(tag);
    return Buffer.concat([cipher.update(bytes.subarray(ivBytes + tagBytes)), cipher.final()]).toString();
  } catch {
    // Sealed with another key, or changed by a hand: whoever asks is told that it does not open.
    return null;
  }
}

function keyIn(folder: string): Buffer {
  const path = keyFile(folder);
  try {
    const known = keyAt(path);
    if (known !== null) return known;
    writeSecret(path, `${randomBytes(keyBytes).toString("hex")}\n`);
    return keyAt(path) as Buffer;
  } catch (cause) {
    throw folderFault(path, cause);
  }
}

function keyAt(path: string): Buffer | null {
  try {
    const key = Buffer.from(readFileSync(path, "utf8").trim(), "hex");
    if (key.length !== keyBytes) throw new Error("is no key of 64 hexadecimal digits: bring it back from the backup");
    return key;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
