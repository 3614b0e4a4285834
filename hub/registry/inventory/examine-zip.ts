/** Looks through an XLSX before anything is made of it: how large it becomes, how its parts are named, what its first sheet holds. */
import { type Entry, fromBufferPromise, type ZipFile } from "yauzl";
import { Fault } from "../../../core/fault.ts";
import { eachTag, type Tag } from "./each-tag.ts";
import { refused } from "./refused.ts";
import { type Examined, examiner } from "./sheet-extent.ts";

const mostBytes = 64 * 1024 * 1024;
const mostEntries = 1000;
/** As the library that reads the cells has them. */
const [workbook, relations] = ["xl/workbook.xml", "xl/_rels/workbook.xml.rels"];

/** What is inflated is counted as it comes: what the archive says of itself is not believed. Throws `SHEET_REFUSED`. */
export async function examineZip(bytes: Buffer): Promise<Examined> {
  try {
    // Names that lead out of the archive are refused by yauzl itself, and so are parts that are not as large as they say.
    const options = { lazyEntries: true, validateEntrySizes: true, strictFileNames: true, autoClose: false };
    const zip = await fromBufferPromise(bytes, options);
    const parts = await partsOf(zip);
    const sheet = await firstSheet(zip, parts);
    const { note, result } = examiner();
    for (const [name, entry] of parts) await throughPart(zip, entry, name === sheet ? note : null);
    return result();
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw refused(
      "文件结构不对，不敢打开。用 Excel 或 WPS 打开再另存一次。",
      "Its structure is wrong and it is not opened: save it again with a spreadsheet.",
      error,
    );
  }
}

type Parts = ReadonlyMap<string, Entry>;

async function partsOf(zip: ZipFile): Promise<Parts> {
  const parts = new Map<string, Entry>();
  let inflated = 0;
  for await (const entry of zip.eachEntry()) {
    inflated += entry.uncompressedSize;
    if (inflated > mostBytes || parts.size >= mostEntries) throw tooLarge();
    // Two of a name: who looks through it would see the one, and who reads it the other.
    if (parts.has(entry.fileName)) throw new Error(`${entry.fileName} is there twice`);
    parts.set(entry.fileName, entry);
  }
  return parts;
}

/** [ECMA-376 part 1 §18.2.20, part 2 §6.5] The first sheet of the workbook, where its relation says that it lies. */
async function firstSheet(zip: ZipFile, parts: Parts): Promise<string> {
  const sheets = await tagsIn(zip, parts, workbook, "sheet");
  const id = sheets.find(({ attributes }) => attributes.name)?.attributes.id;
  const all = await tagsIn(zip, parts, relations, "Relationship");
  const target = all.find(({ attributes }) => attributes.Id === id)?.attributes.Target;
  const path = target?.startsWith("/") ? target.slice(1) : `xl/${target}`;
  if (target === undefined || !parts.has(path)) throw new Error(`the first sheet (${id}) is not in the archive`);
  return path;
}

async function tagsIn(zip: ZipFile, parts: Parts, name: string, wanted: string): Promise<Tag[]> {
  const entry = parts.get(name);
  if (entry === undefined) throw new Error(`${name} is not in the archive`);
  const tags: Tag[] = [];
  await throughPart(zip, entry, (tag) => void (tag.name === wanted && tags.length < mostEntries && tags.push(tag)));
  return tags;
}

/** Inflates it whatever it is; `note` hears the tags of one that is read. */
async function throughPart(zip: ZipFile, entry: Entry, note: ((tag: Tag) => void) | null): Promise<void> {
  const stream = await zip.openReadStreamPromise(entry);
  if (note !== null) return eachTag(stream, note);
  for await (const _chunk of stream);
}

function tooLarge() {
  return refused("解开以后太大，不像登记表，没有打开。", "It would become too large when opened; it was not.");
}
