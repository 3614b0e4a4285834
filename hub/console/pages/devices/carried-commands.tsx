/** What an operator tells a device behind a platform, and how far that has come; it sleeps, so nobody waits for it here. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Button from "antd/es/button";
import { Link } from "wouter";
import type { DeviceView } from "../../../http/views.ts";
import { api } from "../../client/api.ts";
import { client } from "../../client/client.ts";
import { useWords } from "../../i18n/language.tsx";
import { CarriedSteps } from "../../parts/carried-steps.tsx";
import { Failure } from "../../parts/failure.tsx";
import { deviceWords } from "./device/words.ts";

const silenceMinutes = 10;
const soon = 5000;
const mostShown = 3;

/** What cannot be carried is not offered: why, and where that is mended. */
export function CarriedCommands({ device }: { device: DeviceView }) {
  const words = useWords(deviceWords);
  const { verbs, why } = device.carries ?? { verbs: [] };
  if (verbs.length > 0) return <Carried device={device} verbs={verbs} />;
  const tab = why === "unadopted" ? "devices" : "setup";
  return (
    <p className="fine">
      {words.uncarried[why ?? "model"]}{" "}
      {(why === "unadopted" || why === "settings") && (
        <Link href={`/platforms/${encodeURIComponent(device.gateway)}?tab=${tab}`}>{words.uncarriedLink}</Link>
      )}
    </p>
  );
}

type Props = { device: DeviceView; verbs: readonly string[] };

function Carried({ device: { gateway, id: device }, verbs }: Props) {
  const words = useWords(deviceWords);
  const given = useGiven(gateway, device);
  const sample = useGive(gateway, "sample");
  const silence = useGive(gateway, "silence");
  const error = sample.error ?? silence.error;
  return (
    <div className="commands">
      <div className="commands-row">
        {verbs.includes("sample") && (
          <Button onClick={() => sample.mutate({ device })} loading={sample.isPending}>
            {words.sample}
          </Button>
        )}
        {verbs.includes("silence") && (
          <Button onClick={() => silence.mutate({ device, minutes: silenceMinutes })} loading={silence.isPending}>
            {words.silence}
          </Button>
        )}
      </div>
      <span className="fine">{words.carriedLater}</span>
      <ul className="spans" aria-label={words.carriedList}>
        {given.map(({ id, verb, steps = [], error: why }) => (
          <li key={id}>
            <b>{verb === "silence" ? words.silence : words.sample}</b>
            <CarriedSteps steps={steps} error={why} />
          </li>
        ))}
      </ul>
      {error && <Failure error={error} />}
    </div>
  );
}

/** The newest of this device. */
function useGiven(gateway: string, device: string) {
  const commands = useQuery({
    queryKey: ["commands", gateway, device],
    queryFn: () =>
      client.list("/api/gateways/{gateway}/commands", { path: { gateway }, query: { q: device, limit: mostShown } }),
    refetchInterval: soon,
  });
  return commands.data?.rows ?? [];
}

function useGive(gateway: string, verb: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (args: object) => api.giveCommand(gateway, verb, args),
    onSettled: () => void cache.invalidateQueries({ queryKey: ["commands", gateway] }),
  });
}
