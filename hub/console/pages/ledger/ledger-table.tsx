/** One line for each device of a gateway, or for each point of a device. */
import type { LedgerGap } from "../../../http/views.ts";
import { useSpeech } from "../../i18n/language.tsx";
import { useKnownDevices } from "../../known/use-known-device.ts";
import { useLook } from "../../look/look.tsx";
import { type Line, unnamedOf } from "../../order/ledger.ts";
import { Panel } from "../../parts/panel.tsx";
import { Where } from "../../parts/where.tsx";
import { type Column, WorkList } from "../../parts/work-list.tsx";
import { countText } from "../../words/count.ts";
import { type LedgerSpan, ledgerHref } from "./ledger-address.ts";
import { LostCell } from "./lost-cell.tsx";
import { usePointName } from "./use-point-name.ts";

type Props = { gateway: string; device: string | undefined; lines: Line[]; gaps: LedgerGap[]; span: LedgerSpan };

export function LedgerTable({ gateway, device, lines, gaps, span }: Props) {
  const { t, say, language } = useSpeech();
  const { screen } = useLook();
  const things = device === undefined ? lines.map(({ id }) => ({ gateway, device: id })) : [{ gateway, device }];
  const known = useKnownDevices(things);
  const pointName = usePointName(things);
  const words = t.ledger;
  const find = (id: string) => known({ gateway, device: id });
  const nameOf = (id: string) => {
    if (device !== undefined) return <b>{pointName(gateway, device, id)}</b>;
    const row = find(id);
    return row ? <Where place={row.place}>{say(row.title)}</Where> : <b>{id}</b>;
  };
  const columns: Column<Line>[] = [
    {
      name: "where",
      title: device === undefined ? words.where : words.point,
      main: true,
      cell: (line) => nameOf(line.id),
    },
    {
      name: "delivered",
      title: words.delivered,
      cell: ({ delivered }) => {
        const count = countText(delivered, language);
        return <span className="number">{screen === "phone" ? words.deliveredIs(count) : words.records(count)}</span>;
      },
    },
    { name: "lost", title: words.lostName, cell: (line) => <LostCell losses={line} /> },
  ];
  const href = (line: Line) =>
    device === undefined
      ? ledgerHref({ gateway, device: line.id, span })
      : `/devices/${encodeURIComponent(gateway)}/${encodeURIComponent(device)}`;
  const title = device === undefined ? words.devices : words.points;
  const unnamed = unnamedOf(gaps);
  return (
    <Panel title={title} className="panel-list">
      <WorkList label={title} rows={lines} columns={columns} id={({ id }) => id} href={href} bare />
      {device === undefined && unnamed > 0 && (
        <p className="list-foot dim">{words.unnamed(countText(unnamed, language))}</p>
      )}
    </Panel>
  );
}
