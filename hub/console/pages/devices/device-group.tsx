/** The devices of one gateway, what needs a look on top. */
import { Link } from "wouter";
import { useCalled } from "../../called/use-called.ts";
import { useAlerts } from "../../client/queries.ts";
import { useSpeech } from "../../i18n/language.tsx";
import type { Known } from "../../known/use-standings.ts";
import { isSelfDevice } from "../../order/self-device.ts";
import { standings } from "../../order/standing.ts";
import { GatewayMark } from "../../parts/gateway-mark.tsx";
import { LiveValue } from "../../parts/live-value.tsx";
import { SeverityMark } from "../../parts/severity-mark.tsx";
import { StandingMark } from "../../parts/standing-mark.tsx";
import { Where } from "../../parts/where.tsx";
import { WhySilent } from "../../parts/why-silent.tsx";
import { type Column, WorkList } from "../../parts/work-list.tsx";

const shownPoints = 3;

type Props = {
  id: string;
  devices: Known[];
  /** On the gateway's own page, which says the rest. */
  alone?: boolean;
};

export function DeviceGroup({ id, devices, alone = false }: Props) {
  const { t, say, language } = useSpeech();
  const called = useCalled();
  const alerts = useAlerts("open").data ?? [];
  const gateway = devices[0]?.gateway;
  const gravest = new Map(
    alerts
      .filter((alert) => alert.gateway === id)
      .sort((a, b) => b.severity - a.severity)
      .map((alert) => [alert.device, alert]),
  );
  const alertOf = ({ device }: Known) => gravest.get(device.id);
  const collator = new Intl.Collator(language, { numeric: true });
  const sorted = [...devices].sort(
    (a, b) =>
      (alertOf(a)?.severity ?? 9) - (alertOf(b)?.severity ?? 9) ||
      standings.indexOf(a.standing) - standings.indexOf(b.standing) ||
      collator.compare(a.device.place, b.device.place),
  );
  const columns: Column<Known>[] = [
    {
      name: "where",
      title: t.devices.where,
      main: true,
      cell: ({ device }) => <Where place={device.place}>{say(device.title)}</Where>,
    },
    {
      name: "values",
      title: t.devices.values,
      cell: ({ device, standing }) => (
        <span className="stack">
          {device.points.slice(0, shownPoints).map((point) => (
            <LiveValue key={point.id} point={point} freshMs={device.freshMs} named doubtful={standing !== "verified"} />
          ))}
        </span>
      ),
    },
    {
      name: "standing",
      title: t.devices.standing,
      cell: (known) => {
        const alert = alertOf(known);
        return (
          <span className="marks">
            {alert && <SeverityMark severity={alert.severity} />}
            {!(alert && known.standing === "verified") && <StandingMark standing={known.standing} />}
          </span>
        );
      },
    },
  ];
  const title = gateway === undefined ? id : called(gateway.title);
  const own = encodeURIComponent(id);
  const href = gateway?.platform === undefined ? `/gateways/${own}` : `/platforms/${own}`;
  const tone = (known: Known) => {
    const alert = alertOf(known);
    return alert ? `row-${alert.severity}` : "";
  };
  return (
    <section className="group" aria-label={title}>
      <header className="group-head">
        <h2>{alone ? t.devices.title : <Link href={href}>{title}</Link>}</h2>
        {gateway && !alone && <GatewayMark {...gateway} />}
        <span className="dim">{t.devices.ofGateway(devices.filter(({ device }) => !isSelfDevice(device)).length)}</span>
      </header>
      {gateway && gateway.state !== "online" && !alone && (
        <p className="group-why">
          <WhySilent gateway={gateway} />
        </p>
      )}
      <WorkList
        label={title}
        rows={sorted}
        columns={columns}
        id={({ device }) => device.id}
        href={({ device }) => `/devices/${encodeURIComponent(device.gateway)}/${encodeURIComponent(device.id)}`}
        tone={tone}
        bare
      />
    </section>
  );
}
