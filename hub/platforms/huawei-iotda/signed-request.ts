/** How Huawei Cloud's API wants its requests signed: AK and SK, on newer instances with a key derived for the region and the day. */
import { createHash, createHmac, hkdfSync } from "node:crypto";

export type Keys = {
  accessKeyId: string;
  secretAccessKey: string;
  /** Given: the key is derived for it. */
  region?: string;
};

export type Unsigned = { method: string; url: string; body: string };

const signed = ["content-type", "host", "x-sdk-date"];
const contentType = "application/json";
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const hmac = (key: string, text: string) => createHmac("sha256", key).update(text).digest("hex");

/** The headers to send, without `host`, which the client writes itself. */
export function signRequest(request: Unsigned, keys: Keys, now: number): Record<string, string> {
  const date = `${new Date(now).toISOString().replace(/[-:]/g, "").slice(0, 15)}Z`;
  const authorization = authorizationOf(canonicalOf(request, date), keys, date);
  return { "content-type": contentType, "x-sdk-date": date, authorization };
}

function canonicalOf({ method, url, body }: Unsigned, date: string): string {
  const { host, pathname } = new URL(url);
  const headers = [`content-type:${contentType}`, `host:${host}`, `x-sdk-date:${date}`, ""];
  const path = pathname.endsWith("/") ? pathname : `${pathname}/`;
  return [method, path, "", ...headers, signed.join(";"), sha256(body)].join("\n");
}

/** [huaweicloud SDK, AK/SK: SDK-HMAC-SHA256; derived: V11-HMAC-SHA256] The derived key signs as the text of its hex. */
function authorizationOf(canonical: string, { accessKeyId, secretAccessKey, region }: Keys, date: string): string {
  const names = signed.join(";");
  if (region === undefined) {
    const signature = hmac(secretAccessKey, ["SDK-HMAC-SHA256", date, sha256(canonical)].join("\n"));
    return `SDK-HMAC-SHA256 Access=${accessKeyId}, SignedHeaders=${names}, Signature=${signature}`;
  }
  const scope = `${date.slice(0, 8)}/${region}/iotdm`;
  const key = Buffer.from(hkdfSync("sha256", secretAccessKey, accessKeyId, scope, 32)).toString("hex");
  const signature = hmac(key, ["V11-HMAC-SHA256", date, scope, sha256(canonical)].join("\n"));
  return `V11-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
}
