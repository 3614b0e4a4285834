/** A device that says names its model does not have: which one it was last, and which there are. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import type { DeviceView } from "../../../http/views.ts";
import { client } from "../../client/client.ts";
import { useMe } from "../../client/queries.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { detailIn } from "../../words/platform-details.ts";
import { unitText } from "../../words/unit.ts";
import { deviceWords } from "./device/words.ts";

export function SaidNames({ device: { gateway: connector, id: device, points } }: { device: DeviceView }) {
  const words = useWords(deviceWords);
  const { say, language } = useSpeech();
  const mayLook = useMe().data?.rights.includes("gateways") ?? false;
  // Of another connector, or under another id there, it is not told here: the link leads to its messages.
  const seen = useQuery({
    queryKey: ["direct", connector, device],
    queryFn: () => client.get("/api/direct/devices/{connector}/{device}", { path: { connector, device } }),
    enabled: mayLook,
    retry: false,
  });
  const why = seen.data?.messages.find((message) => message.why.startsWith("FIELD_NAME: "))?.why;
  return (
    <>
      {why !== undefined && <p>{detailIn(language, why.replace("FIELD_NAME: ", ""))}</p>}
      <p>
        {words.saidNames}{" "}
        {points.map(({ id, title, unit }) => (
          <span key={id} className="tile-name">
            <code>{id}</code> {say(title)} {unitText(unit)}{" "}
          </span>
        ))}
      </p>
      {mayLook && <Link href={`/platforms/${encodeURIComponent(connector)}?tab=messages`}>{words.saidMessages}</Link>}
    </>
  );
}
