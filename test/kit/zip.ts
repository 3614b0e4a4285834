/** For tests: archives, also such as lie about their sizes. */
import { deflateRawSync } from "node:zlib";

/** An archive with one part; `told`: the size it claims the part to have. */
export function zipOf(name: string, body: Buffer, told = body.length): Buffer {
  return zipped([{ name, body, told }]);
}

/** An archive of texts, by their names. */
export function zipOfAll(parts: Record<string, string>): Buffer {
  return zipped(
    Object.entries(parts).map(([name, text]) => ({ name, body: Buffer.from(text), told: Buffer.byteLength(text) })),
  );
}

function zipped(parts: readonly { name: string; body: Buffer; told: number }[]): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let at = 0;
  for (const { name, body, told } of parts) {
    const packed = deflateRawSync(body, { level: 9 });
    const size = Buffer.alloc(8);
    size.writeUInt32LE(packed.length, 0);
    size.writeUInt32LE(told, 4);
    const sizes = Buffer.concat([Buffer.alloc(4), size]);
    const lengths = Buffer.from([name.length, 0, 0, 0]);
    const common = Buffer.concat([Buffer.from("140000000800000000000000".slice(0, 20), "hex"), sizes, lengths]);
    const local = Buffer.concat([Buffer.from("504b0304", "hex"), common, Buffer.from(name), packed]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    centrals.push(Buffer.concat([Buffer.from("504b01021400", "hex"), common, place, Buffer.from(name)]));
    locals.push(local);
    at += local.length;
  }
  const central = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.write("504b0506", 0, "hex");
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, central, end]);
}
