/** Ports that devices dial in to: stored before it is answered, split and merged frames, strangers, garbage, UDP. */
import { createSocket } from "node:dgram";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { Fault } from "../../../core/fault.ts";
import { readFrame } from "../../../drivers/gbt26875/frame.ts";
import { dial } from "../../../test/kit/dial.ts";
import { type PlatformRig, platformRig } from "../../../test/kit/platform-rig.ts";
import { silent } from "../../../test/kit/quiet-hub.ts";
import { pause } from "../../pause.ts";
import { Gather } from "./gather.ts";
import { startListeners } from "./listeners.ts";

const vectors: { name: string; hex: string }[] = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../../drivers/gbt26875/vectors.json"), "utf8"),
).vectors;
const frame = (name: string) => Buffer.from(vectors.find((one) => one.name.startsWith(name))?.hex ?? "", "hex");
const fire = frame("part state upload");
const login = frame("vendor login");
const products = [{ product: "", model: "fire-panel-gbt26875" }];
const answerBytes = 30;

async function setUp(more: { products?: typeof products; ways?: string } = {}) {
  const { ways = "tcp and udp", ...rest } = more;
  const settings = { tcpPort: 0, udpPort: 0, ways };
  const rig = await platformRig({ platform: "gbt26875", settings, products, ...rest });
  await rig.platforms.listeners.refresh();
  const state = rig.platforms.listeners.stateOf(rig.connector);
  return { rig, tcp: state?.tcp as string, udp: state?.udp as string };
}

/** Of listeners of one's own at the same store. */
const about = ({ store, ingest, clock }: PlatformRig) => ({
  ...{ store, report: ingest.report, tell: () => {}, clock: () => clock.now, pause, log: silent },
});

test("a frame that comes byte by byte and two that come as one are each confirmed, in their order", async () => {
  const { rig, tcp } = await setUp();
  const line = await dial(tcp);
  for (const byte of fire) line.send(Uint8Array.of(byte));
  line.send(Buffer.concat([login, fire]));
  const heard = await line.hear(3 * answerBytes);
  const answers = [0, 1, 2].map((n) => readFrame(heard.subarray(n * answerBytes, (n + 1) * answerBytes)));
  expect(answers.map(({ command, serial }) => [command, serial])).toEqual([
    [3, 0],
    [3, 2552],
    [3, 0],
  ]);
  await rig.platforms.settled();
  // The fire that came again is the same message.
  expect((await rig.pushes()).map(({ state }) => state)).toEqual(["taken", "taken"]);
});

test("what could not be stored is not confirmed, and the connection ends so that the device sends it again", async () => {
  const { rig } = await setUp();
  const listeners = startListeners({
    ...about(rig),
    intake: { take: () => Promise.reject(new Fault("DISK_FAILED", "full")) },
  });
  onTestFinished(() => listeners.close());
  await rig.act(({ connectors }) => connectors.put({ ...row(rig.connector), id: "other" as never }));
  await listeners.refresh();
  const line = await dial(listeners.stateOf("other" as never)?.tcp as string);
  let answer = 0;
  line.socket.on("data", (bytes) => {
    answer += bytes.length;
  });
  line.send(fire);
  await line.ended;
  expect([answer, await rig.pushes()]).toEqual([0, []]);
});

test("a device that trickles its frame is cut off, whatever byte it sends in time", async () => {
  const { rig } = await setUp();
  const { store, ingest, platforms } = rig;
  const listeners = startListeners({ ...about(rig), intake: platforms.intake, limits: { stallMs: 100 } });
  onTestFinished(() => listeners.close());
  await rig.act(({ connectors }) => connectors.put(row("slow")));
  await listeners.refresh();
  const line = await dial(listeners.stateOf("slow" as never)?.tcp as string);
  const trickle = setInterval(() => line.send(Uint8Array.of(0x40)), 10);
  onTestFinished(() => clearInterval(trickle));
  await line.ended;
  await ingest.settled();
  const faults = await store.read((tables) => tables.faults.list(5));
  const cut = { code: "PUSH_REFUSED", gateway: "slow", detail: expect.stringMatching(/not whole/) };
  expect(faults).toContainEqual(expect.objectContaining(cut));
});

function row(id: string) {
  const settings = { tcpPort: 0, ways: "tcp" };
  const about = { id: id as never, platform: "gbt26875", title: "x", place: "y", settings, products };
  return { ...about, quietAfterMs: 60_000, state: "on" as const, by: "operator", at: 0 };
}

test("one that sends garbage is cut off and told about, its neighbour goes on", async () => {
  const { rig, tcp } = await setUp();
  const [bad, good] = [await dial(tcp), await dial(tcp)];
  for (let n = 0; n < 20; n++) bad.send(Buffer.alloc(1024, 0x55));
  await bad.ended;
  good.send(fire);
  await good.hear(answerBytes);
  await rig.ingest.settled();
  expect(await rig.store.read((tables) => tables.faults.list(5))).toMatchObject([
    { code: "PUSH_REFUSED", gateway: rig.connector, detail: expect.stringMatching(/bytes without a sound frame/) },
  ]);
});

test("a stranger is confirmed and waits in the quarantine, once it has a model what it said is read", async () => {
  const { rig, tcp } = await setUp({ products: [] });
  const line = await dial(tcp);
  line.send(fire);
  await line.hear(answerBytes);
  await rig.platforms.settled();
  expect(await rig.pushes()).toMatchObject([{ state: "unknown", foreign: "000000000000" }]);
  expect(await rig.values()).toEqual({});
});

test("strangers beyond what somebody can look at are neither stored nor confirmed", async () => {
  const { rig, tcp } = await setUp({ products: [] });
  await rig.act(async ({ foreignDevices }) => {
    for (let n = 0; n < 200; n++) {
      const id = n.toString(16).padStart(12, "f");
      const about = { connector: rig.connector, foreign: id, device: id as never, product: "", model: null };
      await foreignDevices.put({ ...about, title: "", place: "", settings: {}, metAt: 1, heardAt: 1, isOnline: null });
    }
  });
  const line = await dial(tcp);
  // A damaged frame is denied: its answer comes after the stranger would have got his.
  line.send(Buffer.concat([login, frame("NEGATIVE")]));
  expect(readFrame(await line.hear(answerBytes)).command).toBe(6);
  expect(await rig.pushes()).toEqual([]);
});

test("over UDP a datagram is answered where it came from, and a cut one is damage", async () => {
  const { rig, udp } = await setUp();
  const { hostname, port } = new URL(`udp://${udp}`);
  const socket = createSocket("udp4");
  onTestFinished(() => void socket.close());
  const answer = new Promise<Buffer>((done) => void socket.once("message", done));
  socket.send(fire.subarray(0, 40), Number(port), hostname);
  socket.send(fire, Number(port), hostname);
  expect(readFrame(await answer)).toMatchObject({ command: 3, serial: 0 });
  await rig.platforms.settled();
  await rig.ingest.settled();
  expect(await rig.values()).toMatchObject({ "000000000000": { fire: true } });
  expect((await rig.store.read((tables) => tables.faults.list(5))).map(({ code }) => code)).toEqual(["FIELD_DAMAGED"]);
});

test("a part that is well again does not end the fire of another: what the driver must know lies in the store", async () => {
  const { rig } = await setUp();
  const part = (address: number, state: number) => {
    const bytes = Buffer.from(fire);
    bytes.writeUInt16LE(address, 27 + 5);
    bytes.writeUInt16LE(state, 27 + 9);
    bytes.writeUInt16LE(address + state * 1000, 2);
    bytes[bytes.length - 3] = bytes.subarray(2, bytes.length - 3).reduce((sum, byte) => (sum + byte) & 0xff, 0);
    return bytes;
  };
  const fires = async (bytes: Buffer) => {
    rig.clock.now += 1000;
    await rig.deliver("tcp 10.0.0.1 000000000000", bytes);
    return (await rig.values())["000000000000"]?.fire;
  };
  expect([await fires(part(1, 2)), await fires(part(2, 2)), await fires(part(1, 0))]).toEqual([true, true, true]);
  expect(await fires(part(2, 0))).toBe(false);
});

test("a port that is taken is told, and nothing else stops for it", async () => {
  const { rig, tcp } = await setUp();
  const taken = Number(new URL(`tcp://${tcp}`).port);
  await rig.act(({ connectors }) => connectors.put({ ...row("second"), settings: { tcpPort: taken, ways: "tcp" } }));
  await rig.platforms.listeners.refresh();
  expect(rig.platforms.listeners.stateOf("second" as never)).toMatchObject({
    isUp: false,
    why: expect.stringMatching(/EADDRINUSE/),
  });
  const line = await dial(tcp);
  line.send(fire);
  await line.hear(answerBytes);
});

test("a connector that is paused closes its port, and opens it when it goes on", async () => {
  const { rig, tcp } = await setUp({ ways: "tcp" });
  const line = await dial(tcp);
  const put = (state: "on" | "paused") =>
    rig.act(async ({ connectors }) => {
      const known = await connectors.find(rig.connector);
      if (known !== null) await connectors.put({ ...known, state });
    });
  await put("paused");
  await rig.platforms.listeners.refresh();
  await line.ended;
  expect(rig.platforms.listeners.stateOf(rig.connector)).toBe(null);
  await put("on");
  await rig.platforms.listeners.refresh();
  expect(rig.platforms.listeners.stateOf(rig.connector)?.isUp).toBe(true);
});

test("parts of one report wait for each other, in any order, and become one message", () => {
  const gather = new Gather({
    ...{ most: 8, cut: (bytes: Uint8Array) => (bytes.length < 2 ? "more" : { frame: 2 }) },
    peek: ([number = 0, of = 0]: Uint8Array) => ({ device: "a", part: { number, of } }),
  });
  expect(gather.push(Uint8Array.of(2, 2), 0)).toEqual([{ idle: true }]);
  expect(gather.push(Uint8Array.of(1, 2), 10)).toEqual([{ device: "a", message: Buffer.from([1, 2, 2, 2]) }]);
  expect(gather.push(Uint8Array.of(3, 2), 20)).toMatchObject([{ damage: expect.stringMatching(/cannot be/) }]);
  // The first half was left an hour ago: it is not the other half's.
  expect(gather.push(Uint8Array.of(1, 2), 30)).toEqual([{ idle: true }]);
  expect(gather.push(Uint8Array.of(2, 2), 3_600_030)).toEqual([{ idle: true }]);
});
