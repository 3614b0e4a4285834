/** What components and the rulebook's classes and units are called in the language of the screen; the name people gave where nobody wrote another. */
import { useQuery } from "@tanstack/react-query";
import { client } from "../client/client.ts";
import { useSpeech } from "../i18n/language.tsx";
import { ownNames } from "./own-names.ts";

const forMs = 5 * 60_000;
type Row = { name: string; en?: string };

/** The tables are read once, and not at all by who reads Chinese. */
export function useCalled(): (name: string) => string {
  const { language } = useSpeech();
  const { data } = useQuery({
    queryKey: ["english-names"],
    queryFn: readNames,
    enabled: language === "en",
    staleTime: forMs,
    retry: false,
  });
  return (name) => (language === "en" ? (data?.get(name) ?? ownNames.get(name) ?? name) : name);
}

async function readNames(): Promise<ReadonlyMap<string, string>> {
  const tables = await Promise.all([client.get("/api/component-classes"), rowsOf("classes"), rowsOf("units")]);
  return new Map(tables.flat().flatMap(({ name, en }) => (en === undefined ? [] : [[name, en] as const])));
}

async function rowsOf(kind: "classes" | "units"): Promise<Row[]> {
  const { body } = await client.get("/api/rulebook/{kind}", { path: { kind } });
  return (body as Record<typeof kind, Row[]>)[kind];
}
