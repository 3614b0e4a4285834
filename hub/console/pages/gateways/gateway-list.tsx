/** Gateways as rows: silent ones on top, then those that fall behind. */
import type { GatewayView } from "../../../http/views.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { Age } from "../../parts/age.tsx";
import { GatewayMark } from "../../parts/gateway-mark.tsx";
import { Where } from "../../parts/where.tsx";
import { type Column, WorkList } from "../../parts/work-list.tsx";
import { countText } from "../../words/count.ts";
import { gatewayWords } from "./words.ts";

const order = { offline: 0, unknown: 1, online: 2 };
/** Fewer are on their way and no backlog. */
const leastWaiting = 100;

export function GatewayList({ gateways }: { gateways: readonly GatewayView[] }) {
  const { t, language } = useSpeech();
  const words = useWords(gatewayWords);
  const collator = new Intl.Collator(language, { numeric: true });
  const sorted = [...gateways].sort(
    (a, b) =>
      order[a.state] - order[b.state] ||
      Number(isBehind(b)) - Number(isBehind(a)) ||
      collator.compare(a.place, b.place) ||
      collator.compare(a.title, b.title),
  );
  const columns: Column<GatewayView>[] = [
    {
      name: "where",
      title: t.devices.where,
      main: true,
      cell: ({ title, place }) => <Where place={place}>{title}</Where>,
    },
    {
      name: "standing",
      title: words.tab.state,
      cell: ({ state, paused, clock }) => (
        <span className="stack">
          <GatewayMark state={state} paused={paused} />
          {clock === "estimated" && <span className="dim">{words.clockOff}</span>}
        </span>
      ),
    },
    {
      name: "heard",
      title: words.heard,
      cell: ({ lastSeen }) => (lastSeen === undefined ? t.gateways.never : <Age at={lastSeen} />),
    },
    {
      name: "waits",
      title: words.waits,
      cell: ({ backlog }) => {
        const waiting = backlog.data + backlog.alert;
        if (waiting === 0) return <span className="dim">{words.nothingWaits}</span>;
        return t.gateways.backlogProgress(countText(waiting, language));
      },
    },
    {
      name: "holds",
      title: words.holds,
      cell: (gateway) => words.counts(gateway.devices, gateway.openAlerts),
    },
    { name: "version", title: words.version, cell: ({ version }) => version ?? t.gateways.notSaid },
  ];
  return (
    <WorkList
      label={t.gateways.title}
      rows={sorted}
      columns={columns}
      id={({ id }) => id}
      href={({ id }) => `/gateways/${encodeURIComponent(id)}`}
      tone={({ state }) => (state === "online" ? "" : "row-silent")}
    />
  );
}

function isBehind({ backlog }: GatewayView): boolean {
  return backlog.data + backlog.alert >= leastWaiting;
}
