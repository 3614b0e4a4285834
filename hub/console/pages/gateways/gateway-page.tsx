/** One gateway with its devices and its faults. */
import { Link } from "wouter";
import { useSpeech } from "../../i18n/language.tsx";
import { byNewest } from "../../order/newest.ts";
import { Failure } from "../../parts/failure.tsx";
import { FaultCard } from "../../parts/fault-card.tsx";
import { GatewayMark } from "../../parts/gateway-mark.tsx";
import { Page } from "../../parts/page.tsx";
import { Panel } from "../../parts/panel.tsx";
import { Quiet } from "../../parts/quiet.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { useFaults, useGateways } from "../../queries.ts";
import { useStandings } from "../../use-standings.ts";
import { DeviceGroup } from "../devices/device-group.tsx";
import { ledgerHref } from "../ledger/ledger-address.ts";
import { GatewayBacklog } from "./gateway-backlog.tsx";
import { GatewayFacts } from "./gateway-facts.tsx";
import { GatewayTrouble } from "./gateway-trouble.tsx";

export function GatewayPage({ id }: { id: string }) {
  const { t } = useSpeech();
  const gateways = useGateways();
  const gateway = gateways.data?.find((each) => each.id === id);
  const devices = useStandings()?.filter(({ device }) => device.gateway === id) ?? [];
  const faults = (useFaults().data ?? []).filter((fault) => fault.gateway === id).sort(byNewest);
  const back = { href: "/gateways", text: t.gateways.back };
  if (!gateway)
    return (
      <Page title={t.gateways.title} back={back}>
        {gateways.data ? (
          <Quiet title={t.gateways.missing}>
            <p>{t.gateways.missingText}</p>
            <Link href="/gateways">{t.gateways.back}</Link>
          </Quiet>
        ) : gateways.error ? (
          <Failure error={gateways.error} retry={() => void gateways.refetch()} />
        ) : (
          <Waiting />
        )}
      </Page>
    );
  return (
    <Page title={gateway.title} back={back} over={<GatewayMark state={gateway.state} />} lead={gateway.place}>
      <div className="gateway-page">
        <GatewayTrouble gateway={gateway} />
        <GatewayBacklog gateway={gateway} />
        <div className="panel">
          <GatewayFacts gateway={gateway} />
          <Link href={ledgerHref({ gateway: id })} className="more-link">
            {t.gateways.ledger}
          </Link>
        </div>
        {devices.length > 0 && <DeviceGroup id={id} devices={devices} alone />}
        {faults.length > 0 && (
          <Panel title={t.faults.title}>
            <ul className="faults">
              {faults.map((fault) => (
                <FaultCard key={fault.id} fault={fault} />
              ))}
            </ul>
          </Panel>
        )}
      </div>
    </Page>
  );
}
