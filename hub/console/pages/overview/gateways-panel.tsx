/** How many gateways are on line, and which are not. */
import { Link } from "wouter";
import type { OverviewView } from "../../../http/overview-views.ts";
import { useWords } from "../../i18n/language.tsx";
import { Age } from "../../parts/age.tsx";
import { GatewayMark } from "../../parts/gateway-mark.tsx";
import { Panel } from "../../parts/panel.tsx";
import { overviewWords } from "./words.ts";

const most = 3;

export function GatewaysPanel({ gateways }: { gateways: OverviewView["gateways"] }) {
  const words = useWords(overviewWords);
  const { online, offline, unknown, silent } = gateways;
  const all = online + offline + unknown;
  return (
    <Panel title={words.gateways} side={<Link href="/gateways">{words.allGateways}</Link>}>
      {silent.slice(0, most).map(({ id, title, place, state, since, lastSeen }) => (
        <Link key={id} href={`/gateways/${encodeURIComponent(id)}`} className="silent">
          <GatewayMark state={state} /> <Age at={lastSeen ?? since} />
          <span>{place || title}</span>
        </Link>
      ))}
      {all - online > most && <p>{words.moreSilent(all - online - most)}</p>}
      <p className="dim">{words.online(online, all)}</p>
    </Panel>
  );
}
