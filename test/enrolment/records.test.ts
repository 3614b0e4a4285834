/** Acceptance records reach the hub when there is one, under the name it gave the gateway, signed before or after. */
import { describe, expect, it } from "vitest";
import { enrol, gatewayKey } from "../../agent/enrolment/enrolled.ts";
import { type AcceptanceRecord, type SignedRecord, signRecord } from "../../agent/installation/record.ts";
import { signInTo, startRig } from "../kit/quiet-hub.ts";
import { tempFolder } from "../kit/temp-folder.ts";

const quiet = () => undefined;

function recordOf(id: string, gateway: string): AcceptanceRecord {
  return {
    ...{
      record: 1,
      id,
      gateway: { id: gateway, title: "新网关", place: "门卫室" },
      version: "0.1.0",
      at: 1_790_000_000_000,
    },
    ...{ isClockSure: true, isOnline: false, technician: { name: "老张", signature: "" }, witness: null, devices: [] },
  };
}

async function setUp() {
  const data = tempFolder();
  const hub = await startRig(data);
  const operator = await signInTo(hub, data);
  const codeFor = async (gateway: string) =>
    ((await operator.ask("POST", "/api/enrolments", { gateway })).body as { code: string }).code;
  const file = async (signed: SignedRecord) => {
    const headers = { "content-type": "application/json" };
    const answer = await fetch(`${hub.http}/api/records`, { method: "POST", headers, body: JSON.stringify(signed) });
    return { status: answer.status, body: await answer.json() };
  };
  const recordsOf = async (gateway: string) => (await operator.ask("GET", `/api/gateways/${gateway}/records`)).body;
  return { hub, operator, codeFor, file, recordsOf };
}

describe("an acceptance record", { timeout: 60_000 }, () => {
  it("that was signed before the gateway enrolled is filed under the name the hub gave it", async () => {
    const { hub, codeFor, file, recordsOf } = await setUp();
    const folder = tempFolder();
    const signed = signRecord(recordOf("01KB2F0000000000000000ABCD", "gw-1a2b3c4d"), await gatewayKey(folder, quiet));
    expect((await file(signed)).status).toBe(403);
    await enrol(folder, { hub: hub.http, code: await codeFor("gw-dongchang") }, quiet);
    expect(await file(signed)).toEqual({ status: 200, body: { id: "01KB2F0000000000000000ABCD" } });
    expect(await recordsOf("gw-dongchang")).toEqual([signed]);
  });

  it("of a changed text, an unknown key or a revoked gateway is refused", async () => {
    const { hub, operator, codeFor, file, recordsOf } = await setUp();
    const folder = tempFolder();
    await enrol(folder, { hub: hub.http, code: await codeFor("gw-1") }, quiet);
    const record = recordOf("01KB2F0000000000000000ABCE", "gw-1");
    const signed = signRecord(record, await gatewayKey(folder, quiet));
    const stranger = signRecord(record, await gatewayKey(tempFolder(), quiet));
    for (const wrong of [{ ...signed, text: signed.text.replace("老张", "老李") }, stranger])
      expect(await file(wrong)).toMatchObject({ status: 403, body: { code: "CERTIFICATE_REFUSED" } });
    await operator.ask("POST", "/api/gateways/gw-1/certificates/revoke", { reason: "被偷了" });
    expect((await file(signed)).status).toBe(403);
    expect(await recordsOf("gw-1")).toEqual([]);
  });
});
