/** A gateway with a smoke detector over BLE, a siren on D8 and a lamp on D9; its hub is nowhere yet. */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import { startFirmataBoard } from "../../hardware/virtual/firmata-board.ts";
import { serviceData, startHciController } from "../../hardware/virtual/hci-controller.ts";
import { tempFolder } from "../kit/temp-folder.ts";
import { freePort } from "../rig/broker.ts";
import { root } from "../rig/paths.ts";
import { type Running, start } from "../rig/processes.ts";

const address = "54:48:E6:8F:80:01";
const agentFile = join(root, "dist", "lilong-agent.js");

export type SmokeGateway = {
  url: string;
  data: string;
  board: { output(pin: number): boolean | undefined };
  smoke(isThere: boolean): void;
  person(...words: string[]): void;
  restart(): Promise<void>;
};

export async function smokeGateway(hubPort: number): Promise<SmokeGateway> {
  const folder = tempFolder();
  const data = join(folder, "agent");
  const air = await startHciController(0);
  const board = await startFirmataBoard(0);
  onTestFinished(async () => {
    await air.close();
    await board.close();
  });
  const port = await freePort();
  const document = {
    gateway: { id: "gw-page", title: "东昌小区网关", place: "东昌小区 门卫室" },
    hub: { url: `mqtt://127.0.0.1:${hubPort}`, firstPauseMs: 200, mostPauseMs: 400 },
    links: [
      { id: "air", kind: "ble", controller: `tcp:127.0.0.1:${air.port}` },
      { id: "board", kind: "firmata", host: "127.0.0.1", port: board.port },
    ],
    devices: [
      {
        id: "smoke-1",
        model: "bthome-smoke",
        link: "air",
        title: { zh: "楼道烟感", en: "Stairwell smoke detector" },
        place: "东昌小区 3号楼 5楼楼道",
        settings: { address },
      },
    ],
    outputs: [
      { id: "siren", kind: "siren", link: "board", pin: "D8" },
      { id: "lamp", kind: "lamp", link: "board", pin: "D9" },
    ],
    page: { address: "127.0.0.1", port },
  };
  const settings = join(folder, "gateway.json");
  writeFileSync(settings, JSON.stringify(document));
  const person = (...words: string[]) => {
    const { status, stderr } = spawnSync(process.execPath, [agentFile, "person", ...words, "--data", data], {
      encoding: "utf8",
    });
    expect(status, stderr).toBe(0);
  };
  person("put", "王阿姨", "--pin", "2468");
  let agent: Running = await run();

  async function run(): Promise<Running> {
    const running = start(process.execPath, [agentFile, "--settings", settings, "--data", data]);
    await running.says(/ready .*\n/, 20_000);
    return running;
  }

  let counter = 0;
  return {
    url: `http://127.0.0.1:${port}`,
    ...{ data, board, person },
    smoke(isThere) {
      counter = (counter + 1) % 250;
      air.advertise(address, serviceData("fcd2", Uint8Array.of(0x40, 0x00, counter, 0x29, Number(isThere))));
    },
    async restart() {
      await agent.kill("SIGTERM");
      agent = await run();
    },
  };
}
