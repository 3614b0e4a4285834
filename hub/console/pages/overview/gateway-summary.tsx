/** How many gateways are on line, and why the others are not. */
import { Link } from "wouter";
import { useSpeech } from "../../i18n/language.tsx";
import { GatewayMark } from "../../parts/gateway-mark.tsx";
import { Panel } from "../../parts/panel.tsx";
import { WhySilent } from "../../parts/why-silent.tsx";
import { useGateways } from "../../queries.ts";

export function GatewaySummary() {
  const { t } = useSpeech();
  const gateways = useGateways().data;
  if (!gateways) return null;
  const silent = gateways.filter((gateway) => gateway.state !== "online");
  return (
    <Panel title={t.overview.gateways} side={<Link href="/gateways">{t.overview.allGateways}</Link>}>
      {silent.map((gateway) => (
        <Link key={gateway.id} href={`/gateways/${encodeURIComponent(gateway.id)}`} className="silent">
          <GatewayMark state={gateway.state} />
          <WhySilent gateway={gateway} />
        </Link>
      ))}
      <p className="dim">{t.gateways.summary(gateways.length - silent.length, gateways.length)}</p>
    </Panel>
  );
}
