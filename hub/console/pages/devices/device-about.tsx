/** What the device is: the facts that do not change by the minute. */
import { Link } from "wouter";
import type { DeviceView, GatewayView } from "../../../http/views.ts";
import { useSpeech } from "../../i18n/language.tsx";
import { CopyId } from "../../parts/copy-id.tsx";
import { type Fact, Facts } from "../../parts/facts.tsx";
import { Panel } from "../../parts/panel.tsx";
import { ledgerHref } from "../ledger/ledger-address.ts";

type Props = { device: DeviceView; gateway: GatewayView | undefined };

export function DeviceAbout({ device, gateway }: Props) {
  const { t } = useSpeech();
  const facts: Fact[] = [
    {
      name: t.device.gateway,
      value: <Link href={`/gateways/${encodeURIComponent(device.gateway)}`}>{gateway?.title ?? device.gateway}</Link>,
    },
    { name: t.device.id, value: <CopyId id={device.id} /> },
  ];
  if (device.model !== undefined) facts.push({ name: t.device.model, value: <CopyId id={device.model} /> });
  if (device.class !== undefined) facts.push({ name: t.device.class, value: device.class });
  return (
    <Panel title={t.device.about}>
      <Facts facts={facts} />
      <Link href={ledgerHref({ gateway: device.gateway, device: device.id })} className="more-link">
        {t.device.ledger}
      </Link>
    </Panel>
  );
}
