/** The open alerts of one device; nothing when there are none. */
import { RightOutlined } from "@ant-design/icons";
import { Link } from "wouter";
import type { DeviceView } from "../../../http/views.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { useDeviceAlerts } from "../../known/use-device-alerts.ts";
import { Age } from "../../parts/age.tsx";
import { AlertState } from "../../parts/alert-state.tsx";
import { LateMark } from "../../parts/late-mark.tsx";
import { Panel } from "../../parts/panel.tsx";
import { SeverityMark } from "../../parts/severity-mark.tsx";
import { deviceWords } from "./device/words.ts";

export function DeviceAlerts({ device }: { device: DeviceView }) {
  const { say } = useSpeech();
  const words = useWords(deviceWords);
  const alerts = useDeviceAlerts(device.gateway, device.id);
  return (
    <Panel title={words.alerts}>
      {alerts.length === 0 ? (
        <p className="dim">{words.noAlerts}</p>
      ) : (
        <ul className="device-alerts">
          {alerts.map((alert) => (
            <li key={alert.id}>
              <Link href={`/tickets/${encodeURIComponent(alert.ticket)}`}>
                <span className="device-alert">
                  <SeverityMark severity={alert.severity} />
                  <b>{say(alert.title)}</b>
                  <AlertState state={alert.state} />
                  <span className="dim">
                    <Age at={alert.raisedAt} />
                  </span>
                  <LateMark alert={alert} />
                </span>
                <RightOutlined aria-hidden />
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
