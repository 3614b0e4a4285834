/** A unit's name by its id. */
import { useUnits } from "../../client/queries.ts";

export function useUnitName(): (id: string) => string {
  const units = useUnits().data;
  return (id) => units?.find((unit) => unit.id === id)?.name ?? id;
}
