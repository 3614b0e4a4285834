/** What the desk hands on to its parts is each one's own. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { dial } from "../../test/kit/dial.ts";
import { platformRig } from "../../test/kit/platform-rig.ts";
import { silent } from "../../test/kit/quiet-hub.ts";
import { pause } from "../pause.ts";
import { startPlatforms } from "./desk.ts";

const vectors = join(import.meta.dirname, "../../drivers/gbt26875/vectors.json");
const { vectors: frames }: { vectors: { name: string; hex: string }[] } = JSON.parse(readFileSync(vectors, "utf8"));
const login = Buffer.from(frames.find(({ name }) => name.startsWith("vendor login"))?.hex ?? "", "hex");

test("how many come in at the door does not bound the ports that devices dial in to", async () => {
  const settings = { tcpPort: 0, ways: "tcp" };
  const { store, ingest, live, clock, connector, platforms } = await platformRig({ platform: "gbt26875", settings });
  const desk = startPlatforms({
    ...{ store, models: platforms.models, tell: live.tell, report: ingest.report, clock: () => clock.now, log: silent },
    ...{ pause, publish: async () => {}, patienceMs: 1000, limits: { connections: 1, connectionsEach: 1 } },
  });
  onTestFinished(() => desk.close());
  await desk.listeners.refresh();
  const address = desk.listeners.stateOf(connector)?.tcp as string;
  const lines = [await dial(address), await dial(address)];
  for (const line of lines) {
    line.send(login);
    expect(await line.hear(30)).toHaveLength(30);
  }
});
