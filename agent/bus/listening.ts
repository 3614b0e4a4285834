/** Devices that speak when they like, on the streams of one link: each stream has a session of each device. */
import type { DeviceId } from "../../core/id.ts";
import type { ListeningSession, Output } from "../../drivers/kit/driver.ts";
import type { Clock } from "../clock/clock.ts";
import type { OpenStreams, Stream } from "../links/stream.ts";
import type { Bus, BusEvents } from "./bus.ts";
import { createHearing, type HeardDevice, type Hearing } from "./hearing.ts";
import { createWaker, type Waker } from "./waker.ts";

export type ListenedDevice = HeardDevice & { open(): ListeningSession };

type Ear = { device: ListenedDevice; session: ListeningSession; waker: Waker; cancelPoll: () => void };

export function startListening(
  devices: readonly ListenedDevice[],
  openStreams: OpenStreams,
  answerMs: number,
  events: BusEvents,
  clock: Clock,
): Bus {
  const hearings = new Map<DeviceId, Hearing>(
    devices.map((device) => [device.id, createHearing(device, "all", events, clock)]),
  );
  const intervals = new Map<DeviceId, number>(devices.map(({ id, everyMs }) => [id, everyMs]));
  const streams = new Map<Stream, Ear[]>();
  const hearing = (id: DeviceId) => hearings.get(id) as Hearing;
  const link = openStreams({
    onOpen(stream) {
      streams.set(
        stream,
        devices.map((device) => openEar(device, stream)),
      );
    },
    onBytes(stream, bytes) {
      const all = (streams.get(stream) ?? []).map(
        (ear) => [ear, ear.session.receive(bytes, clock.monotonic())] as const,
      );
      for (const [ear, outputs] of all) {
        hearing(ear.device.id).take(outputs);
        ear.waker.look();
      }
      answer(
        stream,
        all.flatMap(([ear, outputs]) => outputs.map((output) => [ear, output] as const)),
      );
      for (const address of strangers(all.map(([, outputs]) => outputs))) events.onStranger(stream.name, address);
    },
    onClose(stream) {
      for (const { waker, cancelPoll } of streams.get(stream) ?? []) {
        waker.close();
        cancelPoll();
      }
      streams.delete(stream);
    },
    onState(state) {
      for (const each of hearings.values()) state.up ? each.up() : each.down(state.reason);
    },
  });

  function openEar(device: ListenedDevice, stream: Stream): Ear {
    const session = device.open();
    const take = (outputs: Output[]) => {
      hearing(device.id).take(outputs);
      answer(
        stream,
        outputs.map((output) => [ear, output] as const),
      );
    };
    const ear: Ear = { device, session, waker: createWaker(session, take, clock), cancelPoll: () => undefined };
    ear.waker.look();
    if (session.poll !== undefined) poll(ear, stream);
    return ear;
  }

  function poll(ear: Ear, stream: Stream): void {
    const outputs = ear.session.poll?.(clock.monotonic()) ?? [];
    hearing(ear.device.id).take(outputs);
    answer(
      stream,
      outputs.map((output) => [ear, output] as const),
    );
    ear.cancelPoll = clock.after(intervals.get(ear.device.id) ?? ear.device.everyMs, () => poll(ear, stream));
  }

  /** What several devices of one station answer alike is sent once. */
  function answer(stream: Stream, outputs: readonly (readonly [Ear, Output])[]): void {
    const sent = new Set<string>();
    for (const [{ device }, output] of outputs) {
      if (!("send" in output)) continue;
      const key = Buffer.from(output.send).toString("base64");
      if (sent.has(key)) continue;
      sent.add(key);
      stream.write(output.send).catch((error: Error) => {
        hearing(device.id).take([{ fault: { code: "LINK_DOWN", detail: `${stream.name}: ${error.message}` } }]);
      });
    }
  }

  return {
    async sample(device) {
      const waited = hearing(device).next(answerMs);
      for (const [stream, ears] of streams)
        for (const ear of ears)
          if (ear.device.id === device && ear.session.poll !== undefined) {
            ear.cancelPoll();
            poll(ear, stream);
          }
      return waited;
    },
    setInterval(device, everyMs, ownMs) {
      intervals.set(device, everyMs);
      hearing(device).setInterval(everyMs, ownMs);
    },
    async close() {
      await link.close();
      for (const each of hearings.values()) each.close();
    },
  };
}

/** Addresses that every device of the link called foreign: nobody here knows them. */
function strangers(all: readonly (readonly Output[])[]): string[] {
  const called = all.map(
    (outputs) => new Set(outputs.flatMap((output) => ("stranger" in output ? [output.stranger] : []))),
  );
  const [first, ...others] = called;
  return [...(first ?? [])].filter((address) => others.every((set) => set.has(address)));
}
