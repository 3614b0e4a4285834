/** What an operator has the gateway do about a device: read it now, or hold a drill with it. */
import { useMutation } from "@tanstack/react-query";
import Button from "antd/es/button";
import Popconfirm from "antd/es/popconfirm";
import { Link } from "wouter";
import type { DeviceView, GatewayView } from "../../../http/views.ts";
import { commandGateway } from "../../client/command-gateway.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { useIsConnector } from "../../known/use-is-connector.ts";
import { Failure } from "../../parts/failure.tsx";
import { CarriedCommands } from "./carried-commands.tsx";
import { deviceWords } from "./device/words.ts";

const silenceMinutes = 10;

type Props = { device: DeviceView; gateway: GatewayView | undefined };

export function DeviceCommands(props: Props) {
  const isConnector = useIsConnector(props.device.gateway);
  return isConnector === true ? <CarriedCommands device={props.device} /> : <GatewaysCommands {...props} />;
}

function GatewaysCommands({ device: { gateway: of, id: device }, gateway }: Props) {
  const { t } = useSpeech();
  const words = useWords(deviceWords);
  const sample = useMutation({ mutationFn: () => commandGateway(of, "sample", { device }) });
  const drill = useMutation({
    mutationFn: async () => (await commandGateway(of, "drill", { device })) as { ticket: string },
  });
  const silence = useMutation({ mutationFn: () => commandGateway(of, "silence", { minutes: silenceMinutes }) });
  const offline = gateway?.state !== "online";
  return (
    <div className="commands">
      <div className="commands-row">
        <Button onClick={() => sample.mutate()} loading={sample.isPending} disabled={offline}>
          {sample.isPending ? words.sampling : words.sample}
        </Button>
        <Button onClick={() => silence.mutate()} loading={silence.isPending} disabled={offline}>
          {words.silence}
        </Button>
        <Popconfirm
          title={t.drill.sure}
          description={t.drill.meaning}
          okText={t.drill.begin}
          cancelText={t.drill.notNow}
          onConfirm={() => drill.mutate()}
        >
          <Button loading={drill.isPending} disabled={offline}>
            {t.drill.button}
          </Button>
        </Popconfirm>
      </div>
      <span className="fine" role="status">
        {offline
          ? words.sampleOffline
          : saidOf(sample.isPending || silence.isPending, sample.isSuccess, silence.isSuccess, words)}
        {drill.data && <Link href={`/tickets/${drill.data.ticket}`}>{t.drill.begun}</Link>}
      </span>
      {sample.error && <Failure error={sample.error} />}
      {silence.error && <Failure error={silence.error} />}
      {drill.error && <Failure error={drill.error} />}
    </div>
  );
}

function saidOf(waits: boolean, sampled: boolean, silenced: boolean, words: (typeof deviceWords)["zh-CN"]): string {
  if (waits) return words.pressed;
  return [sampled ? words.sampled : "", silenced ? words.silenced : ""].filter((text) => text !== "").join(" ");
}
