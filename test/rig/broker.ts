/** Mosquitto as the broker of a test: a third party that can be killed and started again on the same port. */
import { mosquittoCommand, ready } from "./commands.ts";
import { type Running, start } from "./processes.ts";

export { freePort } from "./commands.ts";

export async function startMosquitto(folder: string, port: number): Promise<Running> {
  const { program, args } = mosquittoCommand(folder, port);
  const broker = start(program, args);
  await broker.says(ready.mosquitto);
  return broker;
}
