/** What is typed of a connector, and the wish that is made of it. Pure. */

import type { Document, Json } from "../settings/editor/rows.ts";
import { emptyOf, type Schema } from "../settings/editor/schema.ts";
import type { ConnectorView, ConnectorWish, PlatformView } from "./calls.ts";

export type ProductRow = { product: string; model: string };

export type Draft = {
  id: string;
  title: string;
  place: string;
  settings: Document;
  products: ProductRow[];
  quietMinutes: number;
  /** Only those that are set anew; null takes one away. */
  secrets: Record<string, string | null>;
};

/** A device on a narrow band reports once a day. */
const usualQuietMinutes = 25 * 60;

/** A new one takes messages before anybody wrote its mapping: `[]` reads nothing of them. */
export function newDraft(platform: PlatformView, taken: readonly string[]): Draft {
  return {
    ...{ id: freeId(platform.name, taken), title: "", place: "" },
    settings: startOf(platform.settings as Schema),
    ...{ products: [], quietMinutes: usualQuietMinutes, secrets: {} },
  };
}

function startOf({ properties = {}, required = [] }: Schema): Document {
  const fields = Object.entries(properties).filter(
    ([name, schema]) => required.includes(name) || schema.default !== undefined,
  );
  return Object.fromEntries(
    fields.map(([name, schema]): [string, Json] => [
      name,
      schema.default ?? (name === "mapping" ? "[]" : emptyOf(schema)),
    ]),
  );
}

export function draftOf({ id, title, place, settings, products, quietAfterMs }: ConnectorView): Draft {
  const quietMinutes = Math.round(quietAfterMs / 60_000);
  return { id, title, place, settings: settings as Document, products: [...products], quietMinutes, secrets: {} };
}

function freeId(platform: string, taken: readonly string[]): string {
  for (let n = 1; ; n++) if (!taken.includes(`${platform}-${n}`)) return `${platform}-${n}`;
}

/** As it stands: what is sent again where one thing of it is changed. */
export function wishOf({
  platform,
  title,
  place,
  settings,
  products,
  quietAfterMs,
  state,
}: ConnectorView): ConnectorWish {
  return { platform, title, place, settings, products, quietAfterMs, state };
}

export function wishFrom(draft: Draft, platform: string, state: ConnectorWish["state"]): ConnectorWish {
  const { title, place, settings, products, quietMinutes, secrets } = draft;
  const said = products.map(({ product, model }) => ({ product: product.trim(), model }));
  const about = { platform, title: title.trim(), place: place.trim(), settings, state };
  return { ...about, products: said, quietAfterMs: quietMinutes * 60_000, secrets };
}

export function isId(id: string): boolean {
  return /^[a-z0-9][a-z0-9-]{0,62}$/.test(id);
}

export function isWhole({ id, title, place, products }: Draft): boolean {
  return isId(id) && title.trim() !== "" && place.trim() !== "" && products.every(({ model }) => model !== "");
}
