/** No open case: says whether that is because all is well, and who was asked when, or because we cannot see. */
import { Link } from "wouter";
import type { OverviewView } from "../../../http/overview-views.ts";
import { now } from "../../clock/clock.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { Age } from "../../parts/age.tsx";
import { Quiet } from "../../parts/quiet.tsx";
import { momentText } from "../../words/moment.ts";
import { overviewWords } from "./words.ts";

export function AllQuiet({ overview: { devices, gateways, heardAt, at } }: { overview: OverviewView }) {
  const words = useWords(overviewWords);
  const { language } = useSpeech();
  const unseen = devices.silent + devices.fault + devices.unknown + devices.quarantine;
  if (unseen > 0 || gateways.offline + gateways.unknown > 0)
    return (
      <Quiet title={words.butTitle}>
        <p>{words.butText(unseen)}</p>
        <Link href="/devices?standing=unknown">{words.butLink}</Link>
      </Quiet>
    );
  return (
    <Quiet title={words.calmTitle} calm>
      <p>{words.calmText(devices.well, gateways.online)}</p>
      <p>
        {words.calmAt(momentText(at, now(), language))}{" "}
        {heardAt !== undefined && (
          <>
            {words.lastReading}
            <Age at={heardAt} />
          </>
        )}
      </p>
    </Quiet>
  );
}
