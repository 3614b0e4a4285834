import { beforeEach, describe, expect, it } from "vitest";
import { type SharedStream, shareStream, type Told } from "./shared-stream.ts";
import type { Source } from "./source.ts";

type HandSource = Source & { says(name: string, id: string): void; closed: boolean };

let opened: { after: string | null; source: HandSource }[];
let shared: SharedStream;
const stream = () => (opened[opened.length - 1] as (typeof opened)[number]).source;
const opens = () => stream().onopen?.(new Event("open"));

function handSource(): HandSource {
  const listeners = new Map<string, (event: MessageEvent<string>) => void>();
  return {
    onopen: null,
    onerror: null,
    closed: false,
    addEventListener: (name, listener) => void listeners.set(name, listener),
    close() {
      this.closed = true;
    },
    says: (name, lastEventId) => listeners.get(name)?.({ data: "{}", lastEventId } as MessageEvent<string>),
  };
}

function tab() {
  const told: string[] = [];
  const port = {
    postMessage: (one: Told) => void told.push(one.tell === "line" ? `${one.name} ${one.id}` : one.tell),
  };
  const join = (after: string | null = null, account = "wang") =>
    shared.ask(port, { ask: "join", account, names: ["alert"], after });
  return {
    told,
    join,
    leave: () => shared.ask(port, { ask: "leave" }),
    doubt: () => shared.ask(port, { ask: "doubt" }),
  };
}

beforeEach(() => {
  opened = [];
  shared = shareStream((after) => {
    const source = handSource();
    opened.push({ after, source });
    return source;
  });
});

describe("the stream that tabs share", () => {
  it("is one, and tells each of them", () => {
    const [first, second] = [tab(), tab()];
    first.join();
    opens();
    stream().says("hello", "e-1");
    second.join();
    stream().says("alert", "e-2");
    expect(opened).toHaveLength(1);
    expect(first.told).toEqual(["open", "hello e-1", "alert e-2"]);
    expect(second.told).toEqual(["open", "hello e-1", "alert e-2"]);
  });

  it("ends with the last of them, and goes on from there with the next", () => {
    const first = tab();
    first.join();
    opens();
    stream().says("alert", "e-2");
    first.leave();
    expect(stream().closed).toBe(true);
    first.join("e-2");
    expect(opened.map(({ after }) => after)).toEqual([null, "e-2"]);
    opens();
    expect(first.told).toEqual(["open", "alert e-2", "open"]);
  });

  it("tells who was away what it missed, or to read everything again where that is not known", () => {
    const [stays, back, long] = [tab(), tab(), tab()];
    stays.join();
    opens();
    for (const id of ["e-1", "e-2", "e-3"]) stream().says("alert", id);
    back.join("e-1");
    long.join("old");
    expect(back.told).toEqual(["open", "alert e-2", "alert e-3"]);
    expect(long.told).toEqual(["open", "reset e-3"]);
  });

  it("begins again for all where one doubts it", () => {
    const [first, second] = [tab(), tab()];
    first.join();
    second.join();
    opens();
    first.doubt();
    expect(stream().closed).toBe(true);
    expect(second.told).toEqual(["open", "error"]);
    second.join("e-1");
    expect(opened).toHaveLength(2);
  });

  it("is not kept for the next account, nor what was heard on it", () => {
    const [wang, lin] = [tab(), tab()];
    wang.join();
    opens();
    stream().says("alert", "e-1");
    lin.join(null, "lin");
    expect(opened.map(({ after }) => after)).toEqual([null, null]);
    opens();
    expect(wang.told).toEqual(["open", "alert e-1", "error"]);
    expect(lin.told).toEqual(["open"]);
  });
});
