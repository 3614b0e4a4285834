/** For tests: the smallest pictures whose headers say how large they are, and a document. Made by hand from the formats' own specifications. */

/** [PNG §11.2.2] Signature, IHDR, IEND. */
export function pngOf(width: number, height: number): Buffer {
  const header = Buffer.alloc(33);
  header.write("89504e470d0a1a0a0000000d49484452", 0, "hex");
  header.writeUInt32BE(width, 16);
  header.writeUInt32BE(height, 20);
  header.write("0802000000", 24, "hex");
  return Buffer.concat([header, Buffer.from("0000000049454e44ae426082", "hex")]);
}

/** [ITU-T T.81 §B.2.2] SOI, APP0 (JFIF), SOF0, EOI. */
export function jpegOf(width: number, height: number): Buffer {
  const frame = Buffer.from("ffc0001108000000000301220002110103110100", "hex");
  frame.writeUInt16BE(height, 5);
  frame.writeUInt16BE(width, 7);
  const head = Buffer.from("ffd8ffe000104a46494600010100000100010000", "hex");
  return Buffer.concat([head, frame.subarray(0, 19), Buffer.from("ffd9", "hex")]);
}

/** [RFC 9649 §2.7] RIFF, VP8X with the canvas size. */
export function webpOf(width: number, height: number): Buffer {
  const bytes = Buffer.alloc(30);
  bytes.write("RIFF", 0);
  bytes.writeUInt32LE(22, 4);
  bytes.write("WEBPVP8X", 8);
  bytes.writeUInt32LE(10, 16);
  bytes.writeUIntLE(width - 1, 24, 3);
  bytes.writeUIntLE(height - 1, 27, 3);
  return bytes;
}

export const pdf = Buffer.from("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");
