/** What platforms behind a broker share: the settings of its address, and reading topics. */
import Type from "typebox";
import { authoritySetting, checkAuthority, linkOf } from "./authority.ts";
import type { MqttWish } from "./platform.ts";

/** Part of a platform's settings. */
export const brokerSettings = {
  broker: Type.Optional(
    Type.String({
      pattern: "^mqtts?://[^/@\\s]+$",
      description: "the broker's address, `mqtt://host:1883` or `mqtts://host:8883`; none: nothing is fetched by MQTT",
    }),
  ),
  ca: authoritySetting,
  username: Type.Optional(Type.String({ minLength: 1, maxLength: 128, description: "our name at the broker" })),
  clientId: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 64,
      description: "our client id at the broker, the same for ever; `lilong-` and the connector's id unless given",
    }),
  ),
};

/** Part of a platform's secrets. */
export const brokerSecrets = {
  password: Type.Optional(Type.String({ minLength: 1, description: "our password at the broker" })),
};

type Account = {
  id: string;
  settings: { broker?: string; ca?: string; username?: string; clientId?: string };
  secrets: { password?: string };
};

/** Throws `INPUT_INVALID`. */
export function examineBroker({ broker, ca }: Account["settings"], now: number): void {
  checkAuthority(ca, linkOf(broker), now);
}

/** Part of a platform: where its password goes. */
export function shownAtBroker({ broker }: Account["settings"]): { password: (string | undefined)[] } {
  return { password: [broker] };
}

/** Null where the settings name no broker. */
export function brokerWish({ id, settings, secrets }: Account, topics: string[], except: string[] = []): MqttWish {
  const { broker, ca, username, clientId = `lilong-${id}` } = settings;
  if (broker === undefined) return null;
  const { password } = secrets;
  return {
    ...{ url: broker, clientId, topics, except },
    ...(ca === undefined ? {} : { ca }),
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
  };
}

/** Whether a topic is one of a filter's, with `+` and `#`. [MQTT 3.1.1 §4.7] */
export function matches(filter: string, topic: string): boolean {
  const levels = topic.split("/");
  const parts = filter.split("/");
  const end = parts.indexOf("#");
  if (end < 0 ? levels.length !== parts.length : levels.length < end) return false;
  return parts.slice(0, end < 0 ? undefined : end).every((part, i) => part === "+" || part === levels[i]);
}
