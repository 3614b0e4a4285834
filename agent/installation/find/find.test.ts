/** `lilong-agent find` on real sockets: what answers, which models fit, what needs a key, what cannot be opened. */
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { withCrc } from "../../../drivers/modbus/crc.ts";
import { serviceData, startHciController } from "../../../hardware/virtual/hci-controller.ts";
import { startNeighbourhood } from "../../../hardware/virtual/neighbourhood.ts";
import { tempFolder } from "../../../test/kit/temp-folder.ts";
import { root } from "../../../test/rig/paths.ts";
import { startSerialSlave } from "../../../test/rig/serial-slave.ts";
import { readCatalogue } from "../../technician/models.ts";
import { runFind } from "./command.ts";

async function find(link: string, mostUnits = 3): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = [];
  const models = await readCatalogue(join(root, "hardware/sensors"));
  const code = await runFind({ link, mostUnits }, models, (line) => lines.push(line));
  return { code, lines };
}

it("finds the slaves of a bus, the model that explains most first, and nobody where nobody is", {
  timeout: 30_000,
}, async () => {
  const street = await startNeighbourhood({ ports: { "bus-a": 0, "bus-b": 0, control: 0 }, seed: 1, speed: 1 });
  onTestFinished(() => street.stop());
  const { code, lines } = await find(`tcp:127.0.0.1:${street.ports["bus-a"]}`);
  expect(code).toBe(0);
  expect(lines).toHaveLength(3);
  expect(lines[0]).toMatch(/ 1 {2}\{"unit":1\} {2}qdy30a \{"level":/);
  expect(lines[1]).toMatch(/ 2 {2}\{"unit":2\} .*water-gauge/);
  expect(lines[2]).toMatch(/ 3 {2}\{"unit":3\} {2}eastron-sdm120 \{/);
  expect(await find(`tcp:127.0.0.1:${street.ports["bus-b"]}`)).toEqual({ code: 1, lines: [] });
});

it("finds the speed of a serial line at which somebody answers, and stops there", { timeout: 60_000 }, async () => {
  const line = await startSerialSlave(tempFolder(), 4800, (request) => {
    const count = request.readUInt16BE(4);
    const values = Array.from({ length: 2 * count }, (_, i) => i % 2);
    return withCrc(Uint8Array.from([request[0] ?? 0, request[1] ?? 0, 2 * count, ...values]));
  });
  const { code, lines } = await find(`serial:${line.path}`, 1);
  expect(code).toBe(0);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/near 4800 none 1 {2}\{"unit":1\} .*qdy30a/);
  expect(line.speeds).toEqual([9600, 4800]);
});

it("finds what advertises, with its signal, and says what needs a key", { timeout: 30_000 }, async () => {
  const air = await startHciController(0);
  onTestFinished(() => air.close());
  const turn = setInterval(() => {
    air.advertise("3C:2E:F5:AA:BB:01", serviceData("fcd2", Uint8Array.of(0x44, 0x00, 1, 0x01, 97, 0x2d, 0)));
    air.advertise("00:00:00:00:00:01", serviceData("180f", Uint8Array.of(1)));
  }, 200);
  onTestFinished(() => clearInterval(turn));
  const { lines } = await find(`ble:tcp:127.0.0.1:${air.port}`);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^3C:2E:F5:AA:BB:01 {2}-?\d+ dBm .*shelly-blu-cover .* or .*shelly-blu-door/);
});

it("says what it cannot open, and what is no line", async () => {
  await expect(find("tcp:127.0.0.1:9")).rejects.toThrow(/^LINK_DOWN/);
  await expect(find("ble:tcp:127.0.0.1:9")).rejects.toThrow(/^LINK_DOWN: bluetooth tcp:127.0.0.1:9/);
  await expect(find("gpiod:pinctrl-rp1")).rejects.toThrow(/neither serial, tcp, udp nor ble/);
});
