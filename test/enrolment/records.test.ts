/** Acceptance records reach the hub when there is one, under the name it gave the gateway, signed before or after. */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { runEnrol } from "../../agent/enrolment/command.ts";
import { enrol, gatewayKey } from "../../agent/enrolment/enrolled.ts";
import { fileRecords } from "../../agent/installation/filing.ts";
import { openInstalled } from "../../agent/installation/installed.ts";
import { type AcceptanceRecord, type SignedRecord, signRecord } from "../../agent/installation/record.ts";
import { stateFile } from "../../agent/journal/state-file.ts";
import type { FieldFault } from "../../core/fault.ts";
import { handClock } from "../kit/hand-clock.ts";
import { signInTo, startRig } from "../kit/quiet-hub.ts";
import { tempFolder } from "../kit/temp-folder.ts";
import { until } from "../kit/until.ts";

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

/** Files what lies in the folder until its mark is there; answers the names of the files. */
async function fileFrom(folder: string, mark: RegExp, faults: FieldFault[] = []) {
  const installed = await openInstalled(folder, quiet);
  const report = (fault: FieldFault) => void faults.push(fault);
  const filing = fileRecords({ folder, installed, clock: handClock(), report });
  onTestFinished(() => filing.close());
  return until("the record to be marked", async () => (await installed.files()).find((name) => mark.test(name)));
}

const id = "01KB2F0000000000000000ABCF";
/** A photo as nobody but the gateway takes it. */
const notAPhoto = Buffer.from("89504e47", "hex");

async function keepRecord(folder: string, photo: Buffer | null = null) {
  const installed = await openInstalled(folder, quiet);
  const record = recordOf(id, "gw-1");
  const devices = photo === null ? [] : [{ photo: await installed.keepPhoto(photo) } as never];
  await installed.keepFile(
    `${id}.json`,
    JSON.stringify(signRecord({ ...record, devices }, await gatewayKey(folder, quiet))),
  );
}

describe("filing", { timeout: 60_000 }, () => {
  it("marks a record as filed once its photos are there too", async () => {
    const { hub, operator, codeFor } = await setUp();
    const folder = tempFolder();
    await enrol(folder, { hub: hub.http, code: await codeFor("gw-1") }, quiet);
    await keepRecord(folder, notAPhoto);
    await fileFrom(folder, /\.json\.filed$/);
    const photo = createHash("sha256").update(notAPhoto).digest("hex");
    const answer = await fetch(`${hub.http}/api/records/${id}/photos/${photo}`, {
      headers: { cookie: operator.cookie },
    });
    expect(answer.status).toBe(200);
  });

  it("tells of a photo that the card tore, and never marks its record as filed", async () => {
    const { hub, codeFor } = await setUp();
    const folder = tempFolder();
    await enrol(folder, { hub: hub.http, code: await codeFor("gw-1") }, quiet);
    await keepRecord(folder, notAPhoto);
    const photo = createHash("sha256").update(notAPhoto).digest("hex");
    // The card gives back other bytes than were taken.
    writeFileSync(join(folder, "records", photo), Buffer.from("89504e48", "hex"));
    const faults: FieldFault[] = [];
    expect(await fileFrom(folder, /\.(filed|refused-\w+)$/, faults)).toMatch(/refused/);
    expect(faults).toMatchObject([{ detail: expect.stringContaining(`photo ${photo}`) }]);
  });

  it("takes no page of a network's sign-in for the hub: the record waits", async () => {
    const { hub, codeFor } = await setUp();
    const folder = tempFolder();
    await enrol(folder, { hub: hub.http, code: await codeFor("gw-1") }, quiet);
    const portal = createServer((_request, response) => void response.end("<html>sign in</html>"));
    await new Promise<void>((listening) => portal.listen(0, "127.0.0.1", listening));
    onTestFinished(() => void portal.close());
    const url = `http://127.0.0.1:${(portal.address() as { port: number }).port}`;
    const kept = stateFile<{ hub: string }>(join(folder, "enrolled.json"), quiet);
    await kept.write({ ...(await kept.read()), hub: url });
    await keepRecord(folder);
    const installed = await openInstalled(folder, quiet);
    const faults: FieldFault[] = [];
    const filing = fileRecords({ folder, installed, clock: handClock(), report: (fault) => void faults.push(fault) });
    onTestFinished(() => filing.close());
    await until("the fault", () => faults.find(({ code }) => code === "HUB_FOREIGN"));
    expect((await installed.files()).filter((name) => name !== `${id}.json`)).toEqual([]);
  });

  it("asks again after a new enrolment what was refused under the old one", async () => {
    const { hub, operator, codeFor, recordsOf } = await setUp();
    const folder = tempFolder();
    await enrol(folder, { hub: hub.http, code: await codeFor("gw-1") }, quiet);
    await operator.ask("POST", "/api/gateways/gw-1/certificates/revoke", { reason: "误操作" });
    await keepRecord(folder);
    await fileFrom(folder, /\.refused-/);
    await enrol(folder, { hub: hub.http, code: await codeFor("gw-1") }, quiet);
    await fileFrom(folder, /\.filed$/);
    expect(await recordsOf("gw-1")).toHaveLength(1);
  });
});

it("enrolling leaves settings that cannot be read as they are, and its code unused", async () => {
  const { hub, codeFor } = await setUp();
  const folder = tempFolder();
  const [settings, data] = [join(folder, "gateway.json"), join(folder, "data")];
  mkdirSync(settings);
  const wish = { hub: hub.http, code: await codeFor("gw-1"), link: "" };
  await expect(runEnrol(wish, settings, data)).rejects.toThrow(/^SETTING_INVALID.*EISDIR/);
  rmdirSync(settings);
  writeFileSync(settings, "{");
  await expect(runEnrol(wish, settings, data)).rejects.toThrow(/^SETTING_INVALID/);
  expect(readFileSync(settings, "utf8")).toBe("{");
  rmSync(settings);
  expect(await runEnrol(wish, settings, data)).toMatch(/gw-1 is enrolled/);
  expect(JSON.parse(readFileSync(settings, "utf8"))).toMatchObject({ gateway: { id: "gw-1" }, devices: [] });
});

describe("an acceptance record", { timeout: 60_000 }, () => {
  it("that was signed before the gateway enrolled is filed under the name the hub gave it", async () => {
    const { hub, codeFor, file, recordsOf } = await setUp();
    const folder = tempFolder();
    const signed = signRecord(recordOf("01KB2F0000000000000000ABCD", "gw-1a2b3c4d"), await gatewayKey(folder, quiet));
    expect((await file(signed)).status).toBe(403);
    await enrol(folder, { hub: hub.http, code: await codeFor("gw-dongchang") }, quiet);
    expect(await file(signed)).toEqual({ status: 200, body: { id: "01KB2F0000000000000000ABCD" } });
    expect(await recordsOf("gw-dongchang")).toEqual([{ ...signed, sound: true }]);
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
