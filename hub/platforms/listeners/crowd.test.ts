/** Too many, idle and senseless connections at the ports that devices dial in to, over real sockets of several addresses. */
import { readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { platformRig } from "../../../test/kit/platform-rig.ts";
import { silent } from "../../../test/kit/quiet-hub.ts";
import { until } from "../../../test/kit/until.ts";
import { pause } from "../../pause.ts";
import { startListeners } from "./listeners.ts";
import type { TcpLimits } from "./port.ts";

type Vector = { name?: string; hex: string };
const frameOf = (driver: string, at: (one: Vector, n: number) => boolean) => {
  const text = readFileSync(join(import.meta.dirname, `../../../drivers/${driver}/vectors.json`), "utf8");
  return Buffer.from((JSON.parse(text).vectors as Vector[]).find(at)?.hex ?? "", "hex");
};
const kinds = [
  {
    ...{ platform: "gbt26875", model: "fire-panel-gbt26875" },
    frame: frameOf("gbt26875", ({ name }) => name?.startsWith("part state") === true),
  },
  { platform: "sl651", model: "sl651-level-station", frame: frameOf("sl651", (_, n) => n === 16) },
];

async function setUp({ platform, model }: { platform: string; model: string }, limits: Partial<TcpLimits> = {}) {
  const settings = { tcpPort: 0, ways: "tcp" };
  const rig = await platformRig({ platform, settings, products: [{ product: "", model }] });
  const { store, ingest, platforms, clock } = rig;
  const about = { store, intake: platforms.intake, report: ingest.report, tell: () => {} };
  const options = { ...about, clock: () => clock.now, pause, log: silent };
  const listeners = startListeners({ ...options, limits });
  onTestFinished(() => listeners.close());
  await listeners.refresh();
  const { hostname, port } = new URL(`tcp://${listeners.stateOf(rig.connector)?.tcp}`);
  const dial = (localAddress: string): Socket => {
    const socket = connect({ host: hostname, port: Number(port), localAddress });
    socket.on("error", () => {});
    // What is heard is taken, else the end is not.
    socket.on("data", () => {});
    onTestFinished(() => void socket.destroy());
    return socket;
  };
  const reasons = async () => {
    await ingest.settled();
    const faults = await store.read((tables) => tables.faults.list(50));
    return faults.map(({ code, gateway, subject, detail }) => [code, gateway === rig.connector, subject, detail]);
  };
  return { rig, dial, reasons };
}

const heard = (socket: Socket, event: "connect" | "close" | "data") =>
  new Promise<void>((done) => void socket.once(event, () => done()));

test.each(kinds)(
  "$platform: one address cannot take all connections, a thousand are the most, who goes makes room, and why is told",
  async (kind) => {
    const { rig, dial, reasons } = await setUp(kind);
    const crowd = async (address: string) => {
      const all = Array.from({ length: 500 }, () => dial(address));
      await Promise.all(all.map((socket) => heard(socket, "connect")));
      return all;
    };
    const [first] = await crowd("127.0.0.1");
    await heard(dial("127.0.0.1"), "close");
    expect(await reasons()).toEqual([
      ["PUSH_REFUSED", true, "127.0.0.1", "tcp: 500 connections of this address are open already"],
    ]);
    const good = dial("127.0.0.2");
    await heard(good, "connect");
    const others = await crowd("127.0.0.3");
    // The last of them came to a full house.
    await until("one of them is turned away", () => others.some(({ destroyed, closed }) => destroyed || closed));
    expect(others.filter(({ destroyed }) => !destroyed)).toHaveLength(499);
    await until("it is told", async () =>
      (await reasons()).some(
        ([, , subject, detail]) => subject === "127.0.0.3" && detail === "tcp: 1000 connections are open already",
      ),
    );
    good.write(kind.frame);
    await heard(good, "data");
    first?.destroy();
    await until("there is room", async () => {
      const next = dial("127.0.0.4");
      next.write(kind.frame);
      return Promise.race([heard(next, "data").then(() => true), heard(next, "close").then(() => false)]);
    });
    await rig.platforms.settled();
    expect((await rig.pushes()).map(({ state }) => state)).toEqual(["taken"]);
  },
);

test.each(kinds)(
  "$platform: who says nothing, and who falls silent, is cut off with a reason; who goes on stays",
  async (kind) => {
    const { dial, reasons } = await setUp(kind, { firstMs: 200, silentMs: 600 });
    const [mute, quiet, busy] = [dial("127.0.0.1"), dial("127.0.0.2"), dial("127.0.0.3")];
    const [muteEnds, quietEnds] = [heard(mute, "close"), heard(quiet, "close")];
    quiet.write(kind.frame);
    const goesOn = setInterval(() => busy.write(kind.frame), 50);
    onTestFinished(() => clearInterval(goesOn));
    await Promise.all([muteEnds, quietEnds]);
    expect((await reasons()).sort()).toEqual([
      ["PUSH_REFUSED", true, "127.0.0.1", "tcp: no sound frame within 0.2 s"],
      ["PUSH_REFUSED", true, "127.0.0.2", "tcp: nothing was said for 0.6 s"],
    ]);
    expect(busy.destroyed).toBe(false);
  },
);
