/** Encrypted messages of OneNET: AES-CBC in two ways, told apart by the length of the key. */
import { createDecipheriv } from "node:crypto";
import { Fault } from "../../../core/fault.ts";

/** Random bytes and four of length stand before the legacy platform's text. */
const saltBytes = 16;
const headBytes = 20;
/** The legacy platform pads to 32 bytes: up to so many are added. */
const mostPadding = 32;

/** Throws `PUSH_UNREADABLE`: the key is another, or the message is spoilt. */
export function decrypt(message: string, key: string): string {
  try {
    return key.length === 16 ? studio(message, Buffer.from(key)) : legacy(message, Buffer.from(`${key}=`, "base64"));
  } catch (cause) {
    throw new Fault("PUSH_UNREADABLE", "msg cannot be decrypted: compare the AES key", { cause });
  }
}

/** 16 characters are the key, and its first block's vector too. */
function studio(message: string, key: Buffer): string {
  const decipher = createDecipheriv("aes-128-cbc", key, key);
  return Buffer.concat([decipher.update(message, "base64"), decipher.final()]).toString("utf8");
}

/** 43 characters of base64 are 32 bytes of key, the first half of them the vector. */
function legacy(message: string, key: Buffer): string {
  const decipher = createDecipheriv("aes-256-cbc", key, key.subarray(0, 16)).setAutoPadding(false);
  const all = Buffer.concat([decipher.update(message, "base64"), decipher.final()]);
  const length = all.readUInt32BE(saltBytes);
  const left = all.length - headBytes - length;
  if (left < 0 || left > mostPadding) throw new Error("the length within is wrong");
  return all.subarray(headBytes, headBytes + length).toString("utf8");
}
