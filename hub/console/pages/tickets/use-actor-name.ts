/** Who did something, as people call them: a person, the hub, the gateway, the sensor, a source. */
import type { TicketStory, TicketView } from "../../../http/views.ts";
import { useCalled } from "../../called/use-called.ts";
import { useNames } from "../../called/use-names.ts";
import { useGateways } from "../../client/queries.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { useKnownDevice } from "../../known/use-known-device.ts";
import { hubActor } from "./by-others.ts";
import { ticketPageWords } from "./ticket-words.ts";

export function useActorName(ticket: TicketView & Partial<Pick<TicketStory, "story">>): (actor: string) => string {
  const { t, say } = useSpeech();
  const page = useWords(ticketPageWords);
  const called = useCalled();
  const gateway = useGateways().data?.find((each) => each.id === ticket.gateway);
  const device = useKnownDevice(ticket).data;
  const sources: Record<string, string> = t.tickets.sources;
  const nameOf = useNames((ticket.story ?? []).map(({ actor }) => actor).filter(isAccount));
  return (actor) => {
    if (actor === hubActor) return page.hub;
    if (actor === ticket.gateway) return gateway === undefined ? actor : called(gateway.title);
    if (device && actor === `${ticket.gateway}/${ticket.device}`) return say(device.title);
    return sources[actor] ?? nameOf(actor);
  };
}

/** Sensors and gateways are named otherwise; the hub asks nobody about itself. */
function isAccount(actor: string): boolean {
  return actor !== hubActor && !actor.includes("/") && !actor.includes(",");
}
