/** The list of what should be connected: tried, looked at, and taken as a part or as the whole. */
import { client } from "../../client/client.ts";
import { useWords } from "../../i18n/language.tsx";
import { ImportPanel } from "../../parts/import-panel.tsx";
import { coverageCalls } from "./calls.ts";
import { coverageWords } from "./words.ts";

export function ListImport() {
  const words = useWords(coverageWords);
  const { imports, tryFile, take } = coverageCalls;
  const errorsHref = (id: string) => client.address("/api/coverage/imports/{id}/errors", { path: { id } });
  const of = { title: words.importing, hint: words.importHint, kept: "component-imports", renews: "coverage" };
  return <ImportPanel of={{ ...of, takes: ["new", "changed", "same"], imports, tryFile, take, errorsHref }} />;
}
