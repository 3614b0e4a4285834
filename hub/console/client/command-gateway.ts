/** Has a gateway do something once and waits until it has, or has not. */
import { api } from "./api.ts";
import { ApiError } from "./api-error.ts";

const askEveryMs = 700;

/** What the gateway answers. Throws `ApiError` with the gateway's own fault when it could not be done. */
export async function commandGateway(gateway: string, verb: string, args: unknown): Promise<unknown> {
  const { id } = await api.giveCommand(gateway, verb, args);
  for (;;) {
    const { state, result, error = "" } = await api.command(gateway, id);
    if (state === "done") return result;
    if (state === "expired") throw problem("COMMAND_EXPIRED");
    if (state === "failed") throw problem(error);
    await new Promise((later) => setTimeout(later, askEveryMs));
  }
}

/** A gateway says what failed as `CODE: detail. cure`. */
function problem(text: string): ApiError {
  const [, code = "COMMAND_INVALID", detail = text] = /^([A-Z][A-Z_]+)(?:: (.*))?$/s.exec(text) ?? [];
  return new ApiError(0, { code, detail, cure: "", request: "" });
}
