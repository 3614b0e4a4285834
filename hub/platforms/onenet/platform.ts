/** OneNET (中国移动): thing model (Studio) and the older data points, by HTTP push. */
import { createHash } from "node:crypto";
import { Fault } from "../../../core/fault.ts";
import { isSet } from "../intake/moment.ts";
import { checkAuthority, linkOf } from "../kit/authority.ts";
import type { Connector } from "../kit/connector.ts";
import { type Json, needObject, parseText, readObject } from "../kit/json.ts";
import { sameForEver } from "../kit/once.ts";
import { definePlatform } from "../kit/platform.ts";
import type { Told } from "../kit/told.ts";
import { commands } from "./api.ts";
import { decrypt } from "./decrypt.ts";
import { readLegacy } from "./legacy.ts";
import { Secrets, Settings } from "./settings.ts";
import { bodyOf, checkSignature, signedTexts } from "./signed.ts";
import { readStudio } from "./studio.ts";

export default definePlatform({
  name: "onenet",
  title: { zh: "中移物联 OneNET", en: "OneNET (China Mobile)" },
  settings: Settings,
  secrets: Secrets,
  examine: ({ api, ca }, now) => checkAuthority(ca, linkOf(api), now),
  door: {
    greet({ query }, { secrets: { token } }) {
      const { msg = "", nonce, signature } = query;
      if (msg === "") throw new Fault("PUSH_REFUSED", "msg is missing");
      checkSignature(signature, token, nonce, [msg]);
      return { status: 200, body: msg };
    },
    provesBody: () => true,
    verify(request, { secrets: { token } }) {
      const text = Buffer.from(request.body).toString("utf8");
      const { signature, nonce, msg } = bodyOf(signedObject(request.body));
      checkSignature(signature, token, nonce, signedTexts(msg, text));
    },
  },
  /**
   * Only what is signed counts, so not the id and the time around it. What says when it was is known by that, for a second
   * try is signed anew; else each signature is one message. Either stands for the content, whatever is around it.
   */
  once({ body }, connector) {
    try {
      const { signature } = bodyOf(readObject(body));
      const says = saidWhen(body, connector);
      return { id: says === null ? `signed ${String(signature).replaceAll(" ", "+")}` : `says ${says}`, content: "" };
    } catch {
      return sameForEver;
    }
  },
  read: ({ body }, connector) => readBody(body, connector).told,
  commands,
});

type Account = Pick<Connector<typeof Settings, typeof Secrets>, "settings" | "secrets">;

function readBody(body: Uint8Array, { settings, secrets }: Account): { plain: unknown; told: Told[] } {
  const { msg, isLegacy } = bodyOf(readObject(body));
  const plain = plainOf(msg, secrets.aesKey);
  const told = isLegacy ? readLegacy(plain, settings.payloads ?? []) : readStudio(needObject(plain, "msg"));
  return { plain, told };
}

/** The hash of what it says, where all of that has a moment that a clock can have been set to. */
function saidWhen(body: Uint8Array, account: Account): string | null {
  try {
    const { plain, told } = readBody(body, account);
    const isTimed = told.every(({ at, platformAt }) => isSet(at ?? platformAt));
    if (told.length === 0 || !isTimed) return null;
    return createHash("sha256").update(JSON.stringify(plain)).digest("base64url");
  } catch (error) {
    if (error instanceof Fault) return null;
    throw error;
  }
}

/** What is no JSON was signed by nobody. */
function signedObject(body: Uint8Array): Json {
  try {
    return readObject(body);
  } catch (cause) {
    const why = cause instanceof Fault ? cause.detail : "";
    throw new Fault("PUSH_REFUSED", `it is not the JSON that OneNET signs: ${why}`, { cause });
  }
}

/** `msg` is an object, a list, or the text of one; encrypted where it is text that is none. */
function plainOf(msg: unknown, aesKey: string | undefined): unknown {
  if (typeof msg !== "string") return msg;
  const text = aesKey === undefined || /^\s*[{[]/.test(msg) ? msg : decrypt(msg, aesKey);
  if (aesKey === undefined && !/^\s*[{[]/.test(text))
    throw new Fault("PUSH_UNREADABLE", "msg is not JSON: if it is encrypted, set the AES key");
  return parseText(text, "msg");
}
