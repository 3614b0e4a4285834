/** Why the organisation's sign-in let somebody in not, as its way back says: a word of a short list, never words of the address. */
import { ApiError } from "../../client/api-error.ts";

const known = ["OIDC_REFUSED", "OIDC_OFF", "PERSON_UNKNOWN"];

/** `search`: of the address the browser came back to. Null for a word that is none of ours: anybody can write an address. */
export function refusalIn(search: string): ApiError | null {
  const code = new URLSearchParams(search).get("refused") ?? "";
  return known.includes(code) ? new ApiError(403, { code, detail: "", cure: "", request: "" }) : null;
}
