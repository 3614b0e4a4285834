/** One device: what it says now, how that came about, and what it is. */
import { Link } from "wouter";
import { ApiError } from "../../client/api-error.ts";
import { useDevice, useGateways } from "../../client/queries.ts";
import { useTicking } from "../../clock/use-ticking.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { useDeviceAlerts } from "../../known/use-device-alerts.ts";
import { standingOf } from "../../order/standing.ts";
import { Failure } from "../../parts/failure.tsx";
import { Page } from "../../parts/page.tsx";
import { Quiet } from "../../parts/quiet.tsx";
import { SeverityMark } from "../../parts/severity-mark.tsx";
import { StandingMark } from "../../parts/standing-mark.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { deviceWords } from "./device/words.ts";
import { DeviceAbout } from "./device-about.tsx";
import { DeviceAlerts } from "./device-alerts.tsx";
import { DeviceBattery } from "./device-battery.tsx";
import { DeviceCommands } from "./device-commands.tsx";
import { DeviceCourse } from "./device-course.tsx";
import { DeviceExport } from "./device-export.tsx";
import { DeviceHealth } from "./device-health.tsx";
import { DeviceLoss } from "./device-loss.tsx";
import { DeviceNow } from "./device-now.tsx";
import { DeviceRecord } from "./device-record.tsx";
import { DeviceTickets } from "./device-tickets.tsx";
import { RegistryPanel } from "./registry-panel.tsx";

type Props = { gateway: string; device: string };

export default function DevicePage(props: Props) {
  const { t, say } = useSpeech();
  const words = useWords(deviceWords);
  const query = useDevice(props.gateway, props.device);
  const gateway = useGateways().data?.find((each) => each.id === props.gateway);
  const device = query.data;
  const standing = useTicking((now) => (device ? standingOf(device, gateway, now) : "unknown"));
  const worst = useDeviceAlerts(props.gateway, props.device)[0];
  const back = { href: "/devices", text: words.back };
  if (query.error instanceof ApiError && query.error.status === 404)
    return (
      <Page title={words.missing} back={back}>
        <Quiet title={words.missing}>
          <p>{words.missingText}</p>
          <Link href="/devices">{words.back}</Link>
        </Quiet>
      </Page>
    );
  if (!device)
    return (
      <Page title={t.devices.title} back={back}>
        {query.error ? <Failure error={query.error} retry={() => void query.refetch()} /> : <Waiting rows={8} />}
      </Page>
    );
  return (
    <Page
      title={say(device.title)}
      back={back}
      over={
        <>
          {worst && <SeverityMark severity={worst.severity} />}
          {!(worst && standing === "verified") && <StandingMark standing={standing} />}
        </>
      }
      lead={device.place}
      side={<DeviceCommands device={device} gateway={gateway} />}
    >
      <link rel="stylesheet" href="/assets/device.css" precedence="default" />
      <div className="device">
        <DeviceNow device={device} gateway={gateway} standing={standing} />
        <DeviceAlerts device={device} />
        <DeviceCourse device={device} />
        <DeviceTickets device={device} />
        <DeviceHealth device={device} />
        <DeviceBattery device={device} />
        <DeviceLoss device={device} />
        <DeviceRecord device={device} />
        <DeviceExport device={device} />
        <RegistryPanel gateway={device.gateway} device={device.id} />
        <DeviceAbout device={device} gateway={gateway} />
      </div>
    </Page>
  );
}
