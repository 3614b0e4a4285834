/** What the device is: the facts that do not change by the minute. */
import { Link } from "wouter";
import type { DeviceView, GatewayView } from "../../../http/views.ts";
import { useCalled } from "../../called/use-called.ts";
import { useWords } from "../../i18n/language.tsx";
import { CopyId } from "../../parts/copy-id.tsx";
import { type Fact, Facts } from "../../parts/facts.tsx";
import { Panel } from "../../parts/panel.tsx";
import { ledgerHref } from "../ledger/ledger-address.ts";
import { deviceWords } from "./device/words.ts";

/** Of what is none of the known sensors: it, or who connected it, says what it measures. */
const saysItself = "lilong-own";

type Props = { device: DeviceView; gateway: GatewayView | undefined };

export function DeviceAbout({ device, gateway }: Props) {
  const words = useWords(deviceWords);
  const called = useCalled();
  const isConnector = gateway?.platform !== undefined;
  const own = encodeURIComponent(device.gateway);
  const title = gateway === undefined ? device.gateway : called(gateway.title);
  const facts: Fact[] = [
    {
      name: isConnector ? words.connector : words.gateway,
      value: <Link href={isConnector ? `/platforms/${own}` : `/gateways/${own}`}>{title}</Link>,
    },
    { name: words.id, value: <CopyId id={device.id} /> },
  ];
  if (device.model !== undefined)
    facts.push({
      name: words.model,
      value: device.model === saysItself ? words.ownModel : <CopyId id={device.model} />,
    });
  if (device.class !== undefined) facts.push({ name: words.class, value: device.class });
  return (
    <Panel title={words.about}>
      <Facts facts={facts} />
      <Link href={ledgerHref({ gateway: device.gateway, device: device.id })} className="more-link">
        {words.ledger}
      </Link>
    </Panel>
  );
}
