/** A record proves that nothing was changed; who signed it is proved by the key that one knows already, and by nothing else. */
import { generateKeyPairSync } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { tempFolder } from "../../test/kit/temp-folder.ts";
import { type AcceptanceRecord, fingerprintOf, type SignedRecord, signRecord } from "./record.ts";
import { runVerify } from "./verify.ts";

const content = {
  record: 1,
  id: "01KB2F0000000000000000ABCD",
  gateway: { id: "gw-1", title: "门卫室网关", place: "东昌小区" },
  at: 1_790_000_000_000,
  devices: [{ id: "pit-1" }],
} as unknown as AcceptanceRecord;

const newKey = () =>
  generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const own = newKey();
const signed = signRecord(content, own);
const key = fingerprintOf(signed.publicKey);

function verify(record: unknown, wish: { key?: string; certificate?: string; ca?: string } = {}) {
  const path = join(tempFolder(), "record.json");
  writeFileSync(path, typeof record === "string" ? record : JSON.stringify(record));
  return runVerify({ path, key: "", certificate: "", ca: "", ...wish });
}

/** Altered, and signed again with a key of the forger's. */
const forged = signRecord({ ...content, devices: [] }, newKey());

describe("a record", () => {
  it("that is as it was signed is said to be unchanged, and that the key has to be compared", async () => {
    for (const record of [signed, forged]) {
      const { text, isSound } = await verify(record);
      expect(isSound).toBe(true);
      expect(text).toContain(": unchanged since it was signed\n");
      expect(text).toContain(`key ${fingerprintOf(record.publicKey)}\nwhose key that is, only comparing it proves`);
      expect(text).not.toContain("valid");
    }
  });

  it.each([key, key.replaceAll(" ", ""), key.toUpperCase().replaceAll(" ", ":")])(
    "is valid where it is signed by the key that is named (%s)",
    async (wished) => {
      const { text, isSound } = await verify(signed, { key: wished });
      expect([isSound, text.includes("valid, signed by the key that was named")]).toEqual([true, true]);
    },
  );

  it("that was altered and signed again by somebody else is not valid", async () => {
    const { text, isSound } = await verify(forged, { key });
    expect(isSound).toBe(false);
    expect(text).toContain(`NOT VALID, another key signed it: it is signed with ${fingerprintOf(forged.publicKey)}`);
  });

  it("that was changed is not valid, whatever it says", async () => {
    const changed = { ...signed, text: signed.text.replace("pit-1", "pit-2") };
    expect(await verify(changed, { key })).toMatchObject({
      isSound: false,
      text: expect.stringMatching(/was changed/),
    });
  });

  it("says nothing to the terminal but words", async () => {
    const title = "\u001b[2J门卫\n: valid";
    const { text } = await verify(signRecord({ ...content, gateway: { ...content.gateway, title } }, own));
    expect(text).toContain("record 01KB2F0000000000000000ABCD of gw-1 ( [2J门卫 : valid)\n");
  });
});

describe("what is no record is said so", () => {
  it.each(["", "null", "[]", "7", "{}", "{", '{"text":1,"signature":"","publicKey":""}'])("%s", async (text) => {
    await expect(verify(text)).rejects.toThrow(/^INPUT_INVALID: .*record\.json is no acceptance record/);
  });

  it.each([null, [], 7, "x", {}, { ...content, at: 1e300 }, { ...content, gateway: "gw-1" }])(
    "%j, signed",
    async (strange) => {
      const record: SignedRecord = signRecord(strange as never, own);
      await expect(verify(record)).rejects.toThrow(/^INPUT_INVALID: what .* signs is no acceptance record/);
    },
  );

  it.each(["abc", "0".repeat(31), "zz".repeat(16)])("a fingerprint such as %s", async (wished) => {
    await expect(verify(signed, { key: wished })).rejects.toThrow(/^INPUT_INVALID: --key .* is no fingerprint/);
  });
});
