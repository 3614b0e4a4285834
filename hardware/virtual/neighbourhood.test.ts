/** The neighbourhood as others meet it: bytes over real TCP, orders over real HTTP, time turned by hand. */
import { createServer } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { hasCrc, withCrc } from "../../drivers/modbus/crc.ts";
import { type HandClock, handClock } from "./clock.ts";
import { type Neighbourhood, startNeighbourhood } from "./neighbourhood.ts";
import { openRawLine, type RawLine } from "./raw-line.ts";

/** The first two are from elsewhere: a maker's worked exchange, and a transmitter's map. */
const askLane = "0203000000018439";
const askPit = "0103000000070408";
const pitBytes = 3 + 14 + 2;
const laneBytes = 3 + 2 + 2;
const framed = (body: string) => Buffer.from(withCrc(Buffer.from(body, "hex"))).toString("hex");
const askCover = framed("0b0200000001");

let clock: HandClock;
let here: Neighbourhood;
let lines: RawLine[];

beforeEach(async () => {
  clock = handClock();
  here = await startNeighbourhood({ clock });
  lines = [];
});

afterEach(async () => {
  for (const line of lines) line.end();
  await here.stop();
});

async function line(port: number): Promise<RawLine> {
  const opened = await openRawLine(port);
  lines.push(opened);
  return opened;
}

async function ask(on: RawLine, request: string, count: number): Promise<string> {
  on.send(request);
  return on.next(count);
}

/** Settings, sensors and answers as numbers. */
function registersIn(reply: string): number[] {
  const data = Buffer.from(reply, "hex").subarray(3, -2);
  return Array.from({ length: data.length / 2 }, (_, i) => data.readUInt16BE(i * 2));
}

type Body = {
  now?: string;
  expect?: string;
  sensors?: unknown[];
  buses?: unknown;
  possible?: unknown[];
};

async function http(path: string, body?: unknown): Promise<{ status: number; body: Body }> {
  const init =
    body === undefined ? {} : { method: "POST", body: typeof body === "string" ? body : JSON.stringify(body) };
  const response = await fetch(`${here.controlUrl}${path}`, { ...init, headers: { connection: "close" } });
  return { status: response.status, body: (await response.json()) as Body };
}

const order = (body: unknown) => http("/trouble", body);

describe("a bus over TCP", () => {
  it("answers for its own units, with what the world holds", async () => {
    here.change((world) => ({ ...world, pit: { ...world.pit, readM: 1.234 } }));
    const busA = await line(here.ports["bus-a"]);
    const reply = await ask(busA, askPit, pitBytes);
    expect(hasCrc(Buffer.from(reply, "hex"))).toBe(true);
    expect(registersIn(reply)).toEqual([1, 3, 1, 1, 1234, 0, 5000]);
  });

  it("answers as the maker's worked exchange does, byte for byte, at 31 cm", async () => {
    here.change((world) => ({ ...world, lane: { depthCm: 31, readCm: 31 } }));
    expect(await ask(await line(here.ports["bus-a"]), askLane, laneBytes)).toBe("020302001fbd8c");
  });

  it("says nothing for units of the other bus and for damaged requests", async () => {
    const busA = await line(here.ports["bus-a"]);
    busA.send(askCover);
    busA.send("0103000000070409");
    expect(await ask(busA, askLane, laneBytes)).toMatch(/^0203/);
    expect(here.answers()).toHaveLength(1);
  });

  it("tells a lifted cover by its open contact", async () => {
    const busB = await line(here.ports["bus-b"]);
    expect(await ask(busB, askCover, 6)).toMatch(/^0b020101/);
    await order({ what: "cover", verb: "lift", which: 1 });
    expect(await ask(busB, askCover, 6)).toMatch(/^0b020100/);
  });

  it("gives each connection its own stream", async () => {
    const [one, other] = [await line(here.ports["bus-a"]), await line(here.ports["bus-a"])];
    one.send(askLane.slice(0, 6));
    expect(await ask(other, askPit, pitBytes)).toMatch(/^0103/);
    expect(await ask(one, askLane.slice(6), laneBytes)).toMatch(/^0203/);
  });

  it("lets a technician change a sensor's address, which then is the one it listens to", async () => {
    const busA = await line(here.ports["bus-a"]);
    const change = framed("010600000007");
    expect(await ask(busA, change, 8)).toBe(change);
    busA.send(askPit);
    expect(registersIn(await ask(busA, framed("070300000001"), laneBytes))).toEqual([7]);
  });

  it("obeys a broadcast and answers none", async () => {
    const busA = await line(here.ports["bus-a"]);
    busA.send(framed("000600030002"));
    expect(registersIn(await ask(busA, framed("010300030001"), laneBytes))).toEqual([2]);
  });
});

describe("the world", () => {
  it("turns with the clock, in whole steps", () => {
    clock.advance(1000);
    expect(here.world().elapsedMs).toBe(1000);
    clock.advance(100);
    expect(here.world().elapsedMs).toBe(1000);
  });

  it("turns as much faster as it was told", async () => {
    const fast = await startNeighbourhood({ clock, speed: 30 });
    clock.advance(1000);
    expect(fast.world().elapsedMs).toBe(30_000);
    await fast.stop();
    clock.advance(1000);
    expect(fast.world().elapsedMs).toBe(30_000);
  });

  it("floods the pit after `rain start`", async () => {
    await order({ what: "rain", verb: "start" });
    clock.advance(60_000);
    expect(here.world().pit.readM).toBeGreaterThan(1.2);
  });
});

describe("the oracle", () => {
  it("keeps what each sensor answered, in the model's units, with the moment", async () => {
    here.change((world) => ({ ...world, pit: { ...world.pit, readM: 0.6 }, lane: { depthCm: 4, readCm: 4 } }));
    const busA = await line(here.ports["bus-a"]);
    await ask(busA, askPit, pitBytes);
    await ask(busA, askLane, laneBytes);
    const sent = { at: clock.wallMs(), bus: "bus-a", code: 3, lateMs: 0, fate: "sent" };
    expect(here.answers()).toEqual([
      { ...sent, device: "pit-1", points: { level: 0.6 } },
      { ...sent, device: "lane-1", points: { level: 0.04 } },
    ]);
  });

  it("counts no point for an exception", async () => {
    await ask(await line(here.ports["bus-a"]), framed("010300640001"), 5);
    expect(here.answers()).toMatchObject([{ device: "pit-1", code: 0x83, points: {} }]);
  });
});

describe("trouble on the wire", () => {
  it("silences one unit and no other", async () => {
    await order({ what: "silence", which: 1 });
    const busA = await line(here.ports["bus-a"]);
    busA.send(askPit);
    expect(await ask(busA, askLane, laneBytes)).toMatch(/^0203/);
    expect(here.answers()).toMatchObject([{ device: "pit-1", fate: "silent", points: {} }, { device: "lane-1" }]);
  });

  it("damages as many replies as asked, so that their CRC tells", async () => {
    await order({ what: "damage", which: 2, amount: 2 });
    const busA = await line(here.ports["bus-a"]);
    const sound: boolean[] = [];
    for (let i = 0; i < 3; i++) sound.push(hasCrc(Buffer.from(await ask(busA, askLane, laneBytes), "hex")));
    expect(sound).toEqual([false, false, true]);
    expect(here.answers().map(({ fate }) => fate)).toEqual(["damaged", "damaged", "sent"]);
  });

  it("makes one unit late, while the other answers at once", async () => {
    await order({ what: "late", which: 1, amount: 700 });
    const busA = await line(here.ports["bus-a"]);
    busA.send(askPit);
    expect(await ask(busA, askLane, laneBytes)).toMatch(/^0203/);
    clock.advance(699);
    expect(await ask(busA, askLane, laneBytes)).toMatch(/^0203/);
    clock.advance(1);
    expect(await busA.next(pitBytes)).toMatch(/^0103/);
  });

  it("unplugs a bus: drops who is there, refuses others, and comes back on the same port", async () => {
    const busA = await line(here.ports["bus-a"]);
    await order({ what: "unplug", which: "bus-a", amount: 5 });
    await busA.closed;
    await vi.waitFor(() => expect(openRawLine(here.ports["bus-a"])).rejects.toThrow("ECONNREFUSED"));
    expect((await http("/")).body.buses).toMatchObject({
      "bus-a": { state: "unplugged" },
      "bus-b": { state: "plugged" },
    });
    clock.advance(5000);
    const again = await vi.waitFor(() => line(here.ports["bus-a"]));
    expect(await ask(again, askLane, laneBytes)).toMatch(/^0203/);
  });

  it("is healed at once", async () => {
    await order({ what: "unplug", which: "bus-a", amount: 3600 });
    await order({ what: "silence", which: 2 });
    await order({ what: "heal" });
    expect(await ask(await line(here.ports["bus-a"]), askLane, laneBytes)).toMatch(/^0203/);
  });

  it("may be unplugged and healed in quick succession", async () => {
    for (let i = 0; i < 5; i++) {
      const pulled = here.order({ what: "unplug", which: "bus-a", amount: 1 });
      await Promise.all([pulled, here.order({ what: "heal" })]);
    }
    expect(await ask(await line(here.ports["bus-a"]), askLane, laneBytes)).toMatch(/^0203/);
  });
});

describe("the control", () => {
  it("tells the state and what is possible", async () => {
    const { status, body } = await http("/");
    expect(status).toBe(200);
    expect(body.sensors).toHaveLength(9);
    expect(body.sensors?.[3]).toMatchObject({ device: "cover-1", bus: "bus-b", unit: 11, points: { open: false } });
    expect(body.possible).toContainEqual({ usage: "heal", does: expect.any(String) });
  });

  it("carries an order out and says what to expect", async () => {
    const { status, body } = await order({ what: "cover", verb: "lift", which: 2 });
    expect([status, body.now]).toEqual([200, "Cover 2 is lifted."]);
    expect(body.expect).toMatch(/^In about \d s the console shows an alert and a ticket/);
    expect(here.world().covers.map(({ lid }) => lid)).toEqual(["closed", "lifted", "closed"]);
  });

  it.each([
    [{ what: "dance" }, /^there is no trouble "dance"; possible are: cover lift .* heal$/],
    [{ what: "cover", verb: "lift", which: 9 }, /there are 1, 2, 3$/],
    ["not JSON", /^the order is not JSON/],
    ["[]", /possible are/],
    [`"${"x".repeat(5000)}"`, /at most 4096 bytes$/],
  ])("refuses %j with 400 and one sentence", async (body, detail) => {
    const refused = await order(body);
    expect(refused.status).toBe(400);
    expect(refused.body).toEqual({ code: "INPUT_INVALID", detail: expect.stringMatching(detail) });
  });

  it("has nothing elsewhere", async () => {
    expect((await http("/nothing")).status).toBe(404);
  });
});

describe("the start", () => {
  it.each(["bus-a", "bus-b", "control"] as const)(
    "names the port of %s when it is taken, and leaves nothing open",
    async (name) => {
      const other = createServer();
      const port = await new Promise<number>((resolve) =>
        other.listen(0, "127.0.0.1", () => resolve((other.address() as { port: number }).port)),
      );
      const failing = startNeighbourhood({ ports: { [name]: port } });
      await expect(failing).rejects.toThrow(`PORT_TAKEN: 127.0.0.1:${port} (${name}) is in use by another program`);
      other.close();
    },
  );

  it("frees its ports when it stops", async () => {
    const { ports } = here;
    await here.stop();
    here = await startNeighbourhood({ ports, clock });
    expect(here.ports).toEqual(ports);
  });
});
