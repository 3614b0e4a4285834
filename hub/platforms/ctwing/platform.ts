/** CTWing AEP (中国电信): NB-IoT devices of China Telecom, by HTTP push. */
import { readObject } from "../kit/json.ts";
import { sameForEver } from "../kit/once.ts";
import { definePlatform } from "../kit/platform.ts";
import { checkSame } from "../kit/secret.ts";
import { commands } from "./api.ts";
import { readMessage } from "./messages.ts";
import { Secrets, Settings } from "./settings.ts";

export default definePlatform({
  name: "ctwing",
  title: { zh: "天翼物联 CTWing AEP", en: "CTWing AEP (China Telecom)" },
  settings: Settings,
  secrets: Secrets,
  door: {
    path: "secret",
    verify: ({ path }, { secrets }) => checkSame(path.slice(1), secrets.token, "the token in the address"),
  },
  once: () => sameForEver,
  read: ({ body }) => readMessage(readObject(body)),
  commands,
});
