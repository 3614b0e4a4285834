/** One line for each gateway; it leads to the ledger of that gateway. */
import type { LedgerAccount } from "../../../http/views.ts";
import { useSpeech } from "../../i18n/language.tsx";
import { useLook } from "../../look/look.tsx";
import { lostOf } from "../../order/ledger.ts";
import { Panel } from "../../parts/panel.tsx";
import { Where } from "../../parts/where.tsx";
import { type Column, WorkList } from "../../parts/work-list.tsx";
import { countText } from "../../words/count.ts";
import { type LedgerSpan, ledgerHref } from "./ledger-address.ts";
import { LostCell } from "./lost-cell.tsx";

export function AccountTable({ accounts, span }: { accounts: LedgerAccount[]; span: LedgerSpan }) {
  const { t, language } = useSpeech();
  const { screen } = useLook();
  const words = t.ledger;
  const bare = (n: number) => words.records(countText(n, language));
  const columns: Column<LedgerAccount>[] = [
    { name: "where", title: words.where, main: true, cell: (row) => <Where place={row.place}>{row.title}</Where> },
    {
      name: "delivered",
      title: words.delivered,
      cell: (row) => (
        <span className="number">
          {screen === "phone" ? words.deliveredIs(countText(row.delivered, language)) : bare(row.delivered)}
        </span>
      ),
    },
    {
      name: "waiting",
      title: words.waitingName,
      cell: (row) => (screen === "phone" ? `${words.waitingName} ${bare(row.waiting)}` : bare(row.waiting)),
    },
    { name: "lost", title: words.lostName, cell: (row) => <LostCell losses={row} /> },
  ];
  return (
    <Panel title={words.gateways} className="panel-list">
      <WorkList
        label={words.gateways}
        rows={[...accounts].sort((a, b) => lostOf(b) - lostOf(a))}
        columns={columns}
        id={({ gateway }) => gateway}
        href={({ gateway }) => ledgerHref({ gateway, span })}
        bare
      />
    </Panel>
  );
}
