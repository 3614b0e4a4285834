/** Has the gateway read the device now instead of when its turn comes. */

import { useMutation } from "@tanstack/react-query";
import { Button } from "antd";
import type { DeviceView, GatewayView } from "../../../http/views.ts";
import { useSpeech } from "../../i18n/language.tsx";
import { Failure } from "../../parts/failure.tsx";
import { sampleNow } from "./sample-now.ts";

type Props = { device: DeviceView; gateway: GatewayView | undefined };

export function SampleButton({ device, gateway }: Props) {
  const { t } = useSpeech();
  const sample = useMutation({ mutationFn: () => sampleNow(device.gateway, device.id) });
  const offline = gateway?.state !== "online";
  return (
    <div className="sample">
      <Button onClick={() => sample.mutate()} loading={sample.isPending} disabled={offline}>
        {sample.isPending ? t.device.sampling : t.device.sample}
      </Button>
      <span className="fine" role="status">
        {offline ? t.device.sampleOffline : sample.isSuccess && t.device.sampled}
      </span>
      {sample.error && <Failure error={sample.error} />}
    </div>
  );
}
