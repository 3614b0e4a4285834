/** A gateway's particulars. */
import { Link } from "wouter";
import type { GatewayView } from "../../../http/views.ts";
import { now } from "../../clock/clock.ts";
import { useSpeech } from "../../i18n/language.tsx";
import { Age } from "../../parts/age.tsx";
import { CopyId } from "../../parts/copy-id.tsx";
import { Facts } from "../../parts/facts.tsx";
import { countText } from "../../words/count.ts";
import { momentText } from "../../words/moment.ts";

export function GatewayFacts({ gateway }: { gateway: GatewayView }) {
  const { t, language } = useSpeech();
  const words = t.gateways;
  const { devices } = gateway;
  const { data, alert } = gateway.backlog;
  return (
    <Facts
      facts={[
        {
          name: words.sinceState[gateway.state],
          value: (
            <>
              {momentText(gateway.since, now(), language)} · <Age at={gateway.since} />
            </>
          ),
        },
        ...(data + alert === 0
          ? []
          : [{ name: words.backlog, value: words.backlogText(countText(data, language), countText(alert, language)) }]),
        {
          name: words.devices,
          value: <Link href={`/devices?gateway=${encodeURIComponent(gateway.id)}`}>{devices}</Link>,
        },
        { name: words.openAlerts, value: gateway.openAlerts },
        { name: words.version, value: gateway.version ?? words.notSaid },
        { name: words.id, value: <CopyId id={gateway.id} /> },
      ]}
    />
  );
}
