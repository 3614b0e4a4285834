/** The rulebook's table `district`: which district centre this street belongs to, and how it is reached. */
import Type from "typebox";
import { Bilingual } from "../../core/point.ts";
import type { Tables } from "../store/store.ts";
import standard from "./defaults/district.json" with { type: "json" };

/** What the centre says of itself; it comes as a card from the centre and is imported as it is. Nothing in it is secret. */
export const DistrictCard = Type.Object(
  {
    name: Bilingual,
    url: Type.String({ pattern: "^https://", description: "where the centre takes cases and inventory" }),
    tlsName: Type.String({
      minLength: 1,
      maxLength: 253,
      description: "the name in its certificate, whatever its address",
    }),
    ca: Type.String({
      pattern: "BEGIN CERTIFICATE",
      description: "PEM: its certificate, or the authority that signed it",
    }),
    publicKey: Type.String({ pattern: "BEGIN PUBLIC KEY", description: "PEM, Ed25519: signs what it sends" }),
  },
  { additionalProperties: false },
);
export type DistrictCard = Type.Static<typeof DistrictCard>;

export const DistrictBook = Type.Object(
  {
    source: Type.String({ minLength: 1, maxLength: 200 }),
    state: Type.Union([Type.Literal("on"), Type.Literal("off")], {
      description: "off: nothing is sent, and nothing taken",
    }),
    adapter: Type.Union([Type.Literal("https-json")], { description: "how the centre is spoken to" }),
    card: Type.Optional(DistrictCard),
    reconcileAt: Type.String({
      pattern: "^([01][0-9]|2[0-3]):[0-5][0-9]$",
      description: "when both sides are compared each night, Shanghai time",
    }),
  },
  { additionalProperties: false },
);
export type DistrictBook = Type.Static<typeof DistrictBook>;

/** What is wrong beyond the shape, as `/path why`; null when nothing is. */
export function faultOfDistrict({ state, card }: DistrictBook): string | null {
  if (card !== undefined && !URL.canParse(card.url)) return `/card/url "${card.url}" is no address`;
  return state === "on" && card === undefined ? "/card is missing: ask the district centre for its card" : null;
}

/** The newest table, with this centre in it and switched on. */
export function connected(book: DistrictBook, card: DistrictCard): DistrictBook {
  return { ...book, source: `区中心名片：${card.name.zh}`, state: "on", card };
}

/** The newest version; 0 is what is shipped. */
export async function readDistrict({
  rulebook,
}: Pick<Tables, "rulebook">): Promise<{ version: number; book: DistrictBook }> {
  const row = await rulebook.newest("district");
  if (row === null) return { version: 0, book: standard as DistrictBook };
  return { version: row.version, book: row.body as DistrictBook };
}
