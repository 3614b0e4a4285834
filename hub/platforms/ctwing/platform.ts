/** CTWing AEP (中国电信): NB-IoT devices of China Telecom, by HTTP push, or from its message queue. */
import { Fault } from "../../../core/fault.ts";
import { checkAuthority, linkOf } from "../kit/authority.ts";
import { given, readObject } from "../kit/json.ts";
import { onceTold } from "../kit/once.ts";
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
    verify({ path }, { secrets: { token } }) {
      if (token === undefined) throw new Fault("PUSH_REFUSED", "this connector has no token: it takes no pushes");
      checkSame(path.slice(1), token, "the token in the address");
    },
  },
  examine({ api, ca, mq }, now) {
    checkAuthority(ca, linkOf(api), now);
    checkAuthority(mq?.ca, mq?.server.startsWith("pulsar://") ? "plain" : "tls", now, "/settings/mq/ca");
  },
  shownAt: ({ api, mq }) => ({ mqToken: [mq?.server], appKey: [api], appSecret: [api], masterKeys: [api] }),
  /** [AEP, MQ 消息推送] The subscription is the tenant's id, as the platform's own SDK has it. */
  pulsar({ id, settings: { mq }, secrets: { mqToken } }) {
    if (mq === undefined) return null;
    const { server, ca, tenant, topics, subscription = tenant } = mq;
    return {
      ...{
        url: server.includes("://") ? server : `pulsar+ssl://${server}`,
        ...given("ca", ca),
        ...given("token", mqToken),
      },
      ...{ topics: topics.map((topic) => `aep-msgpush/${tenant}/${topic}`), subscription, name: `lilong-${id}` },
    };
  },
  once: ({ body }) => onceTold(() => readMessage(readObject(body))),
  read: ({ body }) => readMessage(readObject(body)),
  commands,
});
