/** A body together with what came beside it: some platforms put the topic and their own id of a message into its properties. */
import { isUtf8 } from "node:buffer";
import { Fault } from "../../../core/fault.ts";
import { type Json, needObject, readObject } from "./json.ts";

export type Opened = { facts: Json; body: Uint8Array };

/** What is no text is base64. */
export function seal(facts: Json, body: Uint8Array): Uint8Array {
  const bytes = Buffer.from(body);
  const rest = isUtf8(bytes) ? { text: bytes.toString("utf8") } : { base64: bytes.toString("base64") };
  return Buffer.from(JSON.stringify({ facts, ...rest }));
}

/** Throws `PUSH_UNREADABLE` naming the field. */
export function unseal(sealed: Uint8Array): Opened {
  const { facts, text, base64 } = readObject(sealed);
  if (typeof text === "string") return { facts: needObject(facts, "facts"), body: Buffer.from(text) };
  if (typeof base64 === "string") return { facts: needObject(facts, "facts"), body: Buffer.from(base64, "base64") };
  throw new Fault("PUSH_UNREADABLE", "the message has no text");
}
