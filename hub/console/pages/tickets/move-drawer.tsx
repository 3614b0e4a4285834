/** A move's form beside the board, for the card it was asked for. */
import Drawer from "antd/es/drawer";
import { useMove, useTicket } from "../../client/queries.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { useLook } from "../../look/look.tsx";
import { Failure } from "../../parts/failure.tsx";
import { tell } from "../../parts/toast.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import type { Wish } from "./board.tsx";
import { MoveForm } from "./move-form.tsx";
import { SecondReview } from "./second-review.tsx";
import { ticketWords } from "./words.ts";

export function MoveDrawer({ wish: { ticket, move }, close }: { wish: Wish; close: () => void }) {
  const { t, say } = useSpeech();
  const words = useWords(ticketWords).board;
  const { screen } = useLook();
  const story = useTicket(ticket.id);
  const moving = useMove(ticket.id);
  return (
    <Drawer
      open
      onClose={close}
      placement={screen === "phone" ? "bottom" : "right"}
      size={screen === "phone" ? "85%" : "default"}
      title={`${t.tickets.moves[move]} · ${ticket.place} ${say(ticket.title)}`}
    >
      {story.error && <Failure error={story.error} retry={() => void story.refetch()} />}
      {!story.data && !story.error && <Waiting rows={4} />}
      {story.data && (
        <>
          <SecondReview ticket={story.data} />
          <MoveForm
            ticket={story.data}
            move={move}
            busy={moving.isPending}
            error={moving.error}
            cancel={close}
            submit={(request, arrived) =>
              moving.mutate(request, {
                onSuccess: (moved) => {
                  arrived();
                  close();
                  tell({ text: words.done(moved.place, t.tickets.states[moved.state]) });
                },
              })
            }
          />
        </>
      )}
    </Drawer>
  );
}
