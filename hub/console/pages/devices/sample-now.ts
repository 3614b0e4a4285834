/** Has a gateway read a device and waits until it has, or has not. */
import { api } from "../../api.ts";
import { ApiError } from "../../api-error.ts";

const askEveryMs = 700;

/** Throws `ApiError` with the gateway's own fault when the device could not be read. */
export async function sampleNow(gateway: string, device: string): Promise<void> {
  const { id } = await api.sample(gateway, device);
  for (;;) {
    const { state, error = "" } = await api.command(gateway, id);
    if (state === "done") return;
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
