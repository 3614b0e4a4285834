/** The alerts to work through: what waits first, consequences under their cause, what is set aside and drills apart. */
import { type ReactNode, useId, useState } from "react";
import type { AlertView } from "../../../http/views.ts";
import { useMe } from "../../client/queries.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { Failure } from "../../parts/failure.tsx";
import { AlertRow, type RowActs } from "./alert-row.tsx";
import { BulkBar } from "./bulk-bar.tsx";
import type { ListKey } from "./list-keys.ts";
import { type Group, rowsOf, type Worklist } from "./order.ts";
import { ShelveDialog } from "./shelve-dialog.tsx";
import { type Desk, useDesk } from "./use-desk.ts";
import { useListKeys } from "./use-list-keys.ts";
import { alertWords } from "./words.ts";

export function AlertList({ list }: { list: Worklist }) {
  const { t } = useSpeech();
  const words = useWords(alertWords);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const rows = rowsOf(list, opened);
  const desk = useDesk(rows.filter(({ state }) => state !== "normal"));
  const mayAct = useMe().data?.rights.includes("alerts") ?? false;
  const acts = actsOf(desk, mayAct);
  useListKeys((key, id) => {
    const alert = rows.find((row) => row.id === id);
    if (mayAct || key === "leave") keyActs[key]?.(desk, alert);
  });
  const toggle = (id: string) => {
    const next = new Set(opened);
    if (!next.delete(id)) next.add(id);
    setOpened(next);
  };
  return (
    <>
      <BulkBar
        chosen={desk.chosen.length}
        many={desk.bulk.many}
        alertOf={(id) => rows.find((row) => row.id === id)}
        acknowledge={desk.acknowledgeChosen}
        shelve={() => desk.setShelving(desk.chosen)}
        clear={desk.clear}
        again={desk.again}
      />
      {desk.deed.error && <Failure error={desk.deed.error} />}
      <Rows label={t.nav.alerts} groups={list.groups} {...{ acts, opened, toggle }} />
      <Apart title={words.aside} text={words.asideText} rows={list.aside} acts={acts} />
      <Apart title={words.drills} text={words.drillsText} rows={list.drills} acts={acts} />
      {mayAct && rows.length > 1 && (
        <p className="list-foot dim">
          <button type="button" className="link" onClick={desk.chooseAll}>
            {words.chooseAll}
          </button>
        </p>
      )}
      {desk.shelving.length > 0 && (
        <ShelveDialog
          count={desk.shelving.length}
          busy={desk.deed.isPending}
          close={() => desk.setShelving([])}
          submit={desk.submitShelving}
        />
      )}
    </>
  );
}

function actsOf(desk: Desk, mayAct: boolean): RowActs {
  const busy = desk.deed.isPending ? desk.deed.variables.id : null;
  return {
    ...{ mayAct, isChosen: desk.isChosen, choose: desk.choose, acknowledge: desk.acknowledge, unshelve: desk.unshelve },
    isBusy: (id) => id === busy,
    shelve: (alert) => desk.setShelving([alert]),
  };
}

type KeyAct = (desk: Desk, alert: AlertView | undefined) => void;

/** Where rows are chosen, the key means all of them. */
const keyActs: Partial<Record<ListKey, KeyAct>> = {
  acknowledge: (desk, alert) => {
    if (desk.chosen.length > 0) desk.acknowledgeChosen();
    else if (alert && desk.canAcknowledge(alert)) desk.acknowledge(alert);
  },
  shelve: (desk, alert) => {
    if (desk.chosen.length > 0) desk.setShelving(desk.chosen);
    else if (alert && alert.state !== "normal") desk.setShelving([alert]);
  },
  choose: (desk, alert) => alert && desk.choose(alert.id, false),
  extend: (desk, alert) => alert && desk.choose(alert.id, true),
  leave: (desk) => desk.clear(),
};

type RowsProps = {
  label: string;
  groups: readonly Group[];
  acts: RowActs;
  opened: ReadonlySet<string>;
  toggle: (id: string) => void;
};

function Rows({ label, groups, acts, opened, toggle }: RowsProps) {
  if (groups.length === 0) return null;
  return (
    <ul className="alert-rows" aria-label={label}>
      {groups.flatMap(({ alert, consequences }) => [
        <AlertRow
          key={alert.id}
          alert={alert}
          acts={acts}
          under={
            consequences.length === 0
              ? undefined
              : { count: consequences.length, isOpen: opened.has(alert.id), toggle: () => toggle(alert.id) }
          }
        />,
        ...(opened.has(alert.id) ? consequences : []).map((each) => (
          <AlertRow key={each.id} alert={each} acts={acts} inner />
        )),
      ])}
    </ul>
  );
}

type ApartProps = { title: string; text: string; rows: readonly AlertView[]; acts: RowActs };

function Apart({ title, text, rows, acts }: ApartProps): ReactNode {
  const id = useId();
  if (rows.length === 0) return null;
  return (
    <section className="alert-apart" aria-labelledby={id}>
      <h2 id={id}>
        {title} <span className="dim">{rows.length}</span>
      </h2>
      <p className="dim">{text}</p>
      <ul className="alert-rows">
        {rows.map((alert) => (
          <AlertRow key={alert.id} alert={alert} acts={acts} />
        ))}
      </ul>
    </section>
  );
}
