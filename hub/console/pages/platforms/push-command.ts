/** The command with which somebody tries a webhook before its sender does: the proof it needs, quoted for a shell. Pure. */
import { quoted } from "../connect/commands.ts";

type Proof = { proof?: string; header?: string; username?: string };
export type PushCommand = { header: string | null; command: string };

const json = `-H ${quoted("Content-Type: application/json")}`;
const body = '{"id":"p-3","cm":42}';

/** `header`: what the proof goes into; null where it is a user and a password. */
export function pushCommand(url: string, { proof = "header", header, username }: Proof, secret: string): PushCommand {
  const start = `curl -sS -i -X POST ${quoted(url)}`;
  if (proof === "basic")
    return {
      header: null,
      command: `${start} -u ${quoted(`${username ?? "lilong"}:${secret}`)} ${json} -d ${quoted(body)}`,
    };
  if (proof === "hmac") {
    const name = header ?? "X-Signature";
    const signature = `$(printf %s ${quoted(body)} | openssl dgst -sha256 -hmac ${quoted(secret)} -r | cut -d' ' -f1)`;
    return { header: name, command: `${start} -H "${name}: ${signature}" ${json} -d ${quoted(body)}` };
  }
  const name = header ?? "X-Lilong-Token";
  return { header: name, command: `${start} -H ${quoted(`${name}: ${secret}`)} ${json} -d ${quoted(body)}` };
}
