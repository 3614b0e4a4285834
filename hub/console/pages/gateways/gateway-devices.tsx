/** The devices of the gateway, what needs a look on top. */
import type { GatewayView } from "../../../http/views.ts";
import { useSpeech } from "../../i18n/language.tsx";
import { Failure } from "../../parts/failure.tsx";
import { Quiet } from "../../parts/quiet.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { DeviceGroup } from "../devices/device-group.tsx";
import { useDevicesOf } from "./queries.ts";

export function GatewayDevices({ gateway }: { gateway: GatewayView }) {
  const { t } = useSpeech();
  const { known: devices, error, refetch } = useDevicesOf(gateway);
  if (error && !devices) return <Failure error={error} retry={() => void refetch()} />;
  if (!devices) return <Waiting rows={6} />;
  if (devices.length === 0) return <Quiet title={t.devices.empty}>{t.devices.emptyText}</Quiet>;
  return <DeviceGroup id={gateway.id} devices={devices} alone />;
}
