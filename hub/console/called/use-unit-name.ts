/** What a unit of the rulebook is called; its id while that is not known. */
import { useUnits } from "../client/queries.ts";
import { useCalled } from "./use-called.ts";

export function useUnitName(): (id: string) => string {
  const units = useUnits().data;
  const called = useCalled();
  return (id) => called(units?.find((unit) => unit.id === id)?.name ?? id);
}
