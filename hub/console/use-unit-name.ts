/** What a unit of the rulebook is called; its id while that is not known. */
import { useUnits } from "./queries.ts";

export function useUnitName(): (id: string) => string {
  const units = useUnits().data;
  return (id) => units?.find((unit) => unit.id === id)?.name ?? id;
}
