import { existsSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { realClock } from "../../test/kit/real-clock.ts";
import { tempFolder } from "../../test/kit/temp-folder.ts";
import { until } from "../../test/kit/until.ts";
import { ptyPair } from "../../test/rig/processes.ts";
import type { LinkState, OpenLine } from "./link.ts";
import { reopening } from "./reopening.ts";
import { serialLine } from "./serial.ts";
import { tcpLine } from "./tcp.ts";
import { udpLine } from "./udp.ts";

function openReal(line: OpenLine) {
  const states: LinkState[] = [];
  let heard = Buffer.alloc(0);
  const link = reopening(
    line,
    {
      onBytes: (bytes) => {
        heard = Buffer.concat([heard, bytes]);
      },
      onState: (state) => states.push(state),
    },
    realClock(),
  );
  onTestFinished(() => link.close());
  return { link, states, heard: () => heard.toString("hex"), isUp: () => states.at(-1)?.up === true };
}

const serial = (path: string) => serialLine({ path, baudRate: 9600, dataBits: 8, parity: "none", stopBits: 1 });

describe("a serial link", () => {
  it("carries bytes both ways over a real pseudo-terminal", async () => {
    const folder = tempFolder();
    const [a, b] = [join(folder, "a"), join(folder, "b")];
    await ptyPair(a, b);
    const [near, far] = [openReal(serial(a)), openReal(serial(b))];
    await until("both ends to be up", () => near.isUp() && far.isUp());
    await near.link.write(Uint8Array.of(1, 3, 0, 0xff));
    await until("the bytes", () => far.heard() === "010300ff");
    await far.link.write(Uint8Array.of(0x0a, 0x0d, 0x11, 0x13));
    await until("the bytes, with no character eaten", () => near.heard() === "0a0d1113");
  });

  it("says why it is down, and is up again when the adapter is back under its name", async () => {
    const folder = tempFolder();
    const [a, b] = [join(folder, "a"), join(folder, "b")];
    const near = openReal(serial(a));
    await until("the reason", () => near.states.some((state) => !state.up && state.reason.includes("No such file")));
    const adapter = await ptyPair(a, b);
    await until("the link to be up", near.isUp);
    await adapter.kill();
    await until("the link to be down", () => !near.isUp());
    await expect(near.link.write(Uint8Array.of(1))).rejects.toThrow("the link is down");
    await until("the names to be gone", () => !existsSync(a));
    await ptyPair(a, b);
    await until("the link to be up again", near.isUp);
  });
});

describe("a serial port that another program holds", () => {
  it("is a named fault and never a value, and opens when it is let go", async () => {
    const folder = tempFolder();
    const [a, b] = [join(folder, "a"), join(folder, "b")];
    await ptyPair(a, b);
    const holder = openReal(serial(a));
    await until("the holder to be up", holder.isUp);
    const second = openReal(serial(a));
    await until("the reason", () => second.states[0]);
    expect(second.states[0]).toMatchObject({ up: false, reason: expect.stringMatching(/lock/i) });
    await holder.link.close();
    await until("the second to be up", second.isUp);
    expect(second.heard()).toBe("");
  });
});

describe("a UDP link", () => {
  it("carries datagrams both ways to one address, and says when nobody listens there", async () => {
    const { createSocket } = await import("node:dgram");
    const far = createSocket("udp4");
    await new Promise<void>((done) => far.bind(0, "127.0.0.1", done));
    const { port } = far.address();
    const near = openReal(udpLine({ host: "127.0.0.1", port }));
    await until("the link to be up", near.isUp);
    far.on("message", (bytes, { port: back }) => far.send(Buffer.concat([bytes, Buffer.of(9)]), back, "127.0.0.1"));
    await near.link.write(Uint8Array.of(1, 2));
    await until("the answer", () => near.heard() === "010209");
    await new Promise<void>((done) => far.close(done));
    await near.link.write(Uint8Array.of(3));
    await until("the refusal", () => near.states.some((state) => !state.up && /ECONNREFUSED/.test(state.reason)));
  });
});

describe("a TCP link", () => {
  it("reconnects when the converter comes back", async () => {
    const sockets: Socket[] = [];
    const server = createServer((socket) => sockets.push(socket.on("error", () => undefined)));
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const { port } = server.address() as AddressInfo;
    onTestFinished(() => new Promise((done) => server.close(() => done())));
    const { link, isUp, states } = openReal(tcpLine({ host: "127.0.0.1", port, connectTimeoutMs: 1000 }));
    await until("the link to be up", isUp);
    await until("the socket", () => sockets[0]);
    sockets[0]?.destroy();
    await until("a second connection", () => sockets[1]);
    await until("the link to be up again", isUp);
    expect(states.map(({ up }) => up)).toEqual([true, false, true]);
    await link.close();
  });

  it("names what it cannot reach", async () => {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const { port } = server.address() as AddressInfo;
    await new Promise((done) => server.close(done));
    const { states } = openReal(tcpLine({ host: "127.0.0.1", port, connectTimeoutMs: 1000 }));
    await until("the reason", () => states[0]);
    expect(states[0]).toMatchObject({ up: false, reason: expect.stringContaining(`ECONNREFUSED 127.0.0.1:${port}`) });
  });
});
