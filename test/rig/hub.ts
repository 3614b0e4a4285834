/** A hub process of a test, and its API as a signed-in operator uses it. */
import { settle } from "../kit/settled-folder.ts";
import { hubCommand, ready } from "./commands.ts";
import { type Api, signIn } from "./operator.ts";
import { type Running, start } from "./processes.ts";

export type HubUnderTest = Running & { url: string; mqtt: string; api: Api };

/** Starts the hub from source on free ports; `args` add to or override its command line. */
export async function startHub(data: string, args: readonly string[] = []): Promise<HubUnderTest> {
  await settle(data);
  const command = hubCommand(data, args);
  const running = start(command.program, command.args);
  const said = await running.says(ready.hub);
  const [, url, mqtt] = /lilong-hub ready (\S+) (\S+)/.exec(said) as unknown as [string, string, string];
  return { ...running, url, mqtt, api: await signIn(url, data) };
}
