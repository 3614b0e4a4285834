/** What a person who is signed in can do on the page, by the name in the address. */
import { ulid } from "ulid";
import {
  type AlertEvent,
  mostNoteLength,
  type PersonEvent,
  patrolRule,
  type SensorEvent,
} from "../../core/alert-event.ts";
import { Fault } from "../../core/fault.ts";
import type { AlertId, EventId, TicketId } from "../../core/id.ts";
import { faultPoint } from "../../core/point.ts";
import { quality } from "../../core/quality.ts";
import { findAlert } from "../alarms/board.ts";
import type { Siren } from "../alarms/siren.ts";
import type { Clock } from "../clock/clock.ts";
import type { Input } from "../input.ts";
import { selfId } from "../registration/self-device.ts";
import { photoEvents } from "./photo.ts";

export type Request = {
  by: string;
  /** The alert it is about, or empty. */
  alert: string;
  body: Record<string, unknown>;
  input: Pick<Input, "board" | "onPerson">;
  siren: Pick<Siren, "silence" | "test">;
  clock: Pick<Clock, "wall" | "trust" | "after">;
  waitingEvents(): number;
};
/** Resolves with what the page should know of it. */
export type Act = (request: Request) => Promise<unknown>;

const mostMinutes = 24 * 60;
const mostPlaceLength = 200;
/** With so many events waiting a photo could crowd out alerts: words are taken, pictures are not. */
const mostWaiting = 5000;
/** Beyond it the page says that the card does not take it yet; it is kept and tried on. */
const durableMs = 10_000;

export const actions: Readonly<Record<string, Act>> = {
  acknowledge: (request) => happen(request, [{ kind: "acknowledged", ...lineOf(request) }]),
  note: (request) => happen(request, [{ kind: "noted", ...lineOf(request), text: wordsOf(request, "text") }]),
  shelve(request) {
    const minutes = minutesOf(request, 0);
    const until = minutes === 0 ? null : request.clock.wall() + minutes * 60_000;
    return happen(request, [{ kind: "shelved", ...lineOf(request), until, reason: wordsOf(request, "reason") }]);
  },
  photo(request) {
    if (request.waitingEvents() > mostWaiting)
      throw new Fault("PHOTO_REFUSED", `${request.waitingEvents()} events wait for the hub; write a note instead`);
    return happen(request, photoEvents(request.body.bytes as Buffer, lineOf(request)));
  },
  async patrol(request) {
    const events = patrolEvents(request);
    await happen(request, events);
    return { alert: events[0]?.alert };
  },
  async silence(request) {
    request.siren.silence(minutesOf(request, 1), request.by);
  },
  async test({ siren }) {
    // It takes a while: the page hears and sees it.
    void siren.test();
  },
};

/** On the disk before the page says that it is done. Throws `DISK_FAILED` while the card refuses. */
async function happen({ input, clock }: Request, events: readonly AlertEvent[]): Promise<void> {
  let cancel: () => void = () => undefined;
  const late = new Promise<never>((_, failed) => {
    cancel = clock.after(durableMs, () =>
      failed(new Fault("DISK_FAILED", "it is kept in memory and tried again until the card takes it")),
    );
  });
  await Promise.race([input.onPerson(events), late]).finally(cancel);
}

/** Raised, written down and seen by the same person at once: no siren, but a case of its own for the hub. */
function patrolEvents(request: Request): (SensorEvent | PersonEvent)[] {
  const { by, clock, body } = request;
  const at = clock.wall();
  const severity = body.severity as SensorEvent["severity"];
  if (![1, 2, 3, 4].includes(severity)) throw new Fault("INPUT_INVALID", "/severity must be 1, 2, 3 or 4");
  const place = wordsOf(request, "place").slice(0, mostPlaceLength);
  const text = wordsOf(request, "text");
  const [alert, ticket] = [ulid(at) as AlertId, ulid(at) as TicketId];
  const time = { at, quality: clock.trust() === "synced" ? quality.good : quality.estimated };
  const raised: SensorEvent = {
    ...{ kind: "raised", alert, ticket, device: selfId, rule: patrolRule(alert), point: faultPoint, severity },
    ...{ ...time, value: place },
  };
  const line = () => ({ id: ulid(at) as EventId, alert, ticket, by, ...time });
  return [
    raised,
    { kind: "noted", ...line(), text },
    { kind: "acknowledged", ...line() },
    { ...raised, kind: "cleared" },
  ];
}

/** Throws `NOT_FOUND`. */
function lineOf({ input, alert, by, clock }: Request) {
  const known = findAlert(input.board(), alert as AlertId);
  if (known === undefined) throw new Fault("NOT_FOUND", `alert ${alert}`);
  return {
    id: ulid(clock.wall()) as EventId,
    alert: known.raised.alert,
    ticket: known.raised.ticket,
    by,
    at: clock.wall(),
    quality: clock.trust() === "synced" ? quality.good : quality.estimated,
  };
}

function wordsOf({ body }: Request, field: string): string {
  const words = typeof body[field] === "string" ? body[field].trim() : "";
  if (words === "" || words.length > mostNoteLength)
    throw new Fault("INPUT_INVALID", `/${field} must be 1 to ${mostNoteLength} characters`);
  return words;
}

function minutesOf({ body: { minutes } }: Request, least: number): number {
  if (!Number.isInteger(minutes) || (minutes as number) < least || (minutes as number) > mostMinutes)
    throw new Fault("INPUT_INVALID", `/minutes must be a whole number from ${least} to ${mostMinutes}`);
  return minutes as number;
}
