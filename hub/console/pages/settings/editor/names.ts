/** How a table's fields, values and references are called: by words of ours, by the rulebook's own names, else as they are. */
import { useMemo } from "react";
import type { ChannelBook } from "../../../../rulebook/channels.ts";
import type { Classes } from "../../../../rulebook/classes.ts";
import type { Units } from "../../../../rulebook/units.ts";
import { useSpeech, useWords } from "../../../i18n/language.tsx";
import { useTable } from "../queries.ts";
import { settingsWords } from "../words.ts";
import { isObject, type Json } from "./rows.ts";

export type Option = { value: string | number; label: string };
export type Names = {
  field: (name: string) => string;
  list: (name: string) => string;
  /** What may be chosen there; null: anything. `open`: other values are fine too. */
  options: (field: string, values?: readonly (string | number)[]) => { options: Option[]; open: boolean } | null;
  /** What an empty cell means; "" where it means nothing. */
  blank: (field: string) => string;
  /** One value as people read it. */
  value: (field: string, value: Json | undefined) => string;
  /** What is said below a field, besides its schema's own words. */
  hint?: (field: string, described: string) => string;
};

/** Of the table of areas, what a name needs. */
type Areas = { areas: { id: string; name: string }[] };

const unitFields = new Set(["unit", "units", "operators", "roundTheClock"]);
const classFields = new Set(["class", "equipment", "patrol"]);

/** Of the table that is shown; a reference to its own rows is read from what is on screen. */
export function useNames(kind: string, body: { [name: string]: Json }): Names {
  const words = useWords(settingsWords);
  const { t, say, language } = useSpeech();
  const units = useTable("units").data?.body as Units | undefined;
  const areas = useTable("areas").data?.body as Areas | undefined;
  const classes = useTable("classes").data?.body as Classes | undefined;
  const channels = useTable("channels").data?.body as ChannelBook | undefined;
  return useMemo(() => {
    const own = <Row>(is: string, table: Row[] | undefined): Row[] =>
      (kind === is && Array.isArray(body[is]) ? (body[is] as Row[]) : table) ?? [];
    const called = ({ name, en }: { name: string; en?: string }) => (language === "en" && en ? en : name);
    const unitOptions = own("units", units?.units).map((unit) => ({ value: unit.id, label: called(unit) }));
    const areaOptions = own("areas", areas?.areas).map(({ id, name }) => ({ value: id, label: name }));
    const classOptions = own("classes", classes?.classes).map((one) => ({
      value: one.code,
      label: `${called(one)} ${one.code}`,
    }));
    const channelOptions = (channels?.channels ?? []).map(({ id, title }) => ({ value: id, label: title }));
    const named = (values: readonly (string | number)[], say: (value: string | number) => string | undefined) =>
      values.map((value) => ({ value, label: say(value) ?? String(value) }));
    const word = (value: string | number) => words.choices[value];
    const wordAt = (field: string) => (value: string | number) => words.choices[`${field}.${value}`] ?? word(value);
    const severity = (value: string | number) => t.severity[value as 1]?.short;
    const moves = (value: string | number) => t.tickets.moves[value as "admit"] ?? words.choices[value];
    const whom = ["on duty", "leader", "parent unit"];
    const told = ["unit", "leader", "parent unit", "operators", "reporter"];
    const channelKinds = ["wecom", "dingtalk", "webhook", "email", "gateway"];

    const options: Names["options"] = (field, values) => {
      if (field === "severities" || (field === "severity" && values)) return closed(named([1, 2, 3, 4], severity));
      if (field === "rights" && values) return closed(named(values, (right) => words.rights[right]));
      if (field === "days")
        return closed(named([1, 2, 3, 4, 5, 6, 7], (day) => words.roster.days.split(" ")[Number(day) - 1]));
      if (field === "tier" && values?.includes(1)) return closed(named(values, (value) => words.tiers[value]));
      if (field === "reviews" && values) return closed(named(values, (value) => words.reviewCount[value]));
      if (field === "digestFrom" && values) return closed(named(values, (value) => words.digestFroms[value]));
      if (values) return closed(named(values, wordAt(field)));
      if (kind === "ladder" && field === "to")
        return open([...named([...new Set([...whom, ...told])], word), ...unitOptions]);
      if (kind === "ladder" && field === "channels") return open([...named(channelKinds, word), ...channelOptions]);
      if (kind === "ladder" && field === "moves") return open(named(Object.keys(t.tickets.moves), moves));
      if (kind === "ladder" && field === "into")
        return open(named(Object.keys(t.tickets.states), (state) => t.tickets.states[state as "reported"]));
      if (field === "parent") return closed(kind === "areas" ? areaOptions : unitOptions);
      if (field === "otherwise") return closed(kind === "classes" ? classOptions : unitOptions);
      if (unitFields.has(field)) return closed(unitOptions);
      if (field === "area" || field === "gateways") return closed(areaOptions);
      if (classFields.has(field)) return open(classOptions);
      return null;
    };
    const value: Names["value"] = (field, one) => {
      if (one === null || one === undefined || one === "") return "";
      if (typeof one === "boolean") return one ? words.yes : words.no;
      if (field === "limits" && Array.isArray(one)) return one.map(limitText).join(words.join.rows);
      if (Array.isArray(one))
        return one
          .map((each) => value(field, each))
          .filter(Boolean)
          .join(words.join.words);
      if (isObject(one))
        return (
          said(one) ??
          Object.entries(one)
            .map(([name, each]) => value(name, each))
            .join(" ")
        );
      const values = options(field, undefined)?.options ?? named([one], fieldWord(field));
      const known = values.find((option) => option.value === one)?.label;
      return known ?? (typeof one === "string" && options(field) !== null ? (word(one) ?? groupOf(one)) : String(one));
    };
    const limitText = (row: Json) =>
      isObject(row)
        ? words.join.note(value("limit", row.limit), value("severities", row.severities) || words.rows.otherwise)
        : "";
    const fieldWord = (field: string) => (one: string | number) => {
      const byField: Record<string, Record<string, string>> = {
        tier: { ...words.choices, ...words.tiers },
        reviews: words.reviewCount,
        digestFrom: words.digestFroms,
        rights: words.rights,
      };
      const isName = ["name", "title", "id", "leader", "people"].includes(field);
      return byField[field]?.[one] ?? (isName ? undefined : wordAt(field)(one));
    };
    /** `component:01*`: all classes that begin so, by what they have in common. */
    const groupOf = (one: string) => {
      const start = one.endsWith("*") ? one.slice(0, -1) : null;
      const group = start === null ? undefined : classes?.classes.find(({ code }) => code.startsWith(start))?.group;
      return group === undefined ? one : `${words.dispatch.group(group)} ${one}`;
    };
    const said = (one: { [name: string]: Json }) => {
      if (typeof one.zh === "string" && typeof one.en === "string") return say({ zh: one.zh, en: one.en });
      if (typeof one.amount === "number" && typeof one.basis === "string")
        return `${one.amount} ${word(one.basis) ?? one.basis}`;
      return undefined;
    };
    return {
      options,
      value,
      blank: (field) => words.blanks[`${kind}.${field}`] ?? "",
      field: (name) => words.fields[`${kind}.${name}`] ?? words.fields[name] ?? words.lists[name] ?? name,
      list: (name) => words.lists[name] ?? words.fields[name] ?? name,
    };
  }, [kind, body, units, areas, classes, channels, words, t, say, language]);
}

const closed = (options: Option[]) => ({ options, open: false });
const open = (options: Option[]) => ({ options, open: true });
