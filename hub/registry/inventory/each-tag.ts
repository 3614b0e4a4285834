/** The opening tags of an XML part as it is inflated: what prefix or quotes its writer chose makes no difference. */
import type { Readable } from "node:stream";
import sax from "sax";

/** Names without their prefixes. */
export type Tag = { name: string; attributes: Readonly<Record<string, string>> };

/** Throws when it is no XML, or brings entities of its own. */
export async function eachTag(stream: Readable, note: (tag: Tag) => void): Promise<void> {
  const reading = sax.parser(true, { position: false });
  reading.onerror = (error) => {
    throw error;
  };
  // [ECMA-376 part 1 §8.1 via part 2 §6.2] No part of a workbook has one.
  reading.ondoctype = () => {
    throw new Error("the part has a DOCTYPE");
  };
  reading.onopentag = ({ name, attributes }) =>
    note({ name: bare(name), attributes: bareAll(attributes as Record<string, string>) });
  const text = new TextDecoder("utf-8", { fatal: true });
  for await (const chunk of stream) reading.write(text.decode(chunk as Buffer, { stream: true }));
  reading.write(text.decode()).close();
}

/** Declarations of namespaces stay what they are. */
function bareAll(attributes: Record<string, string>): Record<string, string> {
  const named = Object.entries(attributes).filter(([name]) => !/^xmlns(?::|$)/.test(name));
  return Object.fromEntries(named.map(([name, value]) => [bare(name), value]));
}

function bare(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}
