/** Files that operators bring to a ticket: known by what they are, never by what they are called; over the API and a real store. */
import { createHash } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import type { TicketId } from "../../core/id.ts";
import { jpegOf, pdf, pngOf, webpOf } from "../../test/kit/picture-samples.ts";
import { operatorCookie, type QuietHub, quietHub } from "../../test/kit/quiet-hub.ts";
import type { TicketStory } from "../http/views.ts";

const ticket = "ticket-1" as TicketId;
const hashOf = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
let hub: QuietHub;
let cookie: string;

beforeEach(async () => {
  hub = await quietHub();
  cookie = await operatorCookie(hub);
  for (const id of [ticket, "ticket-2" as TicketId]) await report(id);
});

async function report(id: TicketId): Promise<void> {
  const what = { id, event: `report-${id}`, source: "hotline", title: { zh: "漏水", en: "A leak" } };
  expect((await ask("POST", "/api/tickets", { ...what, place: "东昌小区 3号楼", severity: 3 })).statusCode).toBe(200);
}

const ask = (method: "GET" | "POST", url: string, payload?: object, more: object = {}) =>
  hub.app.inject({ method, url, headers: { cookie, ...more }, ...(payload === undefined ? {} : { payload }) });

function bring(bytes: Uint8Array, { name = "现场.jpg", type = "image/jpeg", to = ticket } = {}) {
  const query = new URLSearchParams({ name });
  return ask("POST", `/api/tickets/${to}/attachments?${query}`, Buffer.from(bytes), { "content-type": type });
}

const admit = (attachments: string[], to = ticket) =>
  ask("POST", `/api/tickets/${to}/moves`, { move: "admit", attachments });
const story = async () => ((await ask("GET", `/api/tickets/${ticket}/story`)).json() as TicketStory).story;

describe("a file", () => {
  test.each([
    ["image/jpeg", jpegOf(4000, 3000), "现场.jpg"],
    ["image/png", pngOf(640, 480), "现场.png"],
    ["image/webp", webpOf(640, 480), "现场.webp"],
    ["application/pdf", pdf, "现场.pdf"],
  ])("%s is on the line of the move that names it, and is served as what it is", async (type, bytes, name) => {
    const brought = await bring(bytes, { name, type });
    const kept = { id: hashOf(bytes), name, type, size: bytes.length };
    expect(brought.json()).toEqual(kept);
    expect((await admit([kept.id])).statusCode).toBe(200);
    expect((await story()).at(-1)).toMatchObject({ move: "admit", attachments: [kept] });
    const served = await ask("GET", `/api/tickets/${ticket}/attachments/${kept.id}`);
    expect(served.rawPayload.equals(Buffer.from(bytes))).toBe(true);
    expect(served.headers).toMatchObject({
      "content-type": type,
      "x-content-type-options": "nosniff",
      "content-security-policy": expect.stringContaining("sandbox"),
      "content-disposition": expect.stringContaining(`filename*=UTF-8''${encodeURIComponent(name)}`),
    });
  });

  test("is known by its bytes, whatever it is called and said to be", async () => {
    const answer = await bring(pngOf(8, 8), { name: "发票.pdf", type: "application/octet-stream" });
    expect(answer.json()).toMatchObject({ type: "image/png", name: "发票.pdf.png" });
  });

  test.each([
    ["<svg xmlns='http://www.w3.org/2000/svg'/>", "photo.jpg"],
    ["<!doctype html><script>1</script>", "photo.png"],
    ["GIF89a", "photo.gif"],
    ["MZ\0\0", "程序.jpg"],
    ["", "空.jpg"],
    ["\xff\xd8\xff\xe0 and nothing after it", "截断.jpg"],
  ])("that is %j is refused, and nothing is kept", async (text, name) => {
    const bytes = Buffer.from(text, "latin1");
    const answer = await bring(bytes, { name, type: "image/jpeg" });
    expect([answer.statusCode, answer.json().code]).toEqual([422, "ATTACHMENT_REFUSED"]);
    expect((await admit([hashOf(bytes)])).json().code).toBe("ATTACHMENT_MISSING");
  });

  test("of another kind is refused by its type too", async () => {
    for (const type of ["text/html", "image/svg+xml"])
      expect((await bring(Buffer.from("<svg/>"), { type })).statusCode).toBe(415);
    expect((await bring(Buffer.from("{}"), { type: "application/json" })).json().code).toBe("ATTACHMENT_REFUSED");
  });

  test("that would unpack to more pixels than any camera has is refused by its header", async () => {
    for (const bomb of [pngOf(60_000, 60_000), jpegOf(65_000, 100), webpOf(16_000, 16_000), pngOf(0, 0)])
      expect((await bring(bomb)).json()).toMatchObject({
        code: "ATTACHMENT_REFUSED",
        detail: expect.stringContaining("×"),
      });
  });

  test("has at most five megabytes", async () => {
    const most = Buffer.concat([pdf, Buffer.alloc(5 * 1024 * 1024 - pdf.length)]);
    expect((await bring(most)).statusCode).toBe(200);
    const answer = await bring(Buffer.concat([most, Buffer.alloc(1)]));
    expect(answer.json()).toMatchObject({ code: "ATTACHMENT_REFUSED", detail: expect.stringContaining("5242880") });
  });

  test.each([
    ["../../etc/passwd", "passwd.png"],
    ["C:\\Users\\me\\图.png", "图.png"],
    ["a\r\nset-cookie: x\u202Egnp.exe", "aset-cookie xgnp.exe.png"],
    ["...", "照片.png"],
    ["", "照片.png"],
    [`${"长".repeat(300)}.png`, `${"长".repeat(96)}.png`],
    ["现场.PNG", "现场.PNG"],
  ])("called %j is called %j", async (name, safe) => {
    expect((await bring(pngOf(8, 8), { name })).json().name).toBe(safe);
  });

  test("that is brought again is the same, under its first name", async () => {
    const [first, second] = [
      await bring(pngOf(8, 8), { name: "一.png" }),
      await bring(pngOf(8, 8), { name: "二.png" }),
    ];
    expect(second.json()).toEqual(first.json());
  });
});

describe("a move", () => {
  test("that names what was not brought to this ticket is refused, and the ticket stays", async () => {
    const elsewhere = (await bring(pngOf(8, 8), { to: "ticket-2" as TicketId })).json().id;
    for (const id of [elsewhere, "0".repeat(64)]) {
      const answer = await admit([id]);
      expect([answer.statusCode, answer.json().code]).toEqual([422, "ATTACHMENT_MISSING"]);
    }
    expect(await story()).toHaveLength(1);
    expect((await ask("GET", `/api/tickets/${ticket}/attachments/${elsewhere}`)).statusCode).toBe(404);
  });

  test("carries nine at most, each once", async () => {
    const ids = [];
    for (let i = 1; i <= 10; i++) ids.push((await bring(pngOf(8, i))).json().id);
    expect((await admit(ids)).json().code).toBe("INPUT_INVALID");
    expect((await admit([ids[0], ids[0]])).json().code).toBe("INPUT_INVALID");
    expect((await admit(ids.slice(0, 9))).statusCode).toBe(200);
    expect((await story()).at(-1)?.attachments?.map(({ id }) => id)).toEqual(ids.slice(0, 9));
  });

  test("leaves no room for ever more files that no move names", async () => {
    const answers = [];
    for (let i = 1; i <= 37; i++) answers.push(await bring(pngOf(16, i)));
    expect(answers.at(-2)?.statusCode).toBe(200);
    expect(answers.at(-1)?.json()).toMatchObject({ code: "ATTACHMENT_REFUSED" });
    expect((await admit([answers[0]?.json().id])).statusCode).toBe(200);
    expect((await bring(pngOf(16, 37))).statusCode).toBe(200);
  });
});

test("a file for a ticket that is not there is refused by the ticket's name", async () => {
  expect((await bring(pngOf(8, 8), { to: "ticket-9" as TicketId })).json()).toMatchObject({ code: "NOT_FOUND" });
});
