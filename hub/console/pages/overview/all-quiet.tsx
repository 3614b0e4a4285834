/** No open case: says whether that is because all is well or because we cannot see. */
import { Link } from "wouter";
import { useSpeech } from "../../i18n/language.tsx";
import { isSelfDevice } from "../../order/self-device.ts";
import { standingOf } from "../../order/standing.ts";
import { Age } from "../../parts/age.tsx";
import { Quiet } from "../../parts/quiet.tsx";
import { useDevices, useGateways } from "../../queries.ts";
import { useTicking } from "../../use-ticking.ts";

export function AllQuiet() {
  const { t } = useSpeech();
  const devices = (useDevices().data ?? []).filter((device) => !isSelfDevice(device));
  const gateways = useGateways().data ?? [];
  const unseen = useTicking((now) => {
    const gatewayOf = new Map(gateways.map((gateway) => [gateway.id, gateway]));
    return devices.filter((device) => standingOf(device, gatewayOf.get(device.gateway), now) !== "verified").length;
  });
  if (gateways.length === 0) return <Quiet title={t.overview.firstTitle}>{t.overview.firstText}</Quiet>;
  if (unseen > 0)
    return (
      <Quiet title={t.overview.quietButTitle}>
        <p>{t.overview.quietButText(unseen)}</p>
        <Link href="/devices">{t.overview.allDevices}</Link>
      </Quiet>
    );
  const latest = Math.max(...devices.flatMap((device) => device.points.map((point) => point.latest?.at ?? 0)));
  return (
    <Quiet title={t.overview.quietTitle} calm>
      <p>{t.overview.quietText(devices.length, gateways.length)}</p>
      {latest > 0 && (
        <p>
          {t.overview.quietLast}
          <Age at={latest} />
        </p>
      )}
    </Quiet>
  );
}
