/** One row of a sheet against what the hub has: what it asks for, or what is wrong with it. */
import { Check } from "typebox/value";
import { DeviceId, GatewayId } from "../../../core/id.ts";
import { areaOf } from "../../rulebook/areas.ts";
import { readBooks } from "../../rulebook/books.ts";
import type { Books } from "../../rulebook/kinds.ts";
import type { Verdict } from "../../store/imports.ts";
import type { Thing } from "../../store/registry.ts";
import type { Tables } from "../../store/store.ts";
import { faultsOfFacts } from "../check-facts.ts";
import { differenceOf, type FactName, type FactsPatch, factsAfter } from "../facts.ts";
import { type Bounds, isWithin } from "../within.ts";
import { type CellError, columns } from "./columns.ts";
import { refused } from "./refused.ts";

/** Where each column stands in this sheet. */
export type Header = ReadonlyMap<string, number>;

export type RowPlan = { gateway: GatewayId; device: DeviceId; patch: FactsPatch };
export type Judged = { verdict: Verdict; body: RowPlan | { errors: CellError[] } };

type Titled = { key: string; zh: string; en: string };

/** Throws `SHEET_REFUSED` where a column that is needed lacks, or one is there twice. */
export function headerOf(
  cells: readonly string[],
  known: readonly Titled[] = columns,
  needed: readonly string[] = ["gateway", "device"],
): Header {
  const header = new Map<string, number>();
  for (const [at, cell] of cells.entries()) {
    const column = known.find(({ zh, en }) => zh === cell || en.toLowerCase() === cell.toLowerCase());
    if (column === undefined) continue;
    if (header.has(column.key)) throw refused(`“${cell}”这一列有两个，留一个。`, `Column "${cell}" is there twice.`);
    header.set(column.key, at);
  }
  for (const key of needed)
    if (!header.has(key)) {
      const { zh, en } = known.find((one) => one.key === key) as Titled;
      throw refused(
        `第一行没有“${zh}”这一列。下载模板，表头不要改。`,
        `The first row has no column "${en}": take the template.`,
      );
    }
  return header;
}

const clear = /^[-－—]$/;

export type Context = {
  books: Books;
  header: Header;
  /** The rows that named each device before. */
  seen: Map<string, number>;
  formulas: ReadonlySet<string>;
  /** Of who brought it. */
  bounds: Bounds;
};

/** `row`: as the spreadsheet counts, the header is 1. */
export async function judgeRow(
  tables: Tables,
  cells: readonly string[],
  row: number,
  context: Context,
): Promise<Judged> {
  const errors: CellError[] = [];
  const text = (key: string) => cells[context.header.get(key) ?? -1]?.trim() ?? "";
  const wrong = (key: string, value: string, zh: string, en: string) =>
    errors.push({ column: columns.find((one) => one.key === key)?.zh ?? key, value: value.slice(0, 100), zh, en });
  const [gateway, device] = [text("gateway"), text("device")];
  checkIds({ gateway, device, row }, context, wrong);
  for (const [key, at] of context.header)
    if (context.formulas.has(`${letters(at)}${row}`))
      wrong(key, text(key), "这一格是公式。复制后“粘贴为数值”。", "It is a formula: paste it as a value.");
  const patch = readPatch(text, context.books, wrong);
  const thing = { gateway, device } as Omit<RowPlan, "patch">;
  const known = errors.length > 0 ? null : await tables.registry.find(thing);
  if (errors.length === 0 && known === null) await checkNew(tables, thing, patch, wrong);
  if (errors.length === 0 && !(await mayTake(context.bounds, tables, { ...thing, patch })))
    wrong("device", `${gateway}/${device}`, "不在您管的片区里。", "It is not in your areas, or would leave them.");
  const before = known?.facts ?? {};
  const plan = { ...thing, patch: known === null ? patch : await beyondTold(tables, thing, patch) };
  const after = factsAfter(before, plan.patch);
  if (errors.length === 0)
    for (const { field, value, zh, en } of faultsOfFacts(after, context.books)) wrong(field, value, zh, en);
  if (errors.length > 0) return { verdict: "wrong", body: { errors } };
  if (known === null) return { verdict: "new", body: plan };
  return { verdict: differenceOf(before, after) === null ? "same" : "changed", body: plan };
}

/** It lies in their areas, and where it is said to be is in them; a new one is where it is said to be, else at its gateway. */
export async function mayTake(bounds: Bounds, tables: Tables, { patch, ...thing }: RowPlan): Promise<boolean> {
  if (bounds.areas === null) return true;
  const { area, place } = patch;
  if (area === null) return false;
  const { areas } = await readBooks(tables);
  const named = area ?? (place == null ? undefined : areaOf(areas, thing.gateway, place)?.id);
  return (named === undefined || bounds.areas.has(named)) && isWithin(bounds, tables, thing);
}

type Wrong = (key: string, value: string, zh: string, en: string) => void;

function checkIds(
  { gateway, device, row }: { gateway: string; device: string; row: number },
  { seen }: Context,
  wrong: Wrong,
): void {
  const shape = "字母、数字、点、横线、下划线，最多 64 个。";
  if (!Check(GatewayId, gateway)) wrong("gateway", gateway, `网关编号不对：${shape}`, "It is no gateway's id.");
  if (!Check(DeviceId, device)) wrong("device", device, `设备编号不对：${shape}`, "It is no device's id.");
  const name = `${gateway}/${device}`;
  const before = seen.get(name);
  if (before !== undefined)
    wrong("device", name, `和第 ${before} 行是同一台设备，留一行。`, `Row ${before} is the same device: keep one.`);
  else seen.set(name, row);
}

function readPatch(text: (key: string) => string, books: Books, wrong: Wrong): FactsPatch {
  const patch: FactsPatch = {};
  for (const { key, read } of columns) {
    const value = text(key);
    if (read === undefined || value === "") continue;
    if (clear.test(value)) Object.assign(patch, { [key]: null });
    else {
      const answer = read(value, books);
      if ("patch" in answer) Object.assign(patch, answer.patch);
      else wrong(key, value, answer.zh, answer.en);
    }
  }
  return { ...patch, ...readLocation(text("lon"), text("lat"), wrong) };
}

function readLocation(lon: string, lat: string, wrong: Wrong): FactsPatch {
  if (lon === "" && lat === "") return {};
  if (clear.test(lon) && clear.test(lat)) return { location: null };
  const [x, y] = [Number(lon), Number(lat)];
  if (lon === "" || lat === "")
    wrong("lon", `${lon} ${lat}`, "经度、纬度要一起填。", "Longitude and latitude go together.");
  else if (!(Math.abs(x) <= 180)) wrong("lon", lon, "经度不是 -180 到 180 的数。", "It is no longitude.");
  else if (!(Math.abs(y) <= 90))
    wrong("lat", lat, "纬度不是 -90 到 90 的数；经纬度是不是填反了？", "It is no latitude; are they swapped?");
  else return { location: { lon: round(x), lat: round(y), system: "WGS84", source: "import" } };
  return {};
}

/** Some ten centimetres: as many digits as the sheet holds. */
function round(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}

/** A typing error in a gateway's id would make devices that nobody ever hears of. */
async function checkNew({ gateways }: Tables, { gateway }: Thing, { name, place }: FactsPatch, wrong: Wrong) {
  if ((await gateways.find(gateway)) === null)
    wrong("gateway", gateway, "平台上没有这个网关。先让网关连上来，或改正编号。", "The hub knows no such gateway.");
  if (name == null) wrong("name", "", "新登记的设备要写名称。", "A new device needs a name.");
  if (place == null) wrong("place", "", "新登记的设备要写位置。", "A new device needs a place.");
}

/** What the gateway says anyway, or its place, is nobody's setting, and a position that was only rounded is the same one. */
async function beyondTold(tables: Tables, thing: Thing, patch: FactsPatch): Promise<FactsPatch> {
  const told = thing.device === null ? null : await tables.devices.findTold(thing.gateway, thing.device);
  const facts = (await tables.registry.find(thing))?.facts ?? {};
  const said: Partial<Record<FactName, string | undefined>> = {
    name: told?.title.zh,
    place: told?.place,
    class: told?.class,
    area: patch.area === undefined ? undefined : ((await tables.registry.areaOf(thing)) ?? undefined),
  };
  const kept = Object.entries(patch).filter(([key, value]) => {
    const name = key as FactName;
    return facts[name] !== undefined || value === null || value !== said[name];
  });
  const { location: now } = facts;
  const { location: next } = patch;
  const isSame = now && next && round(now.lon) === next.lon && round(now.lat) === next.lat;
  return Object.fromEntries(kept.filter(([key]) => !(isSame && key === "location")));
}

/** 0 → A, 25 → Z, 26 → AA. */
export function letters(at: number): string {
  return at < 26 ? String.fromCharCode(65 + at) : letters(Math.floor(at / 26) - 1) + letters(at % 26);
}
