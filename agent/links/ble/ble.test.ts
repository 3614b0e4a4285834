/** The BLE link over a controller that speaks real HCI packets: what comes through, what is dropped, and what it does when the adapter goes. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Advert, AdvertFilter } from "../../../drivers/kit/advert.ts";
import { fromHex, toHex } from "../../../drivers/kit/hex.ts";
import { manufacturerData, serviceData, startHciController } from "../../../hardware/virtual/hci-controller.ts";
import { realClock } from "../../../test/kit/real-clock.ts";
import { until } from "../../../test/kit/until.ts";
import type { LinkState } from "../link.ts";
import { bleScanner } from "./ble.ts";

const address = "A4:C1:38:8D:18:B2";
const bytes = (hex: string) => fromHex(hex) as Uint8Array;

async function setUp(filters: AdvertFilter[] = [{ address }], silenceMs = 60_000) {
  const controller = await startHciController();
  onTestFinished(() => controller.close());
  const states: LinkState[] = [];
  const adverts: Advert[] = [];
  const open = bleScanner({ controller: `tcp:127.0.0.1:${controller.port}`, silenceMs }, realClock());
  const link = open(filters, { onAdvert: (advert) => adverts.push(advert), onState: (state) => states.push(state) });
  onTestFinished(() => link.close());
  await until("the scan to be on", () => controller.isScanning() && states.at(-1)?.up === true);
  return { controller, states, adverts };
}

const reasons = (states: readonly LinkState[]) => states.flatMap((state) => (state.up ? [] : [state.reason]));

describe("a BLE link", () => {
  it("hands over a single advert, also of a connectable device, with all it carries", async () => {
    const { controller, adverts } = await setUp();
    const name = Uint8Array.of(4, 0x09, 0x53, 0x42, 0x48);
    controller.advertise(address, Uint8Array.of(...name, ...serviceData("fcd2", bytes("402901"))), {
      connectable: true,
      rssi: -71,
    });
    await until("the advert", () => adverts[0]);
    expect({
      ...adverts[0],
      serviceData: adverts[0]?.serviceData.map(({ uuid, data }) => [uuid, toHex(data)]),
    }).toEqual({
      address,
      rssi: -71,
      name: "SBH",
      serviceData: [["fcd2", "40 29 01"]],
    });
  });

  it("drops other devices, and takes any address that carries the data asked for", async () => {
    const { controller, adverts } = await setUp([{ address }, { company: 0x4c, prefix: Uint8Array.of(2, 0x15, 9) }]);
    controller.advertise("11:22:33:44:55:66", serviceData("fcd2", bytes("402901")));
    controller.advertise("11:22:33:44:55:67", manufacturerData(0x4c, bytes("021508")));
    controller.advertise("11:22:33:44:55:68", manufacturerData(0x4c, bytes("02150907")));
    await until("an advert", () => adverts[0]);
    expect(adverts.map((advert) => advert.address)).toEqual(["11:22:33:44:55:68"]);
  });

  it("goes on after truncated and senseless packets", async () => {
    const { controller, adverts } = await setUp();
    controller.raw(Uint8Array.of(0x04, 0x3e, 3, 0x02, 1, 0));
    controller.raw(Uint8Array.of(0x04, 0x3e, 0));
    controller.raw(Uint8Array.of(0x04, 0xff, 2, 1, 2));
    controller.raw(Uint8Array.of(0x04, 0x0e, 1, 1));
    controller.advertise(address, Uint8Array.of(9, 0x16, 0xd2));
    controller.advertise(address, serviceData("fcd2", bytes("402901")));
    await until("the sound advert", () => adverts.some(({ serviceData }) => serviceData.length === 1));
  });

  it("says why it is down when the adapter goes, and is up again when it is back", async () => {
    const { controller, states, adverts } = await setUp();
    controller.unplug();
    await until("the link to be down", () => reasons(states).length > 0);
    expect(reasons(states)[0]).toMatch(/closed the connection/);
    await until("the link to be up again", () => states.at(-1)?.up === true && controller.isScanning());
    controller.advertise(address, serviceData("fcd2", bytes("402901")));
    await until("an advert", () => adverts[0]);
  });

  it("is down when nobody at all is heard, begins the scan anew, then the process", async () => {
    const { controller, states } = await setUp([{ address }], 1500);
    await until("the silence", () => reasons(states).length > 0, 10_000);
    expect(reasons(states)[0]).toMatch(/^no advert heard for \d+ s$/);
    // Anybody's advert is proof that the radio hears.
    controller.advertise("11:22:33:44:55:66", serviceData("fcd2", bytes("402901")));
    await until("the link to be up again", () => states.at(-1)?.up === true);
    const before = reasons(states).length;
    await until(
      "the process to be begun anew",
      () => reasons(states).length >= before + 2 && controller.isScanning(),
      15_000,
    );
  }, 40_000);

  it("keeps its memory under 200,000 addresses", async () => {
    const { controller, adverts } = await setUp();
    const child = Number(
      execFileSync("pgrep", ["-P", String(process.pid), "-f", "ble-child"], { encoding: "utf8" })
        .trim()
        .split("\n")
        .at(-1),
    );
    const kilobytes = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child}/status`, "utf8"))?.[1]);
    const data = serviceData("fcd2", bytes("4000a7290002ca09"));
    const flood = async (from: number, to: number) => {
      for (let i = from; i < to; i += 1) {
        controller.advertise(
          [0xc0, 1, i >> 24, i >> 16, i >> 8, i].map((byte) => (byte & 255).toString(16).padStart(2, "0")).join(":"),
          data,
        );
        // The controller waits for its line as a real one does.
        if (i % 2000 === 0) await new Promise((done) => setTimeout(done, 20));
      }
      const seen = adverts.length;
      controller.advertise(address, data);
      await until("the flood to have passed", () => adverts.length > seen, 30_000);
    };
    await flood(0, 40_000);
    const before = kilobytes();
    await flood(40_000, 200_000);
    // Keeping each address would take 200 MB: 282 MB were measured with noble as it is.
    expect(kilobytes() - before).toBeLessThan(15_000);
    expect(adverts).toHaveLength(2);
  }, 90_000);
});
