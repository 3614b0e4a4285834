/** `lilong reading`: begins a flow with each new value of the chosen devices. */
import { hubOf } from "./hub.ts";
import { given, type Red, register } from "./red.ts";
import { follow } from "./source.ts";

type Config = { gateway: string; device: string; point: string; changed: boolean };
type Reading = { gateway: string; device: string; point: string; at: number; value: unknown; quality: number };

export default function reading(red: Red): void {
  register<Config>(red, "lilong reading", (node, config) => {
    const last = new Map<string, unknown>();
    follow(red, node, hubOf(red), ["/api/events", "readings"], (data) => {
      for (const one of (data as Reading[]).filter((each) => isWanted(config, each))) {
        const topic = `${one.gateway}/${one.device}/${one.point}`;
        const isSame = last.get(topic) === one.value;
        last.set(topic, one.value);
        if (!config.changed || !isSame) node.send({ topic, payload: one.value, reading: one });
      }
    });
  });
}

/** An empty field takes any; `*` at the end takes any that begins so. */
function isWanted(config: Config, reading: Reading): boolean {
  return (["gateway", "device", "point"] as const).every((field) => {
    const wish = given(config[field]);
    if (wish === undefined) return true;
    return wish.endsWith("*") ? reading[field].startsWith(wish.slice(0, -1)) : reading[field] === wish;
  });
}
