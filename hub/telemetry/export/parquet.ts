/** An export as Parquet: a number, or a state as 0 and 1, stands in `value`, a text in `text`. One row group a page. */
import { ByteWriter, ParquetWriter, schemaFromColumnData } from "hyparquet-writer";
import { type Page, qualityWords } from "./rows.ts";

type Columns = Parameters<typeof schemaFromColumnData>[0]["columnData"];

export async function* toParquet(pages: AsyncIterable<Page>): AsyncGenerator<Uint8Array> {
  const writer = new ByteWriter();
  const schema = schemaFromColumnData({ columnData: columnsOf(null) });
  const file = new ParquetWriter({ writer, schema, createdBy: "lilong" });
  for await (const page of pages) {
    await file.write({ columnData: columnsOf(page), rowGroupSize: page.rows.length });
    yield take(writer);
  }
  await file.finish();
  yield take(writer);
}

/** Hands on what is written so far: the writer keeps its place in the file and begins its buffer anew. */
function take(writer: ByteWriter): Uint8Array {
  const bytes = writer.getBytes().slice();
  writer.index = 0;
  return bytes;
}

function columnsOf(page: Page | null): Columns {
  const rows = page?.rows ?? [];
  const text = (of: string | undefined) => rows.map(() => of ?? "");
  const steady = { type: "STRING" as const, nullable: false };
  return [
    { name: "time", type: "TIMESTAMP", nullable: false, data: rows.map(([at]) => new Date(at)) },
    { name: "gateway", ...steady, data: text(page?.source.gateway) },
    { name: "device", ...steady, data: text(page?.source.device) },
    { name: "device_name", ...steady, data: text(page?.source.deviceName) },
    { name: "point", ...steady, data: text(page?.source.point) },
    { name: "point_name", ...steady, data: text(page?.source.pointName) },
    {
      name: "value",
      type: "DOUBLE",
      data: rows.map(([, value]) => (typeof value === "string" ? null : Number(value))),
    },
    { name: "text", type: "STRING", data: rows.map(([, value]) => (typeof value === "string" ? value : null)) },
    { name: "unit", ...steady, data: text(page?.source.unit) },
    { name: "quality", ...steady, data: rows.map(([, , bits]) => qualityWords(bits)) },
  ];
}
