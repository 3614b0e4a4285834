/** A gateway's particulars. */
import { Link } from "wouter";
import type { GatewayView } from "../../../http/views.ts";
import { now } from "../../clock.ts";
import { useSpeech } from "../../i18n/language.tsx";
import { Age } from "../../parts/age.tsx";
import { CopyId } from "../../parts/copy-id.tsx";
import { Facts } from "../../parts/facts.tsx";
import { momentText } from "../../words/moment.ts";

export function GatewayFacts({ gateway }: { gateway: GatewayView }) {
  const { t, language } = useSpeech();
  const words = t.gateways;
  const { data, alert } = gateway.backlog;
  return (
    <Facts
      facts={[
        {
          name: words.since,
          value: (
            <>
              {momentText(gateway.since, now(), language)} · <Age at={gateway.since} />
            </>
          ),
        },
        { name: words.lastSeen, value: gateway.lastSeen === undefined ? words.never : <Age at={gateway.lastSeen} /> },
        { name: words.backlog, value: data + alert === 0 ? words.backlogNone : words.backlogText(data, alert) },
        { name: words.clock, value: gateway.clock ? words.clocks[gateway.clock] : words.notSaid },
        {
          name: words.devices,
          value: <Link href={`/devices?gateway=${encodeURIComponent(gateway.id)}`}>{gateway.devices}</Link>,
        },
        { name: words.openAlerts, value: gateway.openAlerts },
        { name: words.version, value: gateway.version ?? words.notSaid },
        { name: words.session, value: gateway.session },
        { name: words.id, value: <CopyId id={gateway.id} /> },
      ]}
    />
  );
}
