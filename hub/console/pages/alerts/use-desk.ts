/** What can be done in the list of alerts: one, or all that are chosen, with what takes it back. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { AlertView } from "../../../http/views.ts";
import { now } from "../../clock/clock.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { wantsAcknowledgement } from "../../order/urgency.ts";
import { tell } from "../../parts/toast.tsx";
import { momentText } from "../../words/moment.ts";
import type { Shelving } from "./calls.ts";
import { doIt, useDeed, useManyDeeds } from "./queries.ts";
import { choose, nothingChosen } from "./selection.ts";
import { alertWords } from "./words.ts";

export function useDesk(alerts: readonly AlertView[]) {
  const client = useQueryClient();
  const words = useWords(alertWords);
  const { language } = useSpeech();
  const deed = useDeed();
  const bulk = useManyDeeds();
  const [selection, select] = useState(nothingChosen);
  /** The alerts that the dialog asks about. */
  const [shelving, setShelving] = useState<readonly AlertView[]>([]);
  const order = alerts.map(({ id }) => id);
  const ids = order.join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `ids` is `order` as something that can be compared.
  useEffect(() => select((known) => choose(known, { do: "prune" }, order)), [ids]);
  const chosen = alerts.filter(({ id }) => selection.chosen.has(id));
  const moment = (at: number) => momentText(at, now(), language, { seconds: false });

  const acknowledge = (alert: AlertView) =>
    deed.mutate(
      { id: alert.id, deed: { do: "acknowledge" } },
      { onSuccess: () => tell({ text: words.acknowledged(alert.place) }) },
    );
  const unshelve = (alert: AlertView) =>
    deed.mutate(
      { id: alert.id, deed: { do: "unshelve" } },
      { onSuccess: () => tell({ text: words.unshelved(alert.place) }) },
    );
  const takeBack = (those: readonly string[]) => async () => {
    for (const id of those) await doIt(client, id, { do: "unshelve" });
  };
  const shelveOne = (alert: AlertView, wish: Shelving) =>
    deed.mutate(
      { id: alert.id, deed: { do: "shelve", ...wish } },
      {
        onSuccess: () => tell({ text: words.shelvedOne(alert.place, moment(wish.until)), undo: takeBack([alert.id]) }),
        onSettled: () => setShelving([]),
      },
    );
  const shelveMany = async (those: readonly string[], wish: Shelving) => {
    setShelving([]);
    const outcomes = await bulk.start(those, { do: "shelve", ...wish });
    const done = outcomes.filter(({ error }) => error === null).map(({ id }) => id);
    if (done.length > 0) tell({ text: words.shelvedMany(done.length, moment(wish.until)), undo: takeBack(done) });
    keepFailed(outcomes);
  };
  const acknowledgeMany = async (those: readonly string[]) =>
    keepFailed(await bulk.start(those, { do: "acknowledge" }));
  const keepFailed = (outcomes: { id: string; error: Error | null }[]) =>
    select({ chosen: new Set(outcomes.filter(({ error }) => error !== null).map(({ id }) => id)), anchor: null });

  return {
    ...{ deed, bulk, chosen, shelving, setShelving, acknowledge, unshelve },
    isChosen: (id: string) => selection.chosen.has(id),
    choose: (id: string, extend: boolean) => {
      bulk.forget();
      select((known) => choose(known, { do: extend ? "extend" : "toggle", id }, order));
    },
    chooseAll: () => select((known) => choose(known, { do: "all" }, order)),
    clear: () => {
      bulk.forget();
      select(nothingChosen);
    },
    acknowledgeChosen: () => void acknowledgeMany(chosen.map(({ id }) => id)),
    again: (those: string[]) => {
      const { deed: last } = bulk.many ?? {};
      if (last?.do === "shelve") void shelveMany(those, last);
      else void acknowledgeMany(those);
    },
    submitShelving: (wish: Shelving) => {
      const [first, ...rest] = shelving;
      if (first && rest.length === 0) shelveOne(first, wish);
      else
        void shelveMany(
          shelving.map(({ id }) => id),
          wish,
        );
    },
    canAcknowledge: (alert: AlertView | undefined) =>
      alert !== undefined && wantsAcknowledgement(alert) && alert.standing !== "shelved",
  };
}

export type Desk = ReturnType<typeof useDesk>;
