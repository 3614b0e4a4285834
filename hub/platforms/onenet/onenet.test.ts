/** OneNET against published vectors: signatures, an encrypted capture, values as they are written. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commands, tokenOf } from "./api.ts";
import { decrypt } from "./decrypt.ts";
import { readLegacy } from "./legacy.ts";
import { rawValue } from "./raw-value.ts";
import { checkSignature, signatureOf } from "./signed.ts";

type Vectors = {
  pushes: { token: string; nonce: string; msg: string; signature: string; asReceived: string }[];
  apiToken: Record<"access_key" | "method" | "res" | "version" | "sign" | "header", string> & { et: number };
};
const vectors: Vectors = JSON.parse(readFileSync(join(import.meta.dirname, "vectors.json"), "utf8"));

describe("the signature of a push", () => {
  it.each(vectors.pushes)("of $msg is the published one", ({ token, nonce, msg, signature }) =>
    expect(signatureOf(token, nonce, msg)).toBe(signature),
  );

  it.each(vectors.pushes)("of $msg is accepted as it was received, its plus a blank", (vector) => {
    const { token, nonce, msg, asReceived } = vector;
    expect(() => checkSignature(asReceived, token, nonce, [msg])).not.toThrow();
    expect(() => checkSignature(asReceived, token, nonce, [`${msg}!`])).toThrow(/PUSH_REFUSED/);
    expect(() => checkSignature(asReceived, `${token}!`, nonce, [msg])).toThrow(/PUSH_REFUSED/);
  });
});

describe("the token of a request", () => {
  it("is the published one", () => {
    const { access_key: key, et, res, version, header } = vectors.apiToken;
    expect(tokenOf({ key, res, et, method: "sha1", version })).toBe(header);
  });
});

describe("an answer of the API", () => {
  const said = (status: number, body: unknown) =>
    commands.answered({ status, body: Buffer.from(typeof body === "string" ? body : JSON.stringify(body)) });

  it("is done where platform and device say so", () => {
    const params = { mute: 1 };
    const succ = { code: 0, msg: "succ", request_id: "r-1", data: { id: "1", code: 200, msg: "success", params } };
    expect(said(200, succ)).toEqual({ step: "done", task: "r-1", result: { state: "done", result: params } });
    expect(said(200, { code: 0, msg: "succ", data: null })).toEqual({ step: "done", result: { state: "done" } });
  });

  it("fails where either says no, with its words", () => {
    const failed = (answer: unknown, status = 200) => said(status, answer).result?.error;
    expect(failed({ code: 10421, msg: "device not online" })).toMatch(/^COMMAND_UNCARRIED.*10421 device not online$/);
    expect(failed({ code: 0, msg: "succ", data: { code: 400, msg: "no such service" } })).toMatch(
      /400 no such service$/,
    );
    expect(failed({ code: 401, msg: "auth fail" }, 401)).toMatch(/HTTP 401 401 auth fail$/);
    expect(failed("<html>", 404)).toMatch(/HTTP 404$/);
  });

  it("is a time-out where the device did not answer the platform", () =>
    expect(said(200, { code: 10411, msg: "device response timeout" })).toMatchObject({ step: "timeout" }));
});

describe("an encrypted message", () => {
  const key = "5xmTBxxZb7sUKsOEX6t3mFRmzpTwn6SHs4Bt2cLmPRS";
  const captured =
    "EOuuvSFSH/pgMeZ/EQK8Gy/N6G9wWmDBBiiBRpNUjuFOMda2As5wWrOmhpn03pxyle9ynPFigdLdo63TkLXa0c76/JD4355ImVIOafrkya5349rbaTORQEW7YV+LuQqxgDtlsgN8XB8ZWaj3E3EvsQ==";

  it("of the older platform is read with its key of 43 characters", () =>
    expect(JSON.parse(decrypt(captured, key))).toEqual({
      ...{ at: 1493263052000, type: 1, ds_id: "是否重复", value: 2, dev_id: 5582580 },
    }));

  it("is refused with another key, and where it is cut", () => {
    expect(() => decrypt(captured, `6${key.slice(1)}`)).toThrow(/PUSH_UNREADABLE: msg cannot be decrypted/);
    expect(() => decrypt(captured.slice(0, 40), key)).toThrow(/PUSH_UNREADABLE/);
    expect(() => decrypt("", "AAlvB3jc2dlPq2nF")).toThrow(/PUSH_UNREADABLE/);
  });
});

describe("a data point", () => {
  it("keeps its value as it came, under its stream", () => {
    const msg = {
      at: 1466133706841,
      type: 1,
      value: "30",
      imei: "867000000975073",
      dev_id: 1016617,
      ds_id: "3200_0_5750",
    };
    expect(readLegacy(msg, [])).toEqual([
      {
        ...{ device: "1016617", platformAt: 1466133706841, settings: { imei: "867000000975073" } },
        ...{ kind: "properties", properties: { "3200_0_5750": "30" } },
      },
    ]);
  });

  it("of a cached command says that the device has it, or what it did", () => {
    const of = (more: object) => readLegacy({ type: 7, dev_id: 1, cmd_id: "c-1", ...more }, [])[0];
    expect(of({ cmd_type: 1 })).toMatchObject({ command: "c-1", step: "delivered", result: null });
    expect(of({ cmd_type: 2 })).toMatchObject({ step: "done", result: { state: "done" } });
    expect(of({ cmd_type: 2, confirm_status: 500 })).toMatchObject({ step: "failed", result: { state: "failed" } });
  });
});

describe("a value as it was written", () => {
  it("is found whatever stands around it, blanks and all", () => {
    expect(rawValue('{ "a" : "msg", "msg" : { "x" : [1, "}"] , "y":"\\"," } , "b":1}', "msg")).toBe(
      '{ "x" : [1, "}"] , "y":"\\"," }',
    );
    expect(rawValue('{"n":{"msg":1}}', "msg")).toBeNull();
    expect(rawValue("{}", "msg")).toBeNull();
  });

  it("is the last of its name, as a parser has it", () =>
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom("msg", "a", 'q"'), fc.jsonValue()), { maxLength: 6 }),
        (members) => {
          const text = `{${members.map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value, null, 1)}`).join(" ,")}}`;
          const raw = rawValue(text, "msg");
          expect(raw === null ? undefined : JSON.parse(raw)).toEqual(JSON.parse(text).msg);
        },
      ),
    ));
});
