/** The transcript runner tells right from wrong, and names the line. */
import { describe, expect, it } from "vitest";
import type { Output, Session } from "./driver.ts";
import { fromHex, toHex } from "./hex.ts";
import { parseTranscript, playTranscript } from "./transcript.ts";

/** A session that asks 0x01 and takes any answer for a value; its clock shows in the fault. */
function session(): Session {
  let due = false;
  const answer = (output: Output) => {
    due = false;
    return [output];
  };
  return {
    poll: () => {
      due = true;
      return [{ send: Uint8Array.of(1) }];
    },
    receive: ([value = 0]) => answer({ reading: { point: "value" as never, value } }),
    expire: (now) => answer({ fault: { code: "FIELD_SILENT", detail: `after ${now} ms` } }),
    awaiting: () => due,
  };
}

function play(...body: string[]) {
  return playTranscript(parseTranscript(["# made by hand", "{}", ...body].join("\n")), session());
}

describe("a transcript", () => {
  it("is true when every step yields what it says", () => {
    const steps = play(
      "poll",
      "> 01",
      "< 07",
      "= value 7",
      "poll",
      "> 01",
      "pause 30",
      "silence",
      "! FIELD_SILENT after 30 ms",
    );
    for (const { expected, actual } of steps) expect(actual).toEqual(expected);
  });

  it("shows expected and actual side by side, with the line", () => {
    expect(play("poll", "> 01", "< 07", "= value 8")[1]).toEqual({
      line: 5,
      stimulus: "< 07",
      expected: ["= value 8"],
      actual: ["= value 7"],
    });
  });

  it("is not true while a reply is still due at its end", () => {
    expect(play("poll", "> 01").at(-1)?.actual).toEqual(["a reply is due"]);
  });

  it.each([
    ["does not say where its bytes come from", "{}\npoll", "line 1"],
    ["has neither settings nor a model", "# made by hand\npoll", "neither settings nor a model"],
  ])("is refused when it %s", (_, text, message) => expect(() => parseTranscript(text)).toThrow(message));

  it("is refused when a line is neither stimulus nor expectation", () => {
    expect(() => play("polll")).toThrow('line 3: "polll"');
    expect(() => play("poll", "> 0x1")).toThrow("not bytes in hex");
  });

  it("may name a model and what the device adds to it", () => {
    expect(parseTranscript('# source\nmodel gauge {"unit":2}\npoll')).toMatchObject({
      model: "gauge",
      settings: { unit: 2 },
    });
    expect(parseTranscript("# source\nmodel gauge\npoll")).toMatchObject({ model: "gauge", settings: {} });
  });
});

describe("hex", () => {
  it("reads what it writes", () => expect(fromHex(toHex([0, 1, 0xab]))).toEqual(Uint8Array.of(0, 1, 0xab)));
  it.each(["0", "0g", "0x01"])("does not read %s", (text) => expect(fromHex(text)).toBeNull());
});
