/** `lilong output`: switches an output of a gateway and waits for the gateway's word that it did. */
import { type Hub, hubOf } from "./hub.ts";
import { given, type Message, type Red, register, worker } from "./red.ts";
import { waitFor } from "./wait-for.ts";

type Config = { gateway: string; output: string; on: "on" | "off" | "payload"; forS: string; withinS: string };
type Command = { id: string; state: string; result?: unknown; error?: string };

/** The gateway may answer a little after the deadline it was given. */
const graceMs = 2000;

export default function output(red: Red): void {
  register<Config>(red, "lilong output", (node, config) => {
    const hub = hubOf(red);
    worker(red, node, async (message) => {
      const command = await run(hub, wishOf(red, config, message));
      const made = { ...message, payload: command };
      return command.state === "done" ? [made, null] : [null, made];
    });
  });
}

type Wish = { gateway: string; args: { output: string; on: boolean; forS: number }; withinMs: number };

function wishOf(red: Red, config: Config, message: Message): Wish {
  const gateway = given(config.gateway) ?? given(message.gateway);
  const name = given(config.output) ?? given(message.output);
  if (gateway === undefined || name === undefined) throw new Error(red._("output.error.which"));
  const on = config.on === "payload" ? message.payload === true : config.on === "on";
  const args = { output: name, on, forS: Number(config.forS) || 60 };
  return { gateway, args, withinMs: (Number(config.withinS) || 30) * 1000 };
}

async function run(hub: Hub, { gateway, args, withinMs }: Wish): Promise<Command> {
  const path = `/api/gateways/${encodeURIComponent(gateway)}/commands`;
  const { id } = (await hub.ask("POST", path, { verb: "output", args, withinMs })) as Command;
  const read = async () => (await hub.ask("GET", `${path}/${id}`)) as Command;
  return waitFor(read, ({ state }) => over.has(state), withinMs + graceMs);
}

const over: ReadonlySet<string> = new Set(["done", "failed", "expired"]);
