/** What the hub's QR code holds: `lilong:enrol?hub=http://…&code=…`. */
import { Fault } from "../../core/fault.ts";

/** Throws `ENROLMENT_REFUSED`. */
export function parseEnrolLink(text: string): { hub: string; code: string } {
  const fields = /^lilong:enrol\?(.+)$/.exec(text.trim())?.[1];
  const query = new URLSearchParams(fields ?? "");
  const [hub, code] = [query.get("hub"), query.get("code")];
  if (hub === null || code === null) throw new Fault("ENROLMENT_REFUSED", "this is no code of a hub");
  return { hub, code };
}
