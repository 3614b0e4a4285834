/** How a consumer signs in at Alibaba Cloud IoT: the moment in the user name, signed in the password. */
import { createHmac } from "node:crypto";

export type Consumer = { clientId: string; instance: string; group: string; keyId: string; keySecret: string };

/** Fresh for each session: the moment is part of both. */
export function signIn(consumer: Consumer, now: number): { username: string; password: string } {
  const { clientId, instance, group, keyId, keySecret } = consumer;
  const parts = {
    ...{ iotInstanceId: instance, authMode: "aksign", signMethod: "hmacsha1" },
    ...{ consumerGroupId: group, authId: keyId, timestamp: String(now) },
  };
  const said = Object.entries(parts).map(([name, value]) => `${name}=${value}`);
  const password = createHmac("sha1", keySecret).update(`authId=${keyId}&timestamp=${now}`).digest("base64");
  return { username: `${clientId}|${said.join(",")}|`, password };
}
