/** Mosquitto over TLS with names and passwords, as the broker of somebody else. */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { connectAsync, type IClientOptions } from "mqtt";
import { tempFolder } from "../kit/temp-folder.ts";
import { freePort, ready } from "./commands.ts";
import { start } from "./processes.ts";

type Identity = { ca: string; cert: string; key: string };

/** `people`: who may come in, and with which password. */
export async function startTlsMosquitto(identity: Identity, people: Record<string, string>) {
  const [folder, port] = [tempFolder(), await freePort()];
  const [names, settings] = [join(folder, "names"), join(folder, "mosquitto.conf")];
  writeFileSync(names, "");
  for (const [name, password] of Object.entries(people))
    execFileSync("mosquitto_passwd", ["-b", names, name, password], { stdio: "ignore" });
  const lines = [
    ...[`listener ${port} 127.0.0.1`, "allow_anonymous false", `password_file ${names}`, "user root"],
    ...[`cafile ${identity.ca}`, `certfile ${identity.cert}`, `keyfile ${identity.key}`],
  ];
  writeFileSync(settings, `${lines.join("\n")}\n`);
  const broker = start("/usr/sbin/mosquitto", ["-v", "-c", settings]);
  await broker.says(ready.mosquitto);
  const ca = readFileSync(identity.ca, "utf8");
  const as = (username: string): IClientOptions => ({ username, ...{ password: people[username] ?? "", ca } });
  return {
    port,
    said: () => broker.output(),
    async say(from: string, topic: string, body: unknown) {
      const client = await connectAsync(`mqtts://127.0.0.1:${port}`, as(from));
      await client.publishAsync(topic, typeof body === "string" ? body : JSON.stringify(body), { qos: 1 });
      await client.endAsync();
    },
  };
}
