/** Devices that speak by themselves, over real sockets: read, answered, told from strangers; silence is a fault. */
import { createSocket } from "node:dgram";
import { connect, type Socket } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import type { DeviceId, PointId } from "../../core/id.ts";
import { fromHex, toHex } from "../../drivers/kit/hex.ts";
import sl651 from "../../drivers/sl651/driver.ts";
import { handClock } from "../../test/kit/hand-clock.ts";
import { realClock } from "../../test/kit/real-clock.ts";
import { until } from "../../test/kit/until.ts";
import type { LinkState } from "../links/link.ts";
import type { OpenStreams, Stream, StreamEvents } from "../links/stream.ts";
import { tcpListen } from "../links/tcp-listen.ts";
import { udpListen } from "../links/udp-listen.ts";
import { startListening } from "./listening.ts";

const report =
  "7E7E05001122334403E833002B020026170718102202F1F1001122334448F0F01707181022201900004026190000403923000104903812110203F511";
const confirmed = "7e7e00112233440503e8338008020026170718102202";
const bytes = (hex: string) => fromHex(hex) as Uint8Array;

function setUp(openStreams: OpenStreams, clock = realClock(), everyMs = 60_000, stations = ["0011223344"]) {
  const told: string[] = [];
  const devices = stations.map((station, i) => ({
    id: `d${i + 1}` as DeviceId,
    everyMs,
    refuses: () => null,
    open: () => sl651.open({ station, points: [{ element: "39", point: "level" as PointId }] }),
  }));
  const states: LinkState[] = [];
  const watched: OpenStreams = (events) =>
    openStreams({
      ...events,
      onState(state) {
        states.push(state);
        events.onState(state);
      },
    });
  const bus = startListening(
    devices,
    watched,
    1000,
    {
      onReading: (device, point, value) => told.push(`${device} ${point} ${String(value)}`),
      onHealth: (device, code) => told.push(`${device} ${code || "well"}`),
      onStranger: (_from, address) => told.push(`stranger ${address}`),
    },
    clock,
  );
  onTestFinished(() => bus.close());
  return { bus, told, states };
}

/** A port nobody has: the kernel gives one, and it is free again. */
async function freePort(): Promise<number> {
  const { createServer } = await import("node:net");
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}

const settings = (port: number, mostPeers = 8) => ({ address: "127.0.0.1", port, mostPeers, idleMs: 60_000 });

async function dial(port: number): Promise<{ socket: Socket; heard: () => string }> {
  const socket = connect(port, "127.0.0.1");
  let heard = "";
  socket.on("data", (data: Buffer) => {
    heard += data.toString("hex");
  });
  socket.on("error", () => undefined);
  onTestFinished(() => void socket.destroy());
  await new Promise<void>((done) => socket.once("connect", done));
  return { socket, heard: () => heard };
}

describe("devices that dial in over TCP", () => {
  it("are read and confirmed, each on its own connection", async () => {
    const port = await freePort();
    const { told, states } = setUp(tcpListen(settings(port), realClock()), realClock(), 60_000, [
      "0011223344",
      "0000000001",
    ]);
    await until("the port to be open", () => states.at(-1)?.up);
    const [one, other] = [await dial(port), await dial(port)];
    // The halves of two frames come in turn: each connection is put together by itself.
    one.socket.write(bytes(report.slice(0, 60)));
    other.socket.write(bytes("7E7E0512"));
    await new Promise((done) => setTimeout(done, 50));
    one.socket.write(bytes(report.slice(60)));
    await until("the reading", () => told.includes("d1 level 10.49"));
    await until("the confirmation", () => one.heard().startsWith(confirmed));
    expect(other.heard()).toBe("");
    expect(told.filter((line) => line.startsWith("d2"))).toEqual([]);
  });

  it("are told from strangers, whom nobody confirms", async () => {
    const port = await freePort();
    const { told, states } = setUp(tcpListen(settings(port), realClock()), realClock(), 60_000, [
      "0000000001",
      "0000000002",
    ]);
    await until("the port to be open", () => states.at(-1)?.up);
    const { socket, heard } = await dial(port);
    socket.write(bytes(report));
    await until("the stranger", () => told.includes("stranger 0011223344"));
    expect(heard()).toBe("");
  });

  it("do not crowd each other out: the longest silent gives way", async () => {
    const port = await freePort();
    const { told, states } = setUp(tcpListen(settings(port, 2), realClock()));
    await until("the port to be open", () => states.at(-1)?.up);
    const first = await dial(port);
    const second = await dial(port);
    first.socket.write(bytes(report));
    await until("the reading", () => told.includes("d1 level 10.49"));
    let ended = false;
    second.socket.on("close", () => {
      ended = true;
    });
    const third = await dial(port);
    await until("the second to have given way", () => ended);
    third.socket.write(bytes(report.replace("0026", "0026")));
    await until("the third to be confirmed", () => third.heard().startsWith(confirmed));
  });

  it("name a port that another program holds, and open it when it is free", async () => {
    const port = await freePort();
    const { createServer } = await import("node:net");
    const holder = createServer();
    await new Promise<void>((done) => holder.listen(port, "127.0.0.1", done));
    const { told, states } = setUp(tcpListen(settings(port), realClock()));
    await until("the fault", () => told.includes("d1 LINK_DOWN"));
    expect(states[0]).toMatchObject({ up: false, reason: expect.stringContaining("EADDRINUSE") });
    await new Promise((done) => holder.close(done));
    await until("the port to be open", () => states.at(-1)?.up);
  });
});

it("devices that send datagrams are read and answered where they sent from", async () => {
  const port = await freePort();
  const { told, states } = setUp(udpListen(settings(port), realClock()));
  await until("the port to be open", () => states.at(-1)?.up);
  const socket = createSocket("udp4");
  onTestFinished(() => void socket.close());
  let heard = "";
  socket.on("message", (data) => {
    heard += toHex(data).replaceAll(" ", "");
  });
  socket.send(bytes(report), port, "127.0.0.1");
  await until("the reading", () => told.includes("d1 level 10.49"));
  await until("the confirmation", () => heard.startsWith(confirmed));
});

describe("a device that speaks by itself", () => {
  function onOneStream() {
    const clock = handClock();
    let events: StreamEvents | undefined;
    const stream: Stream = { name: "line", write: async () => undefined };
    const { told, bus } = setUp(
      (on) => {
        events = on;
        return { close: async () => undefined };
      },
      clock as never,
      60_000,
    );
    const link = events as StreamEvents;
    return { clock, told, bus, link, stream };
  }

  it("is silent after three of its intervals, and well when it speaks again", async () => {
    const { clock, told, link, stream } = onOneStream();
    link.onOpen(stream);
    link.onState({ up: true });
    await clock.pass(179_000);
    expect(told).toEqual([]);
    await clock.pass(1000);
    expect(told).toEqual(["d1 FIELD_SILENT"]);
    link.onBytes(stream, bytes(report));
    expect(told.slice(1)).toEqual(["d1 level 10.49", "d1 well"]);
  });

  it("is down with its link, and not silent besides", async () => {
    const { clock, told, link, stream } = onOneStream();
    link.onOpen(stream);
    link.onState({ up: true });
    link.onClose(stream);
    link.onState({ up: false, reason: "unplugged" });
    await clock.pass(600_000);
    expect(told).toEqual(["d1 LINK_DOWN"]);
  });

  it("names a frame that was cut off, when its time is over", async () => {
    const { clock, told, link, stream } = onOneStream();
    link.onOpen(stream);
    link.onState({ up: true });
    link.onBytes(stream, bytes(report.slice(0, 40)));
    await clock.pass(3000);
    expect(told).toEqual(["d1 FIELD_DAMAGED"]);
  });

  it("answers a wish to sample with what it says next, or says that it cannot be asked", async () => {
    const { clock, bus, link, stream } = onOneStream();
    link.onOpen(stream);
    link.onState({ up: true });
    const first = bus.sample("d1" as DeviceId);
    link.onBytes(stream, bytes(report));
    expect(await first).toMatchObject({ code: "", readings: { level: 10.49 } });
    const second = bus.sample("d1" as DeviceId);
    await clock.pass(1000);
    expect(await second).toMatchObject({ code: "FIELD_SILENT", detail: expect.stringContaining("speaks by itself") });
  });
});
