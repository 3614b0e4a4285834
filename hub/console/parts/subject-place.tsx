/** Of what a task is about: where people find it, before any id. A device, a gateway or a ticket; nothing for the rest. */
import { useQuery } from "@tanstack/react-query";
import { api } from "../client/api.ts";
import { useGateways } from "../client/queries.ts";
import { useSpeech } from "../i18n/language.tsx";
import { useKnownDevice } from "../known/use-known-device.ts";
import { keys } from "../live/keys.ts";
import { isTicketId } from "../order/ticket-id.ts";
import { Where } from "./where.tsx";

/** `text`: what stands below; where that says the place already, nothing is said twice. */
type Props = { subject: string; text: string };

export function SubjectPlace({ subject, text }: Props) {
  const { say } = useSpeech();
  const found = useSubject(subject);
  if (found === undefined || text.includes(found.place)) return null;
  return <Where place={found.place}>{typeof found.title === "string" ? found.title : say(found.title)}</Where>;
}

/** The id, to copy; after the place, where nothing above it begins with that. */
export function SubjectId({ subject, text }: Props) {
  const place = useSubject(subject)?.place ?? "";
  return (
    <>
      {text.includes(place) && place !== "" && `${place} · `}
      <code>{subject}</code>
    </>
  );
}

function useSubject(subject: string) {
  const [first = "", device, ...more] = subject.split("/");
  const gateway = useGateways().data?.find(({ id }) => id === first);
  const known = useKnownDevice({ gateway: first, device }, gateway !== undefined && more.length === 0).data;
  const isTicket = isTicketId(subject);
  const ticket = useQuery({
    queryKey: keys.ticket(subject),
    queryFn: () => api.ticket(subject),
    enabled: isTicket,
    staleTime: 60_000,
    retry: false,
  }).data;
  return known ?? ticket ?? (device === undefined ? gateway : undefined);
}
