/** Every gateway: whether it is heard, since when, and what waits on it. */
import { useSpeech } from "../../i18n/language.tsx";
import { Failure } from "../../parts/failure.tsx";
import { Page } from "../../parts/page.tsx";
import { Quiet } from "../../parts/quiet.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { useGateways } from "../../queries.ts";
import { GatewayCard } from "./gateway-card.tsx";
import { NewGateway } from "./new-gateway.tsx";

const order = { offline: 0, unknown: 1, online: 2 };

export function GatewaysPage() {
  const { t, language } = useSpeech();
  const gateways = useGateways();
  const collator = new Intl.Collator(language, { numeric: true });
  const body = () => {
    if (gateways.error && !gateways.data)
      return <Failure error={gateways.error} retry={() => void gateways.refetch()} />;
    if (!gateways.data) return <Waiting rows={6} />;
    if (gateways.data.length === 0) return <Quiet title={t.gateways.empty}>{t.gateways.emptyText}</Quiet>;
    const sorted = [...gateways.data].sort(
      (a, b) => order[a.state] - order[b.state] || collator.compare(a.place, b.place),
    );
    return (
      <div className="gateways">
        {sorted.map((gateway) => (
          <GatewayCard key={gateway.id} gateway={gateway} />
        ))}
      </div>
    );
  };
  return (
    <Page title={t.gateways.title}>
      <NewGateway />
      {body()}
    </Page>
  );
}
