/** Whether the gateway is there: connection, last message and clock are three facts; then runs, key and links. */
import { Link } from "wouter";
import type { GatewayView } from "../../../http/views.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { useMay } from "../../me/use-may.ts";
import { Age } from "../../parts/age.tsx";
import { Facts } from "../../parts/facts.tsx";
import { Failure } from "../../parts/failure.tsx";
import { Panel } from "../../parts/panel.tsx";
import { ledgerHref } from "../ledger/ledger-address.ts";
import { GatewayFacts } from "./gateway-facts.tsx";
import { GatewayLinks } from "./gateway-links.tsx";
import { useIn, useRuns } from "./queries.ts";
import { gatewayWords } from "./words.ts";

export function GatewayState({ gateway }: { gateway: GatewayView }) {
  const { t } = useSpeech();
  const words = useWords(gatewayWords);
  const runs = useRuns(gateway.id);
  const { statusState } = runs.data ?? {};
  const hasCertificate = useIn(gateway.id, useMay("gateways")) === "in";
  const three = [
    { name: words.session, value: statusState === undefined ? words.sessionNone : words.sessions[statusState] },
    { name: words.heard, value: gateway.lastSeen === undefined ? t.gateways.never : <Age at={gateway.lastSeen} /> },
    { name: t.gateways.clock, value: gateway.clock ? t.gateways.clocks[gateway.clock] : t.gateways.notSaid },
  ];
  return (
    <>
      <section className="panel">
        <ul className="tiles three" aria-label={words.facts}>
          {three.map(({ name, value }) => (
            <li key={name}>
              <span className="tile-name">{name}</span>
              <b>{value}</b>
            </li>
          ))}
        </ul>
        <GatewayFacts gateway={gateway} />
        {runs.data && (
          <Facts
            facts={[
              {
                name: words.key,
                value: hasCertificate ? words.byCertificate : runs.data.hasKey ? words.hasKey : words.noKey,
              },
              { name: words.runs, value: runs.data.runs },
              ...(runs.data.registeredAt === undefined
                ? []
                : [{ name: words.registered, value: <Age at={runs.data.registeredAt} /> }]),
            ]}
          />
        )}
        {runs.error && !runs.data && <Failure error={runs.error} retry={() => void runs.refetch()} />}
        <Link href={ledgerHref({ gateway: gateway.id })} className="more-link">
          {t.gateways.ledger}
        </Link>
      </section>
      <Panel title={words.links}>
        <GatewayLinks gateway={gateway} />
      </Panel>
    </>
  );
}
