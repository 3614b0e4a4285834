/** Which moves of a case were another person's doing. Pure. */
import type { TicketStory } from "../../../http/views.ts";

/** As the hub signs what it does by itself. */
export const hubActor = "hub";

/** What the hub does at once because of my own move, sending the case on, is no other person's doing. */
export function byOthers(story: TicketStory["story"], me: string): TicketStory["story"] {
  let isMine = false;
  return story.filter(({ from, to, actor }) => {
    if (actor !== hubActor) isMine = actor === me;
    return !isMine && from !== to;
  });
}
