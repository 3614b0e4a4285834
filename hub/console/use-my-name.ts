/** Who is signed in, as stories name them. */
import { useMe } from "./queries.ts";

export function useMyName(): string {
  return useMe().data?.name ?? "";
}
