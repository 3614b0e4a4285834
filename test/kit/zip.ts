/** For tests: archives, also such as lie about their sizes. */
import { deflateRawSync } from "node:zlib";

/** An archive with one part; `told`: the size it claims the part to have. */
export function zipOf(name: string, body: Buffer, told = body.length): Buffer {
  const packed = deflateRawSync(body, { level: 9 });
  const size = Buffer.alloc(8);
  size.writeUInt32LE(packed.length, 0);
  size.writeUInt32LE(told, 4);
  const sizes = Buffer.concat([Buffer.alloc(4), size]);
  const lengths = Buffer.from([name.length, 0, 0, 0]);
  const common = Buffer.concat([Buffer.from("140000000800000000000000".slice(0, 20), "hex"), sizes, lengths]);
  const local = Buffer.concat([Buffer.from("504b0304", "hex"), common, Buffer.from(name), packed]);
  const central = Buffer.concat([Buffer.from("504b01021400", "hex"), common, Buffer.alloc(14), Buffer.from(name)]);
  const end = Buffer.alloc(22);
  end.write("504b0506", 0, "hex");
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}
