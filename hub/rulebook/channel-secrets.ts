/** Whether an address or a header of the table of channels holds what only the hub may know: the table is shown with all its versions. Pure. */
import type { Channel, ChannelBook } from "./channels.ts";

/** As systems call what opens them, whatever case and dashes they write. */
const secretName =
  /^(x)?(.*(token|secret|password|passwd)|pwd|pass|(proxy)?auth(orization)?|bearer|(api|access|secret|auth)?key|sig|sign|signature|credentials?|cookie)$/;
/** What the gateway fills in when it sends. */
const filled = /^(\{\{\s*\w+\s*\}\})*$/;
const filledSecret = /\{\{\s*secret\s*\}\}/;

/** What must not be imported, as `/path why`; null when nothing is. Never repeats the secret. */
export function secretOfChannels({ channels }: ChannelBook): string | null {
  for (const [i, channel] of channels.entries()) {
    const found = secretOf(channel);
    if (found !== null) return `/channels/${i}/${found}; ${cureOf(channel)}`;
  }
  return null;
}

function secretOf(channel: Channel): string | null {
  if (!("url" in channel) || channel.url === undefined) return null;
  const name = secretIn(channel.url);
  if (name !== null) return `url holds a secret (${name})`;
  const header = channel.kind === "gateway" ? secretHeader(channel.headers) : null;
  return header === null ? null : `headers/${header} holds a secret`;
}

function secretIn(url: string): string | null {
  if (/^https?:\/\/[^/?#]*@/i.test(url)) return "a name or password before the host";
  const pairs = url
    .split(/[?#]/)
    .slice(1)
    .flatMap((part) => [...new URLSearchParams(part)]);
  return pairs.find(([name, value]) => isSecretName(name) && !filled.test(value))?.[0] ?? null;
}

function secretHeader(headers: Record<string, string>): string | null {
  return Object.entries(headers).find(([name, value]) => isSecretName(name) && !filledSecret.test(value))?.[0] ?? null;
}

function isSecretName(name: string): boolean {
  return secretName.test(name.toLowerCase().replace(/[-_. ]/g, ""));
}

function cureOf({ kind, id }: Channel): string {
  const place = `leave it out here and set it at /api/notify/channels/${id}/secrets`;
  if (kind === "gateway") return `${place}, with {{secret}} where it belongs`;
  if (kind === "webhook")
    return `${place}: a webhook is signed with it; where the other side wants it in the address or a header, use a channel of kind gateway`;
  return place;
}
