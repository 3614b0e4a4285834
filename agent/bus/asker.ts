/** One round of question and answer on a line: what went wrong ends here as a value. */
import type { FaultCode, FieldFault } from "../../core/fault.ts";
import type { PointId } from "../../core/id.ts";
import type { Value } from "../../core/reading.ts";
import type { AskingSession, Output } from "../../drivers/kit/driver.ts";
import type { Clock } from "../clock/clock.ts";

export type BusSettings = {
  /** How long a device may take to begin and to finish its answer. */
  timeoutMs: number;
  /** Silence between two questions, for adapters and slow transceivers. */
  gapMs: number;
};

export type Asked = {
  session: AskingSession;
  /** Null when the value is possible; otherwise what is wrong with it. */
  refuses(point: PointId, value: Value): FieldFault | null;
};

/** `unsettled`: the line may still carry an answer, so it must be quiet before the next question. */
export type Round = { code: FaultCode | ""; detail: string; readings: Record<string, Value>; unsettled: boolean };

export type Asker = {
  /** Asks and hears until the session has all it wants, or its time is over. One at a time. */
  ask(device: Asked): Promise<Round>;
  /** Hands over bytes from the line; false when nobody asked for them. */
  hear(bytes: Uint8Array): boolean;
  /** The line is gone: whoever waits for an answer stops waiting. */
  giveUp(reason: string): void;
};

/** After these the line may still carry an answer. */
const unsettling = new Set<FaultCode>(["FIELD_SILENT", "FIELD_DAMAGED", "FIELD_FOREIGN", "FIELD_LATE"]);

/** A line that has not taken a question by then will not: the longest frame takes 9.4 s at 300 bit/s. */
const sendingMs = 10_000;

/** A round that ended before it could yield anything. */
export function failed(code: FaultCode, detail: string): Round {
  return { code, detail, readings: {}, unsettled: false };
}

export function createAsker(write: (bytes: Uint8Array) => Promise<void>, settings: BusSettings, clock: Clock): Asker {
  let waiting: { hear(bytes: Uint8Array): void; giveUp(fault: FieldFault): void } | null = null;

  async function ask(device: Asked): Promise<Round> {
    const { session } = device;
    const round: Round = { code: "", detail: "", readings: {}, unsettled: false };
    let outputs = session.poll(clock.monotonic());
    for (;;) {
      for (const output of outputs) take(round, output, device);
      const question = outputs.find((output) => "send" in output);
      if (question === undefined) return round;
      outputs = await exchange(session, question.send);
      if (session.awaiting()) await new Promise<void>((resolve) => clock.after(settings.gapMs, resolve));
    }
  }

  /** Listens before it sends: a quick device answers before the line reports the question as sent. A foreign frame does not stop the clock. */
  function exchange(session: AskingSession, question: Uint8Array): Promise<Output[]> {
    return new Promise((resolve) => {
      const heard: Output[] = [];
      let cancel: () => void = () => undefined;
      const finish = () => {
        cancel();
        if (waiting === mine) waiting = null;
        resolve(heard);
      };
      const mine = {
        hear(bytes: Uint8Array) {
          heard.push(...session.receive(bytes, clock.monotonic()));
          if (!session.awaiting() || heard.some((output) => "send" in output)) finish();
        },
        giveUp(fault: FieldFault) {
          session.expire(clock.monotonic());
          heard.push({ fault });
          finish();
        },
      };
      const expire = () => {
        heard.push(...session.expire(clock.monotonic()));
        finish();
      };
      waiting = mine;
      cancel = clock.after(sendingMs, () =>
        mine.giveUp({ code: "LINK_DOWN", detail: `the line took no bytes for ${sendingMs} ms` }),
      );
      write(question).then(
        () => {
          if (waiting !== mine) return;
          cancel();
          cancel = clock.after(settings.timeoutMs, expire);
        },
        (error: Error) => {
          if (waiting === mine) mine.giveUp({ code: "LINK_DOWN", detail: error.message });
        },
      );
    });
  }

  return {
    ask,
    hear(bytes) {
      if (waiting === null) return false;
      waiting.hear(bytes);
      return true;
    },
    giveUp: (reason) => waiting?.giveUp({ code: "LINK_DOWN", detail: reason }),
  };
}

/** The first fault of a round names it. */
function take(round: Round, output: Output, device: Asked): void {
  if ("send" in output || "stranger" in output) return;
  const fault = "fault" in output ? output.fault : device.refuses(output.reading.point, output.reading.value);
  if ("reading" in output && fault === null) round.readings[output.reading.point] = output.reading.value;
  if (fault === null) return;
  if (round.code === "") Object.assign(round, fault);
  round.unsettled ||= unsettling.has(fault.code);
}
