/** Workbooks as other programs write them, and as somebody would who means harm. */
import { expect, test } from "vitest";
import { importer } from "../../../test/kit/importer.ts";
import { zipOfAll } from "../../../test/kit/zip.ts";
import type { ImportView } from "../../http/registry-views.ts";

const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/** A workbook whose first sheet is this text. */
function book(sheet: string, path = "worksheets/sheet1.xml"): Buffer {
  return zipOfAll({
    "xl/workbook.xml": `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="a" sheetId="1" r:id="rId7"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId7" Type="${office}/worksheet" Target="${path}"/></Relationships>`,
    [`xl/${path}`]: sheet,
  });
}

const cell = (at: string, text: string, more = "") => `<c r="${at}" t="inlineStr">${more}<is><t>${text}</t></is></c>`;
const head = ["网关编号", "设备编号", "名称", "位置"].map((text, i) => cell(`${"ABCD"[i]}1`, text)).join("");
const two = `<row r="1">${head}</row><row r="2">${cell("A2", "gw-1")}${cell("B2", "pit-1")}${cell("D2", "一号楼")}</row>
  <row r="3">${cell("A3", "gw-1")}${cell("B3", "cover-3")}</row>`;
const sheetOf = (rows: string, tail = "") =>
  `<worksheet xmlns="${main}"><sheetData>${rows}</sheetData>${tail}</worksheet>`;
const merged = sheetOf(two, '<mergeCells count="1"><mergeCell ref="D2:D3"/></mergeCells>');
/** `x:` before every tag. */
const prefixed = merged.replaceAll(/<(\/?)(?=[a-zA-Z])/g, "<$1x:").replace("xmlns=", "xmlns:x=");

test.each([
  ["in a sheet of another name", merged, "worksheets/sheet2.xml"],
  ["in single quotes", merged.replaceAll('"', "'"), undefined],
  ["under a prefix", prefixed, undefined],
  ["after other attributes", merged.replace("<mergeCell ref", '<mergeCell extra="1" ref'), undefined],
])("merged cells %s are refused by name", async (_how, sheet, path) => {
  const { tried } = await importer();
  const { state, refused } = await tried(book(sheet, path), "list.xlsx");
  expect(state).toBe("refused");
  expect(refused?.detail).toContain("D2:D3");
});

test("a formula is a wrong cell wherever the sheet lies and however it is written", async () => {
  const { tried } = await importer();
  const computed = sheetOf(
    `<row r="1">${head}</row><row r="2">${cell("A2", "gw-1")}${cell("B2", "pit-1")}<c t='str' r='C2'><!-- --><f>A1&amp;B1</f><v>新名</v></c></row>`,
  );
  const { errors } = await tried(book(computed, "worksheets/sheet2.xml"), "list.xlsx");
  expect(errors).toMatchObject([{ row: 2, column: "名称", zh: "这一格是公式。复制后“粘贴为数值”。" }]);
});

test("a cell far out is refused by its name before the table is made; an empty one is no harm", async () => {
  const { tried } = await importer();
  const far = sheetOf(`${two}<row r="1048576">${cell("XFD1048576", "x")}</row>`);
  expect((await tried(book(far))).refused?.detail).toContain("XFD1048576");
  const wide = sheetOf(`<row r="1">${head}</row><row r="2">${cell("GS2", "x")}</row>`);
  expect((await tried(book(wide))).refused?.detail).toContain("GS2");
  const styled = sheetOf(`${two}<row r="9000"><c r="XFD9000" s="1"/></row>`);
  expect(await tried(book(styled))).toMatchObject({ state: "checked", counts: { wrong: 0 } });
});

test("entities of its own and a sheet that is not there are refused", async () => {
  const { tried } = await importer();
  const laughs = `<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>${sheetOf(two)}`;
  const nowhere = zipOfAll({
    "xl/workbook.xml": `<workbook xmlns:r="${office}"><sheets><sheet name="a" sheetId="1" r:id="rId9"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": "<Relationships/>",
  });
  for (const bytes of [book(laughs), nowhere]) expect((await tried(bytes)).refused?.detail).toContain("结构不对");
});

test("one file is read at a time; the others are told to wait, and each has its turn", async () => {
  const { ask, put, ended } = await importer();
  const sent: ImportView[] = [];
  for (const name of ["a.xlsx", "b.xlsx", "c.xlsx"]) sent.push(await put(book(sheetOf(two)), name));
  const states = ((await ask("GET", "/api/registry/imports")).body as ImportView[]).map(({ state }) => state);
  expect(states.filter((state) => state === "reading").length).toBeLessThanOrEqual(1);
  expect(states).toContain("waiting");
  for (const { id } of sent) expect(await ended(id)).toMatchObject({ state: "checked", counts: { wrong: 0 } });
});
