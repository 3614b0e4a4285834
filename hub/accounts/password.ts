/** Passwords are kept as argon2id hashes [RFC 9106 §4, second recommended option: 64 MiB, 3 passes, 4 lanes]. */
import * as crypto from "node:crypto";
import { atMost } from "./at-most.ts";

const cost = { parallelism: 4, tagLength: 32, memory: 65_536, passes: 3 };

/** Each takes 64 MiB and four threads for some 100 ms; a crowd at the door must not take the machine. */
const limited = atMost(2, 50);

/** `argon2id$<memory>$<passes>$<parallelism>$<salt>$<tag>`, the last two in base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = crypto.randomBytes(16);
  const tag = await argon2id(password, salt, cost);
  return ["argon2id", cost.memory, cost.passes, cost.parallelism, text(salt), text(tag)].join("$");
}

/** Compares in constant time. */
export async function isPassword(password: string, hash: string): Promise<boolean> {
  const [, memory, passes, parallelism, salt = "", tag = ""] = hash.split("$");
  const expected = Buffer.from(tag, "base64url");
  const given = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) };
  const actual = await argon2id(password, Buffer.from(salt, "base64url"), { ...given, tagLength: expected.length });
  return crypto.timingSafeEqual(actual, expected);
}

function argon2id(message: string, nonce: Buffer, options: typeof cost): Promise<Buffer> {
  const hash = () =>
    new Promise<Buffer>((resolve, reject) => {
      crypto.argon2("argon2id", { message, nonce, ...options }, (error, tag) => (error ? reject(error) : resolve(tag)));
    });
  return limited(hash);
}

function text(bytes: Buffer): string {
  return bytes.toString("base64url");
}
