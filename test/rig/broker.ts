/** Mosquitto as the broker of a test: a third party that can be killed and started again on the same port. */
import { writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { type Running, start } from "./processes.ts";

export async function startMosquitto(folder: string, port: number): Promise<Running> {
  const settings = join(folder, `mosquitto-${port}.conf`);
  writeFileSync(settings, `listener ${port} 127.0.0.1\nallow_anonymous true\nset_tcp_nodelay true\n`);
  const broker = start("/usr/sbin/mosquitto", ["-v", "-c", settings]);
  await broker.says(/mosquitto version \S+ running/);
  return broker;
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}
