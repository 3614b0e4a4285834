/** Who is signed in, as stories name them. */
import { useMe } from "../client/queries.ts";

export function useMyName(): string {
  return useMe().data?.name ?? "";
}
