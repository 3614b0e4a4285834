/** One device: what it says now, how that came about, and what it is. */
import { Link } from "wouter";
import { ApiError } from "../../api-error.ts";
import { useSpeech } from "../../i18n/language.tsx";
import { standingOf } from "../../order/standing.ts";
import { Failure } from "../../parts/failure.tsx";
import { Page } from "../../parts/page.tsx";
import { Quiet } from "../../parts/quiet.tsx";
import { SeverityMark } from "../../parts/severity-mark.tsx";
import { StandingMark } from "../../parts/standing-mark.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { useDevice, useGateways } from "../../queries.ts";
import { useDeviceAlerts } from "../../use-device-alerts.ts";
import { useTicking } from "../../use-ticking.ts";
import { DeviceAbout } from "./device-about.tsx";
import { DeviceAlerts } from "./device-alerts.tsx";
import { DeviceCommands } from "./device-commands.tsx";
import { DeviceCourse } from "./device-course.tsx";
import { DeviceExport } from "./device-export.tsx";
import { DeviceNow } from "./device-now.tsx";
import { RegistryPanel } from "./registry-panel.tsx";

type Props = { gateway: string; device: string };

export default function DevicePage(props: Props) {
  const { t, say } = useSpeech();
  const query = useDevice(props.gateway, props.device);
  const gateway = useGateways().data?.find((each) => each.id === props.gateway);
  const device = query.data;
  const standing = useTicking((now) => (device ? standingOf(device, gateway, now) : "unknown"));
  const worst = useDeviceAlerts(props.gateway, props.device)[0];
  const back = { href: "/devices", text: t.device.back };
  if (query.error instanceof ApiError && query.error.status === 404)
    return (
      <Page title={t.device.missing} back={back}>
        <Quiet title={t.device.missing}>
          <p>{t.device.missingText}</p>
          <Link href="/devices">{t.device.back}</Link>
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
      <div className="device">
        <DeviceNow device={device} gateway={gateway} standing={standing} />
        <DeviceAlerts device={device} />
        <DeviceCourse device={device} />
        <DeviceExport device={device} />
        <RegistryPanel gateway={device.gateway} device={device.id} />
        <DeviceAbout device={device} gateway={gateway} />
      </div>
    </Page>
  );
}
