/** `lilong posture`: reads the posture (everyday, typhoon blue to red), or switches it. */
import { hubOf } from "./hub.ts";
import { given, type Red, register, worker } from "./red.ts";

type Config = { action: "read" | "switch"; posture: string; why: string };

export default function posture(red: Red): void {
  register<Config>(red, "lilong posture", (node, config) => {
    const hub = hubOf(red);
    worker(red, node, async (message) => {
      if (config.action !== "switch") return { ...message, payload: await hub.ask("GET", "/api/posture") };
      const wish = given(config.posture) ?? given(message.posture);
      if (wish === undefined) throw new Error(red._("posture.error.none"));
      const reason = given(message.why) ?? given(config.why);
      if (reason === undefined) throw new Error(red._("posture.error.why"));
      return { ...message, payload: await hub.ask("PUT", "/api/posture", { level: wish, reason }) };
    });
  });
}
