/** Huawei Cloud IoTDA (华为云设备接入): by HTTPS push, or by AMQP 1.0. */
import { Fault } from "../../../core/fault.ts";
import { amqpAddress } from "../kit/amqp.ts";
import { checkAuthority, linkOf } from "../kit/authority.ts";
import { given } from "../kit/json.ts";
import { onceTold } from "../kit/once.ts";
import { definePlatform } from "../kit/platform.ts";
import { checkSame } from "../kit/secret.ts";
import { commands } from "./api.ts";
import { readNotice } from "./read.ts";
import { Secrets, Settings } from "./settings.ts";
import { checkSignature } from "./signature.ts";

export default definePlatform({
  name: "huawei-iotda",
  title: { zh: "华为云 IoTDA", en: "Huawei Cloud IoTDA" },
  settings: Settings,
  secrets: Secrets,
  door: {
    path: "secret",
    verify(request, { secrets: { token, signing } }, now) {
      if (token === undefined) throw new Fault("PUSH_REFUSED", "this connector has no token: it takes no pushes");
      checkSame(request.path.slice(1), token, "the token in the address");
      if (signing !== undefined) checkSignature(request, signing, now);
    },
  },
  examine({ amqp, api }, now) {
    checkAuthority(amqp?.ca, amqp?.transport ?? "tls", now, "/settings/amqp/ca");
    checkAuthority(api?.ca, linkOf(api?.url), now, "/settings/api/ca");
  },
  shownAt: ({ amqp, api }) => ({
    accessCode: [amqp && amqpAddress(amqp)],
    secretAccessKey: [api?.url],
  }),
  amqp({ settings: { amqp }, secrets: { accessCode } }, now) {
    if (amqp === undefined || accessCode === undefined) return null;
    const { host, port = 5671, transport = "tls", ca, accessKey, instance, queue = "DefaultQueue" } = amqp;
    const who = [
      ...[`accessKey=${accessKey}`, `timestamp=${now}`],
      ...(instance === undefined ? [] : [`instanceId=${instance}`]),
    ];
    const signIn = { username: who.join("|"), password: accessCode, vhost: "default" };
    return { host, port, tls: transport === "tls", ...given("ca", ca), ...signIn, source: queue };
  },
  // Its request_id may be the device's own and come twice.
  once: ({ body }, { settings }) => onceTold(() => readNotice(body, settings.content ?? "json")),
  read: ({ body }, { settings }) => readNotice(body, settings.content ?? "json"),
  commands,
});
