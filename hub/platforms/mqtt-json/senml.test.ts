/** What the README shows for devices with accounts of one's own Mosquitto: its access list keeps each to its topic, its mapping reads SenML. */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { connectAsync } from "mqtt";
import { expect, test } from "vitest";
import { platformRig } from "../../../test/kit/platform-rig.ts";
import { tempFolder } from "../../../test/kit/temp-folder.ts";
import { until } from "../../../test/kit/until.ts";
import { freePort, ready } from "../../../test/rig/commands.ts";
import { start } from "../../../test/rig/processes.ts";

const readme = readFileSync(join(import.meta.dirname, "README.md"), "utf8");
const shown = (kind: string) => new RegExp(`\`\`\`${kind}\n([\\s\\S]*?)\`\`\``).exec(readme)?.[1] ?? "";

async function startBroker(): Promise<string> {
  const [folder, port] = [tempFolder(), await freePort()];
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const names = file("names", "");
  for (const name of ["hub", "cellar", "roof"])
    execFileSync("mosquitto_passwd", ["-b", names, name, `${name}-secret`], { stdio: "ignore" });
  const rights = file("rights", shown("acl"));
  const lines = [`listener ${port} 127.0.0.1`, "allow_anonymous false", `password_file ${names}`, `acl_file ${rights}`];
  const broker = start("/usr/sbin/mosquitto", ["-v", "-c", file("conf", `${lines.join("\n")}\nuser root\n`)]);
  await broker.says(ready.mosquitto);
  return `mqtt://127.0.0.1:${port}`;
}

test("a device with an account of the broker is read, one that says to be another is not heard", async () => {
  const broker = await startBroker();
  const rig = await platformRig({
    platform: "mqtt-json",
    settings: { broker, username: "hub", topics: ["sensors/+/senml"], sameForS: 0, mapping: shown("jsonata") },
    secrets: { password: "hub-secret" },
    products: [{ product: "", model: "nb-level-cm" }],
  });
  rig.platforms.lines.refresh();
  await until("the line to be up", () => rig.platforms.lines.stateOf(rig.connector)?.isUp);
  const say = async (name: string, device: string, value: number) => {
    const client = await connectAsync(broker, { username: name, password: `${name}-secret` });
    const pack = JSON.stringify([{ n: "liquid_level", v: value }]);
    await client.publishAsync(`sensors/${device}/senml`, pack, { qos: 1 });
    await client.endAsync();
  };
  await say("roof", "cellar", 900);
  await say("cellar", "cellar", 42);
  await say("cellar", "cellar", 42);
  await until("both packs", async () => (await rig.pushes()).length === 2);
  await rig.platforms.settled();
  expect((await rig.pushes()).map(({ state, why }) => [state, why])).toEqual([
    ["taken", ""],
    ["taken", ""],
  ]);
  expect(await rig.values()).toEqual({ cellar: { level: 0.42, fault: "" } });
});
