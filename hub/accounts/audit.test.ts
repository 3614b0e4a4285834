/** The audit trail: what is written, and what a hand on the database cannot hide. */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { browser, person } from "../../test/kit/people.ts";
import { quietHub, silent } from "../../test/kit/quiet-hub.ts";
import { tempFolder } from "../../test/kit/temp-folder.ts";
import { root as projectRoot } from "../../test/rig/paths.ts";
import type { AuditEntry, AuditRow } from "../store/audit.ts";
import { openStore } from "../store/open.ts";
import { addAudit, root, verifyChain } from "./audit.ts";
import { auditCommand } from "./audit-command.ts";
import { headFile, noteHead, readHead } from "./audit-head.ts";

const start = 1_790_000_000_000;

const entry = (n: number): AuditEntry => ({
  ...{ at: start + n, who: n % 2 ? "chen" : "li", address: "10.0.0.1", what: "moveTicket", on: `ticket-${n}` },
  ...{ outcome: "done", request: `request-${n}`, detail: "" },
});

const anyRow = "INSERT INTO audit (n, at, who, address, what, object, outcome, request, detail, hash)";
const sameRow = "at, who, address, what, object, outcome, request, detail, hash";

/** A trail of five rows in a folder of its own, its head noted, and a hand on the database. */
async function trail() {
  const folder = tempFolder();
  const store = openStore(folder, start);
  for (let n = 1; n <= 5; n++) await store.transaction((tables) => addAudit(tables, entry(n)));
  await noteHead(store, folder, silent);
  const verify = async (noted = readHead(folder)) =>
    verifyChain((n) => store.read(({ audit }) => audit.after(n, 2)), noted);
  const meddle = (sql: string) => {
    const database = new DatabaseSync(join(folder, "hub.db"));
    database.exec(sql);
    database.close();
  };
  return { folder, store, verify, meddle };
}

describe("the chain", () => {
  test("is whole as it was written, page by page", async () => {
    const { store, verify } = await trail();
    expect(await verify()).toMatchObject({ state: "whole", rows: 5, head: { n: 5 } });
    await store.close();
  });

  test.each([
    ["a changed row", "UPDATE audit SET who = 'li' WHERE n = 3", 3],
    ["a changed time", "UPDATE audit SET at = at + 1 WHERE n = 1", 1],
    ["a removed row", "DELETE FROM audit WHERE n = 2", 2],
    ["a removed row, the others moved up", "DELETE FROM audit WHERE n = 2; UPDATE audit SET n = n - 1 WHERE n > 2", 2],
    [
      "two rows that changed places",
      "UPDATE audit SET n = -3 WHERE n = 3; UPDATE audit SET n = 3 WHERE n = 4; UPDATE audit SET n = 4 WHERE n = -3",
      3,
    ],
    ["a row put in before the first", `${anyRow} SELECT 0, ${sameRow} FROM audit WHERE n = 1`, 0],
    ["a row with a number below zero", `${anyRow} SELECT -7, ${sameRow} FROM audit WHERE n = 1`, -7],
    ["an end that was cut off", "DELETE FROM audit WHERE n > 3", 4],
    ["a trail that was emptied", "DELETE FROM audit", 1],
  ])("does not hide %s", async (_what, sql, n) => {
    const { store, verify, meddle } = await trail();
    meddle(sql);
    expect(await verify()).toMatchObject({ state: "broken", n });
    await store.close();
  });

  test.each(["\ud800", "name\udfff", "a\0b", "𠮷"])("stays whole whatever text a row is given: %j", async (text) => {
    const { store, verify } = await trail();
    await store.transaction((tables) => addAudit(tables, { ...entry(6), who: text, on: text, detail: text }));
    expect(await verify()).toMatchObject({ state: "whole", rows: 6 });
    await store.close();
  });

  test("written anew from a row on with right hashes does not lead to the head that was noted", async () => {
    const { store, verify, meddle } = await trail();
    meddle("DELETE FROM audit WHERE n > 3");
    for (const n of [6, 7, 8]) await store.transaction((tables) => addAudit(tables, entry(n)));
    expect(await verify(null)).toMatchObject({ state: "whole" });
    expect(await verify()).toMatchObject({ state: "broken", n: 5 });
    await store.close();
  });

  test("that no longer leads on from the noted head is not noted over it", async () => {
    const { folder, store, meddle } = await trail();
    const before = readFileSync(headFile(folder), "utf8");
    meddle("DELETE FROM audit WHERE n > 3");
    expect(await noteHead(store, folder, silent)).toBe(false);
    expect(readFileSync(headFile(folder), "utf8")).toBe(before);
    await store.close();
  });

  test("begins anywhere but before its first row nowhere", async () => {
    expect(await verifyChain(async () => [], null)).toEqual({ state: "whole", rows: 0, head: root });
    const stray = [{ ...entry(2), n: 2, hash: "0".repeat(64) }] as AuditRow[];
    expect(await verifyChain(async (n) => (n < 0 ? stray : []), null)).toMatchObject({ state: "broken", n: 1 });
  });
});

describe("lilong-hub audit verify", () => {
  const run = async (args: string[]) => {
    let said = "";
    const code = await auditCommand(args, (text) => {
      said += text;
    });
    return { code, said };
  };

  test("ends with 0, 1 or 2 and names the first broken row", async () => {
    const { folder, store, meddle } = await trail();
    await store.close();
    const whole = await run(["verify", "--data", folder]);
    expect(whole).toMatchObject({ code: 0, said: expect.stringMatching(/^whole: 5 rows; head 5:[0-9a-f]{64}\n$/) });
    const head = /head (\S+)/.exec(whole.said)?.[1] ?? "";
    meddle("UPDATE audit SET outcome = 'done too' WHERE n = 4");
    expect(await run(["verify", "--data", folder])).toMatchObject({
      code: 1,
      said: expect.stringMatching(/^broken at row 4: /),
    });
    meddle("DELETE FROM audit WHERE n > 3");
    writeFileSync(headFile(folder), `3 ${"0".repeat(64)}\n`);
    expect(await run(["verify", "--data", folder])).toMatchObject({ code: 1 });
    expect(await run(["verify", "--data", folder, "--head", head])).toMatchObject({
      code: 1,
      said: expect.stringContaining("row 5 was written"),
    });
    expect((await run(["verify", "--data", join(folder, "nowhere")])).code).toBe(2);
    expect((await run(["verify", "--data", folder, "--head", "5"])).code).toBe(2);
    expect((await run(["mend"])).code).toBe(2);
    writeFileSync(headFile(folder), "rubbish");
    expect((await run(["verify", "--data", folder])).code).toBe(2);
  });

  test("is a command of the hub", async () => {
    const { folder, store } = await trail();
    await store.close();
    const args = [join(projectRoot, "hub/main.ts"), "audit", "verify", "--data", folder];
    const { status, stdout } = spawnSync(process.execPath, args, { encoding: "utf8" });
    expect([status, stdout]).toEqual([0, expect.stringMatching(/^whole: 5 rows/)]);
  });
});

describe("what the API writes", () => {
  async function signedIn() {
    const hub = await quietHub();
    await person(hub, "chen");
    const own = browser(hub);
    await own.signIn("chen");
    const rows = (filter: object = {}) => hub.read(({ audit }) => audit.before(1e9, filter, 100));
    return { hub, own, rows };
  }

  test("each sign-in, each refusal, each change, with the request's id; no reading, no secret", async () => {
    const { own, rows } = await signedIn();
    await own.ask("GET", "/api/tickets");
    const switched = await own.ask("PUT", "/api/posture", { level: "typhoon-blue", reason: "台风蓝色预警" });
    expect(switched.status).toBe(200);
    const wrong = await own.ask("PUT", "/api/posture", { level: "typhoon-blue", reason: "" });
    await own.signIn("chen", "not the password");
    const told = (await rows()).reverse();
    expect(told.map(({ who, what, outcome }) => [who, what, outcome])).toEqual([
      ["chen", "signIn", "done"],
      ["chen", "switchPosture", "done"],
      ["chen", "switchPosture", wrong.body.code],
      ["chen", "signIn", "SIGN_IN_REFUSED"],
    ]);
    expect(told[2]?.request).toBe(wrong.body.request);
    expect(JSON.stringify(told)).not.toContain("not the password");
  });

  test("a change and its row are one transaction: what was refused left no row of having been done", async () => {
    const { own, rows } = await signedIn();
    await own.ask("POST", "/api/tickets/nothing/moves", { move: "admit" });
    expect(await rows({ what: "moveTicket" })).toMatchObject([{ on: "nothing", outcome: "NOT_FOUND" }]);
  });

  test("exports, imports, and what somebody had no right to", async () => {
    const { hub, own, rows } = await signedIn();
    await own.ask("GET", "/api/scores.xlsx");
    const { body } = await own.ask("GET", "/api/rulebook/units");
    await own.ask("PUT", "/api/rulebook/units", body.body);
    await person(hub, "lin", { role: "read-only" });
    const other = browser(hub, "10.0.0.2");
    await other.signIn("lin");
    await other.ask("GET", "/api/audit");
    await browser(hub).ask("PUT", "/api/posture", {});
    expect((await rows()).map(({ who, what, on, outcome }) => [who, what, on, outcome]).slice(0, 4)).toEqual([
      ["lin", "listAudit", "", "RIGHT_MISSING"],
      ["lin", "signIn", "lin", "done"],
      ["chen", "importRulebook", "units", "done"],
      ["chen", "exportScores", "", "done"],
    ]);
  });

  test("no stranger's name and no long text breaks it", async () => {
    const { hub, own } = await signedIn();
    await browser(hub).ask("POST", "/api/session", { name: "\ud800", password: "x" });
    await own.ask("POST", "/api/tickets/%00/moves", { move: "admit" });
    // The cut of the row's words falls into the middle of a rare character.
    const lin = { name: "lin", display: "林", unit: null, phone: null, areas: Array(9).fill("𠮷".repeat(31)) };
    for (const role of ["operator", "operators"]) await own.ask("POST", "/api/people", { ...lin, role });
    await own.ask("POST", `/api/tickets/${"a".repeat(199)}${encodeURIComponent("𠮷")}/moves`, { move: "admit" });
    expect((await own.ask("GET", "/api/audit/verify")).body).toMatchObject({ state: "whole" });
  });

  test("is read by page and filter, and verified, by who has the right", async () => {
    const { own } = await signedIn();
    for (let i = 0; i < 5; i++) await own.ask("POST", "/api/tickets/nothing/moves", { move: "admit" });
    const first = await own.ask("GET", "/api/audit?limit=4");
    expect(first.body.map(({ n }: AuditRow) => n)).toEqual([6, 5, 4, 3]);
    expect(first.headers).toMatchObject({ "x-total-count": "6", link: '</api/audit?limit=4&cursor=3>; rel="next"' });
    const second = await own.ask("GET", "/api/audit?limit=4&cursor=3");
    expect(second.body.map(({ n }: AuditRow) => n)).toEqual([2, 1]);
    expect(second.headers.link).toBeUndefined();
    expect((await own.ask("GET", "/api/audit?what=signIn&who=chen")).body).toMatchObject([{ n: 1 }]);
    expect((await own.ask("GET", `/api/audit?from=${start + 1}`)).body).toEqual([]);
    expect((await own.ask("GET", "/api/audit/verify")).body).toMatchObject({ state: "whole", rows: 6 });
  });
});
