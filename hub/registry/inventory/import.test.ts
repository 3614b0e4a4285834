/** The inventory as a file, over the API: tried, taken, refused by name; good sheets, bad ones, and wicked ones. */
import { readSheet } from "read-excel-file/node";
import { expect, test } from "vitest";
import writeExcelFile from "write-excel-file/node";
import type { DeviceId, GatewayId } from "../../../core/id.ts";
import { csvOf, importHeader as header, importer } from "../../../test/kit/importer.ts";
import { zipOf } from "../../../test/kit/zip.ts";
import { readBooks } from "../../rulebook/books.ts";

const pitRow = ["gw-1", "pit-1", "", "", "东昌居委", "street", "2026/3/8", "121.5", "31.24"];

test("a class is taken by the name that pages show, and one that no table has is refused with what to do", async () => {
  const { hub, tried } = await importer();
  const { classes } = await hub.read(async (tables) => (await readBooks(tables)).classes);
  const named = classes.find(
    ({ name, devices }) => devices.length === 1 && classes.filter((one) => one.name === name).length === 1,
  );
  const sheet = (name: string) =>
    Buffer.from(
      [
        ["网关编号", "设备编号", "名称", "位置", "部件类别"],
        ["gw-1", "pit-9", "备用", "东昌小区", name],
      ].join("\r\n"),
    );
  expect(await tried(sheet(named?.name ?? ""))).toMatchObject({ counts: { new: 1, wrong: 0 }, errors: [] });
  expect((await tried(sheet("没有这一类"))).errors[0]?.zh).toContain("类别表里没有这个名称");
});

test("a sheet is tried first, changes nothing until it is taken, and once more changes nothing", async () => {
  const { ask, tried, take } = await importer();
  const planned = ["gw-1", "pit-9", "备用水位计", "东昌小区 5号楼 B1", "", "", "", "", ""];
  const trial = await tried(csvOf(pitRow, planned));
  expect(trial).toMatchObject({ state: "checked", counts: { new: 1, changed: 1, same: 0, wrong: 0 }, errors: [] });
  expect((await ask("GET", "/api/registry/devices/gw-1/pit-1")).body).toMatchObject({ facts: {} });
  expect(await take(trial.id, "all")).toMatchObject({ state: "done" });
  expect((await ask("GET", "/api/registry/devices/gw-1/pit-1")).body).toMatchObject({
    facts: {
      area: "dongchang",
      owner: "street",
      installedOn: "2026-03-08",
      location: { lon: 121.5, source: "import" },
    },
  });
  expect((await ask("GET", "/api/registry/devices/gw-1/pit-9")).body).toMatchObject({
    life: "approved",
    title: "备用水位计",
  });
  expect((await tried(csvOf(pitRow, planned))).counts).toEqual({ new: 0, changed: 0, same: 2, wrong: 0 });
});

test("what the district is told of a device is written with the row that changes it", async () => {
  const { hub, tried, take } = await importer();
  const told = () => hub.read(({ inventory }) => inventory.find("gw-1" as GatewayId, "pit-1" as DeviceId));
  expect(JSON.stringify((await told())?.item)).toContain("3号楼");
  const before = await hub.read(({ inventory }) => inventory.find("gw-1" as GatewayId, "cover-3" as DeviceId));
  await take((await tried(csvOf(["gw-1", "pit-1", "", "东昌小区 9号楼", "", "", "", "", ""]))).id, "all");
  expect(JSON.stringify((await told())?.item)).toContain("9号楼");
  expect(await hub.read(({ inventory }) => inventory.find("gw-1" as GatewayId, "cover-3" as DeviceId))).toEqual(before);
});

test("the export says in which area each device lies, found or set; taken back, what was found stays found", async () => {
  const { ask, tried, take, file } = await importer();
  await take((await tried(csvOf(["gw-1", "cover-3", "", "", "东昌居委", "", "", "", ""]))).id, "all");
  const sheet = await file("/api/registry/export?format=csv");
  const areas = sheet
    .toString()
    .split("\r\n")
    .map((line) => [line.split(",")[1], line.split(",")[4]]);
  expect(areas).toEqual(
    expect.arrayContaining([
      ["pit-1", "dongchang-xiaoqu"],
      ["cover-3", "dongchang"],
    ]),
  );
  expect((await tried(sheet)).counts).toEqual({ new: 0, changed: 0, same: 2, wrong: 0 });
  const moved = await tried(Buffer.from(sheet.toString().replace("东昌小区 3号楼 B1 水泵房", "东昌居委 弄口")));
  expect(moved.counts).toMatchObject({ changed: 1, same: 1 });
  await take(moved.id, "all");
  const { facts, area } = (await ask("GET", "/api/registry/devices/gw-1/pit-1")).body as Record<string, unknown>;
  expect(facts).toEqual({ place: "东昌居委 弄口" });
  expect(area).toBe("dongchang");
});

test("each wrong cell is named with its row, its column and what to do; the right rows can be taken alone", async () => {
  const { ask, tried, take, file } = await importer();
  const trial = await tried(
    csvOf(
      pitRow,
      ["gw-1", "cover-3", "", "", "没有的小区", "nobody", "2026-02-30", "31.24", "121.5"],
      ["gw-1", "pit-1", "", "", "", "", "", "", ""],
      ["gw-x", "a b", "", "", "", "", "08/03/2026", "", ""],
      ["gw-x", "new-1", "", "", "", "", "", "", ""],
    ),
  );
  expect(trial.counts).toEqual({ new: 0, changed: 1, same: 0, wrong: 4 });
  expect(trial.errors.map(({ row, column }) => `${row} ${column}`)).toEqual([
    ...["3 片区", "3 权属单位", "3 纬度", "4 设备编号", "5 设备编号", "5 安装日期"],
    ...["6 网关编号", "6 名称", "6 位置"],
  ]);
  const csv = (await file(`/api/registry/imports/${trial.id}/errors`)).toString();
  expect(csv).toContain("4,设备编号,gw-1/pit-1,和第 2 行是同一台设备，留一行。");
  expect(await take(trial.id, "all")).toMatchObject({ status: 422, body: { code: "SHEET_REFUSED" } });
  expect((await ask("GET", "/api/registry/devices/gw-1/pit-1")).body).toMatchObject({ facts: {} });
  expect(await take(trial.id, "right")).toMatchObject({ state: "done" });
  expect((await ask("GET", "/api/registry/devices/gw-1/pit-1")).body).toMatchObject({ facts: { area: "dongchang" } });
});

test("a day that the calendar has not is a wrong cell", async () => {
  const { tried } = await importer();
  const { errors } = await tried(csvOf(["gw-1", "pit-1", "", "", "", "", "2026-02-30", "", ""]));
  expect(errors).toMatchObject([{ row: 2, column: "安装日期", value: "2026-02-30" }]);
});

test("a CSV that a spreadsheet here saved in GBK is read as one in UTF-8", async () => {
  const { tried } = await importer();
  // 网关编号,设备编号,备注 / gw-1,pit-1,水泵房钥匙在门卫 in GBK, made with iconv.
  const hex =
    "cdf8b9d8b1e0bac52cc9e8b1b8b1e0bac52cb1b8d7a20d0a" + "67772d312c7069742d312ccbaeb1c3b7bfd4bfb3d7d4dac3c5cec00d0a";
  const { id, counts } = await tried(Buffer.from(hex, "hex"));
  expect(counts).toMatchObject({ changed: 1, wrong: 0 });
  expect(id).toMatch(/^[0-9A-Z]{26}$/);
});

test("merged cells are refused by name", async () => {
  const { tried } = await importer();
  const merged = [
    header.map((value) => ({ value })),
    [{ value: "gw-1", rowSpan: 2 }, { value: "pit-1" }],
    [null, { value: "cover-3" }],
  ];
  const book = await writeExcelFile(merged as never).toBuffer();
  const view = await tried(book, "list.xlsx");
  expect(view).toMatchObject({ state: "refused", refused: { code: "SHEET_REFUSED" } });
  expect(view.refused?.detail).toContain("A2:A3");
});

test("a formula is a wrong cell", async () => {
  const { tried } = await importer();
  const rows = [
    header.map((value) => ({ value })),
    [{ value: "gw-1" }, { value: "pit-1" }, { value: '=CONCATENATE("a","b")', type: "Formula" }],
  ];
  const view = await tried(await writeExcelFile(rows as never).toBuffer(), "list.xlsx");
  expect(view.errors).toMatchObject([{ row: 2, column: "名称", zh: "这一格是公式。复制后“粘贴为数值”。" }]);
});

test("a day in a cell that is formatted as one is that day", async () => {
  const { tried, take, ask } = await importer();
  const rows = [
    header.map((value) => ({ value })),
    [
      { value: "gw-1" },
      { value: "pit-1" },
      null,
      null,
      null,
      null,
      { value: new Date("2026-03-08T00:00:00Z"), type: Date, format: "yyyy-mm-dd" },
    ],
  ];
  const { id } = await tried(await writeExcelFile(rows as never).toBuffer(), "list.xlsx");
  await take(id, "all");
  expect((await ask("GET", "/api/registry/devices/gw-1/pit-1")).body).toMatchObject({
    facts: { installedOn: "2026-03-08" },
  });
});

test("a zip bomb, a torn archive, an old workbook and a picture are refused, and nothing is opened", async () => {
  const { tried } = await importer();
  const bomb = zipOf("xl/worksheets/sheet1.xml", Buffer.alloc(210 * 1024 * 1024));
  expect(bomb.length).toBeLessThan(1024 * 1024);
  for (const [bytes, why] of [
    [bomb, "太大"],
    [zipOf("xl/worksheets/sheet1.xml", Buffer.alloc(5_000_000), 100), "结构不对"],
    [zipOf("../../etc/passwd", Buffer.from("x")), "结构不对"],
    [Buffer.concat([Buffer.from("504b0304", "hex"), Buffer.alloc(100)]), "结构不对"],
    [Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.alloc(100)]), "老格式"],
    [Buffer.from("89504e470d0a1a0a0000", "hex"), "不是表格"],
    [Buffer.from("a,b\r\n1,2"), "网关编号"],
  ] as const) {
    const { state, refused } = await tried(bytes);
    expect(state).toBe("refused");
    expect(refused?.detail).toContain(why);
  }
});

test("what people wrote stays text: in the name of a file, in the export, on a label", async () => {
  const { ask, put, file } = await importer();
  const evil = '<img src=x onerror="alert(1)">';
  await ask("PATCH", "/api/registry/devices/gw-1/pit-1", { place: evil, note: "=1+1" });
  const { name } = await put(csvOf(pitRow), "../../etc/passwd\u202e.csv");
  expect(name).toBe("passwd.csv");
  const csv = (await file("/api/registry/export?format=csv")).toString();
  expect(csv).toContain(",'=1+1,");
  expect(csv.startsWith("\uFEFF网关编号,")).toBe(true);
  const sheet = (await file("/api/registry/labels?device=gw-1/pit-1")).toString();
  expect(sheet).toContain("&lt;img src=x onerror=&quot;alert(1)&quot;&gt;");
  expect(sheet).not.toContain("<img");
});

test("the export is imported again without a change, and the template names every column", async () => {
  const { ask, tried, file } = await importer();
  const location = { lon: 121.5, lat: 31.24, system: "WGS84", source: "people" };
  await ask("PATCH", "/api/registry/devices/gw-1/pit-1", {
    area: "dongchang",
    building: "3号楼",
    warrantyUntil: "2029-03-07",
    location,
  });
  for (const format of ["xlsx", "csv"])
    expect((await tried(await file(`/api/registry/export?format=${format}`))).counts).toEqual({
      new: 0,
      changed: 0,
      same: 2,
      wrong: 0,
    });
  const [head = []] = await readSheet(await file("/api/registry/template"), 1);
  expect(head).toEqual(expect.arrayContaining(["网关编号", "设备编号", "片区", "质保到期"]));
});

test("search finds devices, gateways, tickets and areas by their words", async () => {
  const { ask } = await importer();
  const found = async (q: string) =>
    (await ask("GET", `/api/search?q=${encodeURIComponent(q)}`)).body as Record<string, { id: string }[]>;
  const place = await found("东昌");
  expect(place.devices?.map(({ id }) => id)).toEqual(["gw-1/pit-1", "gw-1/cover-3"]);
  expect(place.gateways?.map(({ id }) => id)).toEqual(["gw-1"]);
  expect(place.areas?.map(({ id }) => id)).toEqual(["dongchang", "dongchang-xiaoqu"]);
  expect((await found("100%")).devices).toEqual([]);
  expect((await ask("GET", "/api/search?q=%20")).status).toBe(400);
});
