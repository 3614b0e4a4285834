/** OneNET (中国移动): thing model (Studio) and the older data points, by HTTP push. */
import { Fault } from "../../../core/fault.ts";
import { idOf, type Json, momentOf, needObject, parseText, readObject } from "../kit/json.ts";
import { byId, sameForEver } from "../kit/once.ts";
import { definePlatform } from "../kit/platform.ts";
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
  door: {
    greet({ query }, { secrets: { token } }) {
      const { msg = "", nonce, signature } = query;
      if (msg === "") throw new Fault("PUSH_REFUSED", "msg is missing");
      checkSignature(signature, token, nonce, [msg]);
      return { status: 200, body: msg };
    },
    verify(request, { secrets: { token } }) {
      const text = Buffer.from(request.body).toString("utf8");
      const { signature, nonce, msg } = bodyOf(signedObject(request.body));
      checkSignature(signature, token, nonce, signedTexts(msg, text));
    },
  },
  /** Only Studio gives its messages an id; what is sent again by the older platform says the same. */
  once({ body }) {
    try {
      return byId(idOf(readObject(body).id));
    } catch {
      return sameForEver;
    }
  },
  read({ body }, { settings, secrets }) {
    const whole = readObject(body);
    const { msg, isLegacy } = bodyOf(whole);
    const plain = plainOf(msg, secrets.aesKey);
    if (isLegacy) return readLegacy(plain, settings.payloads ?? []);
    return readStudio(needObject(plain, "msg"), momentOf(whole.time));
  },
  commands,
});

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
