/** `npm run client`: writes the types of the console's client from the OpenAPI document. */
import { writeFileSync } from "node:fs";
import { clientTypes } from "./client-types.ts";
import { readDocument } from "./document.ts";
import { namedViews } from "./named-views.ts";

export const clientFile = new URL("../console/client/schema.ts", import.meta.url);

/** What the file has to be. */
export async function clientText(): Promise<string> {
  return clientTypes(await readDocument(), namedViews);
}

if (import.meta.main) writeFileSync(clientFile, await clientText());
