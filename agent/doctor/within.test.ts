/** The bus doctor on the gateway's own page: the agent lends it the bus that fails, and has it back afterwards. */
import { readFileSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { withCrc } from "../../drivers/modbus/crc.ts";
import { tempFolder } from "../../test/kit/temp-folder.ts";
import { until } from "../../test/kit/until.ts";
import { freePort } from "../../test/rig/broker.ts";
import { root } from "../../test/rig/paths.ts";
import { start } from "../../test/rig/processes.ts";

type Found = { check: string; subject: string; code: string; state: string };

/** A converter with one pair of wires, swapped until somebody swaps them back; it notes who asked, in order. */
async function bus() {
  const line = { isSwapped: true, masters: [] as number[] };
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on("error", () => undefined));
    const master = sockets.size;
    socket.on("data", (request: Buffer) => {
      if (line.masters.at(-1) !== master) line.masters.push(master);
      const count = request.readUInt16BE(4);
      const values = Array.from({ length: 2 * count }, (_, i) => i % 2);
      const answer = withCrc(Uint8Array.from([request[0] ?? 0, request[1] ?? 0, 2 * count, ...values]));
      socket.write(line.isSwapped ? answer.map((byte) => ~byte & 0xff) : answer);
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { line, port: (server.address() as { port: number }).port };
}

async function technician() {
  const data = tempFolder();
  const port = await freePort();
  const main = join(root, "agent", "main.ts");
  const running = start(process.execPath, [main, "--data", data, "--page-port", String(port)]);
  await running.says(/ready gw-\S+ 0 devices page/, 20_000);
  const url = `http://127.0.0.1:${port}`;
  let cookie = "";
  const post = async (path: string, body: object) => {
    const headers = { cookie, "content-type": "application/json" };
    const answer = await fetch(url + path, { method: "POST", headers, body: JSON.stringify(body) });
    [cookie = ""] = (answer.headers.get("set-cookie") ?? cookie).split(";");
    expect(answer.status).toBe(200);
    return answer.json();
  };
  const view = async () => (await fetch(`${url}/api/view`)).json() as Promise<{ devices: { fault: string }[] }>;
  await post("/api/session", { name: "安装员", pin: readFileSync(join(data, "setup-pin"), "utf8").trim() });
  return { post, faults: async () => (await view()).devices.map(({ fault }) => fault) };
}

it("finds swapped wires while the agent runs, and the agent goes on when they are right", {
  timeout: 90_000,
}, async () => {
  const { line, port } = await bus();
  const { post, faults } = await technician();
  const link = { kind: "tcp", host: "127.0.0.1", port, timeoutMs: 300 };
  const device = { model: "qdy30a", title: "水位计", place: "3号楼", settings: { unit: 1 }, link };
  await post("/api/install/place", device);
  await until("the agent to notice", async () => (await faults()).some((fault) => fault !== ""), 30_000);
  const { findings } = (await post("/api/install/doctor", {})) as { findings: Found[] };
  expect(findings.find(({ check }) => check === "bus")).toMatchObject({ code: "bus-swapped", state: "fault" });
  expectOneAtATime(line.masters);
  line.isSwapped = false;
  await until("the sensor to be well", async () => (await faults()).every((fault) => fault === ""), 30_000);
  const again = (await post("/api/install/doctor", {})) as { findings: Found[] };
  expect(again.findings.filter(({ check }) => check === "bus")).toEqual([]);
});

it("waits for its turn where another looks at the same bus", { timeout: 90_000 }, async () => {
  const { line, port } = await bus();
  const { post, faults } = await technician();
  const link = { kind: "tcp", host: "127.0.0.1", port, timeoutMs: 300 };
  await post("/api/install/place", { model: "qdy30a", title: "水位计", place: "3号楼", settings: { unit: 1 }, link });
  await until("the agent to notice", async () => (await faults()).some((fault) => fault !== ""), 30_000);
  const both = (await Promise.all([1, 2].map(() => post("/api/install/doctor", {})))) as { findings: Found[] }[];
  for (const { findings } of both)
    expect(findings.find(({ check }) => check === "bus")).toMatchObject({ code: "bus-swapped" });
  expectOneAtATime(line.masters);
});

/** What else asks on a bus garbles it: who gave way to another never asks again. */
function expectOneAtATime(masters: readonly number[]): void {
  expect(masters.length).toBeGreaterThan(1);
  expect([...new Set(masters)]).toEqual(masters);
}
