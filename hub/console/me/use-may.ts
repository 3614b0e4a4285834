/** Whether who is signed in has a right; what they may not do is not offered. */
import type { Right } from "../../accounts/rights.ts";
import { useMe } from "../client/queries.ts";

export function useMay(right: Right): boolean {
  return useMe().data?.rights.includes(right) === true;
}
