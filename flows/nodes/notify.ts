/** `lilong notify`: tells people, or asks them and waits for their yes or no. */
import { type Hub, hubOf } from "./hub.ts";
import { given, type Message, type Red, register, worker } from "./red.ts";
import { waitFor } from "./wait-for.ts";

type Config = { mode: "tell" | "ask"; text: string; minutes: string; everyMs?: number };
type Question = { id: string; state: "open" | "yes" | "no" | "over"; by?: string };

export default function notify(red: Red): void {
  register<Config>(red, "lilong notify", (node, config) => {
    const hub = hubOf(red);
    worker(red, node, async (message) => {
      const text = given(config.text) ?? textOf(message);
      if (text === undefined) throw new Error(red._("notify.error.text"));
      if (config.mode !== "ask") return { ...message, payload: await tell(hub, text, message) };
      const asked = await ask(hub, text, message, Number(config.minutes) || 10);
      const made = { ...message, question: asked };
      return asked.state === "yes" ? [made, null] : [null, made];
    });
  });
}

function tell(hub: Hub, text: string, message: Message): Promise<unknown> {
  const ticket = given(message.handover) ?? given(message.ticket);
  return hub.ask("POST", "/api/flows/notices", { text, ...(ticket === undefined ? {} : { ticket }) });
}

/** Nobody's answer within its time is a no. */
async function ask(hub: Hub, text: string, message: Message, minutes: number): Promise<Question> {
  const subject = given(message.topic) ?? text.slice(0, 60);
  const { id } = (await hub.ask("POST", "/api/flows/questions", { subject, text, minutes })) as Question;
  const read = async () => (await hub.ask("GET", `/api/flows/questions/${id}`)) as Question;
  const last = await waitFor(read, ({ state }) => state !== "open", minutes * 60_000);
  if (last.state === "open") await hub.ask("POST", `/api/flows/questions/${id}/answer`, { answer: "over" });
  return last;
}

function textOf({ payload }: Message): string | undefined {
  return given(payload);
}
