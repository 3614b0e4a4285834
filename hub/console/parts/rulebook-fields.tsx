/** Filters by the tables of the rulebook: areas with all that lies in them, classes of cases, units. */

import { useUnits } from "../client/queries.ts";
import { useAreas, useClasses } from "../client/rulebook-queries.ts";
import { useWords } from "../i18n/language.tsx";
import { SelectField } from "./address-fields.tsx";
import { listWords } from "./list-words.ts";

export function AreaField() {
  const words = useWords(listWords);
  const areas = useAreas();
  const options = (areas.data ?? []).map(({ id, name }) => ({ value: id, label: name }));
  return <SelectField name="area" label={words.area} any={words.anyArea} options={options} loading={areas.isPending} />;
}

export function ClassField() {
  const words = useWords(listWords);
  const classes = useClasses();
  const options = (classes.data ?? []).map(({ code, name }) => ({ value: code, label: name }));
  return (
    <SelectField name="class" label={words.class} any={words.anyClass} options={options} loading={classes.isPending} />
  );
}

export function UnitFilter() {
  const words = useWords(listWords);
  const units = useUnits();
  const options = (units.data ?? []).map(({ id, name }) => ({ value: id, label: name }));
  return <SelectField name="unit" label={words.unit} any={words.anyUnit} options={options} loading={units.isPending} />;
}
