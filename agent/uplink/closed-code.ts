/** Which fault stands behind the end of a connection, by the reason that was given. */
import type { FaultCode } from "../../core/fault.ts";

export function closedCode(reason: string, isTls: boolean): FaultCode {
  if (isTls && /not authorized|certificate|alert/i.test(reason)) return "CERTIFICATE_REFUSED";
  return /not authorized/i.test(reason) ? "GATEWAY_KEY_MISMATCH" : "HUB_UNREACHABLE";
}
