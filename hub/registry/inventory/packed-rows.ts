/** Rows of cells as bytes: outside the heap, where fifty thousand of them hold up nothing while it is cleared. Pure. */

export type Rows = string[][];
/** Some rows each. */
export type PackedRows = Uint8Array<ArrayBuffer>[];

const atOnce = 100;

export function packRows(rows: Rows): PackedRows {
  const text = new TextEncoder();
  return Array.from({ length: Math.ceil(rows.length / atOnce) }, (_, i) =>
    text.encode(JSON.stringify(rows.slice(i * atOnce, (i + 1) * atOnce))),
  );
}

/** Gives the next so many each time it is asked, fewer at the end. What was given is held no longer. */
export function unpackRows(packed: PackedRows): (most: number) => Rows {
  const text = new TextDecoder();
  let open: Rows = [];
  return (most) => {
    while (open.length < most && packed.length > 0) open = open.concat(JSON.parse(text.decode(packed.shift())));
    return open.splice(0, most);
  };
}
