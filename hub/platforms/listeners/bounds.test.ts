/** What one peer, and all of them together, may cost a port: damage, datagrams that wait for the disk, reports that are half here. */
import { connect } from "node:net";
import { setImmediate } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { until } from "../../../test/kit/until.ts";
import type { Gathered } from "./gather.ts";
import type { Line } from "./port.ts";
import { openTcp, usualLimits } from "./tcp.ts";
import { udpSocket } from "./udp.ts";

/** Frames of two bytes: which part of how many; 255 in front is damage. */
function lineOf(take: Line["take"] = async () => []) {
  const [refused, failed]: [string[], unknown[]] = [[], []];
  const heard: Gathered[] = [];
  const line: Line = {
    wish: {
      ...{ host: "127.0.0.1", tcpPort: 0, udpPort: 0, most: 2, answer: () => [], deny: () => null },
      cut: ([first, second]) =>
        first === 255 ? { damage: "no frame", skip: 1 } : second === undefined ? "more" : { frame: 2 },
      peek: ([number = 0, of = 0]) => ({ device: "a", part: { number, of } }),
    },
    limits: usualLimits,
    take(one, peer) {
      heard.push(one);
      return take(one, peer);
    },
    refuse: (_, why) => refused.push(why),
    failed: (error) => failed.push(error),
  };
  return { line, refused, failed, heard };
}

const damage = [255];
const whole = [1, 1];

async function dialTo({ line }: Pick<ReturnType<typeof lineOf>, "line">) {
  const bound = await openTcp(line, 0);
  onTestFinished(() => bound.end());
  const socket = connect(Number(new URL(`tcp://${bound.address}`).port), "127.0.0.1").resume();
  onTestFinished(() => void socket.destroy());
  const ended = new Promise<void>((done) => void socket.once("close", () => done()));
  return { socket, ended, send: (...bytes: number[]) => void socket.write(Uint8Array.from(bytes)) };
}

test("a connection may send 20 damaged frames among sound ones; the next ends it, and why is told", async () => {
  const own = lineOf();
  const { send, ended } = await dialTo(own);
  send(...Array.from({ length: 20 }, () => [...damage, ...whole]).flat());
  await until("the 20", () => own.heard.length === 40);
  send(...whole);
  await until("it to be heard still", () => own.heard.length === 41);
  expect(own.refused).toEqual([]);
  send(...damage, ...whole);
  await ended;
  expect(own.refused).toEqual(["tcp: 21 damaged frames"]);
});

test("what fails at the end of a connection is told too", async () => {
  const bug = new TypeError("no such thing");
  const own = lineOf(() => Promise.reject(bug));
  const { socket } = await dialTo(own);
  socket.end(Uint8Array.of(1));
  await until("the half of a frame", () => own.heard.length === 1);
  await until("the failure", () => own.failed.length === 1);
  expect(own.failed).toEqual([bug]);
});

/** A datagram as the runtime hands it over. */
function udpOf({ line }: Pick<ReturnType<typeof lineOf>, "line">) {
  const socket = udpSocket(line);
  onTestFinished(() => void socket.close());
  return (from: number, ...bytes: number[]) =>
    socket.emit("message", Buffer.from(bytes), { address: "10.0.0.1", port: from });
}

test("500 datagrams wait for the disk; what comes then is dropped unanswered, and once there is room the next is taken", async () => {
  const disk = Promise.withResolvers<Uint8Array[]>();
  const own = lineOf(() => disk.promise);
  const send = udpOf(own);
  for (let peer = 1; peer <= 510; peer++) send(peer, ...whole);
  expect(own.heard).toHaveLength(500);
  disk.resolve([]);
  await until("there to be room", () => {
    send(600, ...whole);
    return own.heard.length > 500;
  });
  expect(own.refused).toEqual([]);
});

test("reports of 500 peers may be half here; of more the one that was silent longest is forgotten", async () => {
  const own = lineOf();
  const send = udpOf(own);
  const isWhole = (from: number) => {
    send(from, 2, 2);
    return "device" in (own.heard.at(-1) as Gathered);
  };
  for (let peer = 1; peer <= 501; peer++) {
    send(peer, 1, 2);
    // None of them waits for the disk.
    if (peer % 100 === 0) await setImmediate();
  }
  expect([isWhole(501), isWhole(2), isWhole(1)]).toEqual([true, true, false]);
});
