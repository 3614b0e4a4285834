/** What a maker needs so that devices join by themselves: address, code, a command, its answer, and how they report then. */
import { useQuery } from "@tanstack/react-query";
import { useWords } from "../../i18n/language.tsx";
import { connectCalls } from "./calls.ts";
import { doorBase, joinCurl, reportCurl } from "./commands.ts";
import { CopyLine } from "./copy-line.tsx";
import { connectWords } from "./words.ts";

export function ForMaker({ code, connector }: { code: string; connector: string }) {
  const words = useWords(connectWords);
  const { data: view } = useQuery({ queryKey: ["direct"], queryFn: connectCalls.view });
  if (view === undefined) return <CopyLine text={code} label={words.selfCode} />;
  const base = doorBase(view, view.host ?? location.hostname);
  const { device, title, place, point } = words.selfExample;
  const points = [{ id: "temperature", title: point, unit: "Cel", above: 60, severity: 3 }];
  const path = `/door/${connector}`;
  const answer = { device, credential: "ll_…", post: `${path}/${device}` };
  const message = '[{"n":"temperature","u":"Cel","v":20}]';
  return (
    <div className="connect-maker">
      <p>
        <b>{words.selfTold}</b>
      </p>
      <CopyLine text={code} label={words.selfCode} />
      <CopyLine text={`${base}${path}`} label={words.url} />
      <CopyLine text={joinCurl(`${base}${path}`, code, { device, title, place, points })} label={words.selfCurl} />
      <p className="dim">{words.selfAnswer}</p>
      <code className="printout connect-answer">{JSON.stringify(answer)}</code>
      <CopyLine text={reportCurl(`${base}${path}/${device}`, "ll_…", message)} label={words.selfThen} />
      <p className="dim">{words.selfPoints}</p>
      <p className="dim">{words.selfAgain}</p>
    </div>
  );
}
