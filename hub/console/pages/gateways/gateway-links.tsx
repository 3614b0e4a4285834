/** The lines that hang on the gateway, and how what is on them does. */
import type { GatewayView } from "../../../http/views.ts";
import { useWords } from "../../i18n/language.tsx";
import { linksOf } from "../../order/links.ts";
import { Failure } from "../../parts/failure.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { useConfiguration, useDevicesOf } from "./queries.ts";
import { gatewayWords } from "./words.ts";

export function GatewayLinks({ gateway }: { gateway: GatewayView }) {
  const words = useWords(gatewayWords);
  const configuration = useConfiguration(gateway.id);
  const standings = useDevicesOf(gateway).known ?? [];
  if (configuration.error && !configuration.data)
    return <Failure error={configuration.error} retry={() => void configuration.refetch()} />;
  if (!configuration.data) return <Waiting rows={2} />;
  const standingOf = (id: string) => standings.find(({ device }) => device.id === id)?.standing;
  const links = linksOf(configuration.data.value.reported, standingOf);
  if (links.length === 0) return <p className="dim">{words.noLinks}</p>;
  return (
    <ul className="spans">
      {links.map((link) => (
        <li key={link.id} className={link.state === "fault" || link.state === "part" ? "span-open" : ""}>
          <span>
            <b>{link.id}</b>{" "}
            <span className="dim">{[link.kind, link.where].filter((part) => part !== "").join(" ")}</span>
          </span>
          <span>
            {words.linkStates[link.state]} <span className="dim">{words.linkDevices(link.well, link.devices)}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
