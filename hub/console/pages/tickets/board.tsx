/** The board: one column a stage, cards by time left × severity; a card goes on by its button, its menu, or by being dragged where a move leads. */
import { useState } from "react";
import type { TicketMove, TicketView } from "../../../http/views.ts";
import { useMe } from "../../client/queries.ts";
import { useMinute } from "../../clock/use-minute.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { useAsked, useList } from "../../known/use-list.ts";
import { useMyName } from "../../me/use-my-name.ts";
import { moveTo, type Stage, stages, statesOf } from "../../order/board.ts";
import { openCases } from "../../order/urgency.ts";
import { Failure } from "../../parts/failure.tsx";
import { ListFoot } from "../../parts/list-foot.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { BoardCard } from "./board-card.tsx";
import { MoveDrawer } from "./move-drawer.tsx";
import { ticketFilters } from "./tickets-page.tsx";
import { useAllowed } from "./use-allowed.ts";
import { ticketWords } from "./words.ts";

/** What a drawer is open for. */
export type Wish = { ticket: TicketView; move: TicketMove };

export default function Board() {
  const words = useWords(ticketWords).board;
  const [wish, setWish] = useState<Wish | null>(null);
  const [dragged, drag] = useState<TicketView | null>(null);
  const mayMove = useMe().data?.rights.includes("tickets") ?? false;
  return (
    <>
      {mayMove && <p className="dim board-hint">{words.hint}</p>}
      <section className="board" aria-label={words.label}>
        {stages.map((stage) => (
          <Column key={stage} {...{ stage, dragged, drag, mayMove }} ask={setWish} />
        ))}
      </section>
      {wish && <MoveDrawer key={`${wish.ticket.id} ${wish.move}`} wish={wish} close={() => setWish(null)} />}
    </>
  );
}

type ColumnProps = {
  stage: Stage;
  dragged: TicketView | null;
  drag: (ticket: TicketView | null) => void;
  mayMove: boolean;
  ask: (wish: Wish) => void;
};

function Column({ stage, dragged, drag, mayMove, ask }: ColumnProps) {
  const { board: words } = useWords(ticketWords);
  const { t } = useSpeech();
  const me = useMyName();
  const minute = useMinute();
  const asked = useAsked(ticketFilters, { state: statesOf[stage].join(), limit: "50", sort: orderOf(stage) });
  const list = useList<TicketView>("tickets", asked);
  const allowed = useAllowed();
  const move = dragged && moveTo(stage, dragged, me);
  const rows = list.rows ?? [];
  const cards = stage === "close" ? rows : openCases(rows, [], minute).flatMap(({ ticket }) => ticket ?? []);
  const drop = () => {
    if (dragged && move) ask({ ticket: dragged, move });
    drag(null);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dragging is the second way; the card's buttons are the first.
    <div
      className={`board-column${move ? " board-target" : ""}`}
      data-stage={stage}
      onDragOver={(event) => move && event.preventDefault()}
      onDrop={drop}
    >
      <h2>
        {words.stages[stage]} <span className="dim">{words.of(cards.length, list.total)}</span>
      </h2>
      {move && <p className="board-drop">{words.drop(t.tickets.moves[move])}</p>}
      {list.error && !list.rows && <Failure error={list.error} retry={() => void list.refetch()} />}
      {!list.rows && !list.error && <Waiting rows={3} />}
      {list.rows && cards.length === 0 && <p className="dim">{words.empty}</p>}
      <ul>
        {cards.map((ticket) => (
          <BoardCard key={ticket.id} {...{ me, mayMove, drag, ask }} ticket={allowed(ticket)} />
        ))}
      </ul>
      {list.hasNextPage && (
        <ListFoot
          shown={rows.length}
          total={list.total}
          busy={list.isFetchingNextPage}
          more={() => void list.fetchNextPage()}
        />
      )}
    </div>
  );
}

/** What is over: the latest first. */
function orderOf(stage: Stage): string {
  return stage === "close" ? "changed" : "severity";
}
