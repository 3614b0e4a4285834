/** The list of devices: tried, looked at, and taken. */
import { client } from "../../client/client.ts";
import { useWords } from "../../i18n/language.tsx";
import { ImportPanel } from "../../parts/import-panel.tsx";
import { inventoryCalls } from "./calls.ts";
import { inventoryWords } from "./words.ts";

export function InventoryImport() {
  const words = useWords(inventoryWords);
  const { imports, tryFile, take } = inventoryCalls;
  const errorsHref = (id: string) => client.address("/api/registry/imports/{id}/errors", { path: { id } });
  const of = { title: words.importing, hint: words.chooseHint, kept: "imports", renews: "devices" };
  return <ImportPanel of={{ ...of, takes: ["new", "changed"], imports, tryFile, take, errorsHref }} />;
}
