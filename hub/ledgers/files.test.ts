/** What an entry carries: kinds and sizes as of tickets, for keepers alone, each reading told of, nothing ever gone. */
import { expect, test } from "vitest";
import { type Answered, browser, person } from "../../test/kit/people.ts";
import { quietHub } from "../../test/kit/quiet-hub.ts";
import { mostFiles } from "./files.ts";

const pdf = (text: string) => Buffer.from(`%PDF-1.7\n${text}`);
const agreement = pdf("保密协议，已签字");

async function setUp() {
  const hub = await quietHub();
  await person(hub, "qian", { role: "shift-leader" });
  await person(hub, "wang", { role: "read-only" });
  const [keeper, reader] = [browser(hub), browser(hub)];
  await keeper.signIn("qian");
  await reader.signIn("wang");
  const fields = { name: "街道到区里专线", ends: "2027-03-01" };
  const { body: entry } = await keeper.ask("POST", "/api/ledgers/links", { fields });
  const at = `/api/ledgers/links/entries/${entry.id}/files`;
  const bring = async (payload: Buffer, name: string, type = "application/pdf"): Promise<Answered> =>
    keeper.ask("POST", `${at}?name=${encodeURIComponent(name)}`, payload, { "content-type": type });
  return { hub, keeper, reader, entry, at, bring };
}

test("a file is brought once, listed, handed out as it came, and each of it is in the audit", async () => {
  const { keeper, at, bring, entry } = await setUp();
  const { status, body } = await bring(agreement, "../保密协议.pdf");
  expect([status, body]).toMatchObject([200, { name: "保密协议.pdf", type: "application/pdf", by: "qian" }]);
  expect((await bring(agreement, "又一次.pdf")).body).toEqual(body);
  expect((await keeper.ask("GET", at)).body).toEqual([body]);
  expect((await keeper.ask("GET", "/api/ledgers/links")).body).toMatchObject([{ id: entry.id, files: 1 }]);
  const read = await keeper.ask("GET", `${at}/${body.id}`);
  expect([read.status, read.body]).toEqual([200, agreement.toString()]);
  expect(read.headers).toMatchObject({
    "content-type": "application/pdf",
    "content-security-policy": "default-src 'none'; sandbox",
    "cache-control": "no-store",
  });
  expect(read.headers["content-disposition"]).toMatch(/^attachment;/);
  const on = `links/${entry.id}`;
  for (const what of ["bringLedgerFile", "readLedgerFile"]) {
    const told = (await keeper.ask("GET", `/api/audit?what=${what}`)).body;
    expect(told.at(-1)).toMatchObject({ who: "qian", on: expect.stringContaining(on), detail: "保密协议.pdf" });
  }
});

test("what a browser would run, what is too large and what is one too many is refused, whatever it is called", async () => {
  const { bring } = await setUp();
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>');
  for (const body of [svg, Buffer.from("<html>"), pdf("x".repeat(5 * 1024 * 1024))])
    expect(await bring(body, "协议.pdf")).toMatchObject({ status: 422, body: { code: "ATTACHMENT_REFUSED" } });
  for (let n = 0; n < mostFiles; n++) expect((await bring(pdf(`${n}`), `${n}.pdf`)).status).toBe(200);
  expect(await bring(pdf("more"), "more.pdf")).toMatchObject({ status: 422, body: { code: "ATTACHMENT_REFUSED" } });
});

test("one that counts no more says why and stays readable; a void entry takes none", async () => {
  const { keeper, at, bring, entry } = await setUp();
  const { body } = await bring(agreement, "协议.pdf");
  expect((await keeper.ask("POST", `${at}/${body.id}/void`, { why: " " })).status).toBe(400);
  const gone = await keeper.ask("POST", `${at}/${body.id}/void`, { why: "放错人了" });
  expect(gone.body).toMatchObject({ name: "协议.pdf", gone: { by: "qian", why: "放错人了" } });
  expect(await keeper.ask("POST", `${at}/${body.id}/void`, { why: "再一次" })).toMatchObject({ status: 409 });
  expect((await keeper.ask("GET", `${at}/${body.id}`)).status).toBe(200);
  expect((await keeper.ask("GET", "/api/ledgers/links")).body[0].files).toBeUndefined();
  expect((await bring(agreement, "协议.pdf")).body.gone).toBeUndefined();
  expect((await keeper.ask("GET", at)).body).toHaveLength(2);
  await keeper.ask("POST", `/api/ledgers/links/entries/${entry.id}/void`, { rev: 1, why: "停用" });
  expect(await bring(pdf("late"), "late.pdf")).toMatchObject({ status: 409, body: { code: "MOVE_NOT_ALLOWED" } });
});

test("who only looks neither reads one nor learns that there is any, in books that are theirs to read too", async () => {
  const { reader, at, bring } = await setUp();
  const { body } = await bring(agreement, "协议.pdf");
  expect((await reader.ask("GET", "/api/ledgers/links")).body[0]).not.toHaveProperty("files");
  for (const url of [at, `${at}/${body.id}`])
    expect(await reader.ask("GET", url)).toMatchObject({ status: 403, body: { code: "RIGHT_MISSING" } });
  expect(await reader.ask("POST", `${at}/${body.id}/void`, { why: "x" })).toMatchObject({ status: 403 });
});
