/** How the street does: discovery, speed and care, by committee, department, class and month. */
import { DownloadOutlined } from "@ant-design/icons";
import { client } from "../../client/client.ts";
import { now } from "../../clock/clock.ts";
import { useWords } from "../../i18n/language.tsx";
import { monthBefore } from "../../order/scores.ts";
import { Failure } from "../../parts/failure.tsx";
import { fileLink } from "../../parts/file-link.ts";
import { Page } from "../../parts/page.tsx";
import { Quiet } from "../../parts/quiet.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { ActivityPanels } from "./activity-panels.tsx";
import { ChoiceBar } from "./choice-bar.tsx";
import { FigurePanels } from "./figure-panels.tsx";
import { useScores } from "./queries.ts";
import { ScoreTable } from "./score-table.tsx";
import { Sums } from "./sums.tsx";
import { type Choice, useChoice } from "./use-choice.ts";
import { statisticsWords } from "./words.ts";

export default function StatisticsPage() {
  const words = useWords(statisticsWords);
  const choice = useChoice();
  return (
    <Page title={words.title} lead={words.lead} side={<Exports choice={choice} />}>
      <link rel="stylesheet" href="/assets/statistics.css" precedence="default" />
      <ChoiceBar choice={choice} />
      <Body choice={choice} />
      <ActivityPanels choice={choice} />
    </Page>
  );
}

function Body({ choice }: { choice: Choice }) {
  const words = useWords(statisticsWords);
  const scores = useScores(choice.by, choice.span);
  const then = useScores(choice.by, choice.comparedSpan).data;
  if (scores.error && !scores.data) return <Failure error={scores.error} retry={() => void scores.refetch()} />;
  if (!scores.data) return <Waiting rows={8} />;
  const compared = choice.compared === null ? undefined : then;
  if (scores.data.total.cases === 0) return <Quiet title={words.empty}>{words.emptyText}</Quiet>;
  return (
    <div className="statistics" aria-busy={scores.isPlaceholderData}>
      {scores.data.pending > 0 && <p role="status">{words.pending(scores.data.pending)}</p>}
      {choice.month === monthBefore(now(), 0) && <p className="dim">{words.partial}</p>}
      <Sums now={scores.data.total} then={compared?.total} choice={choice} />
      <FigurePanels scores={scores.data} compared={compared} choice={choice} />
      <ScoreTable scores={scores.data} compared={compared} choice={choice} />
    </div>
  );
}

function Exports({ choice }: { choice: Choice }) {
  const words = useWords(statisticsWords);
  const query = choice.span;
  return (
    <nav className="exports no-print">
      <a className="export-link" {...fileLink(client.address("/api/scores.xlsx", { query }))}>
        <DownloadOutlined aria-hidden /> {words.exportXlsx}
      </a>
      <a
        className="export-link"
        {...fileLink(client.address("/api/scores.csv", { query: { ...query, by: choice.by } }))}
      >
        <DownloadOutlined aria-hidden /> {words.exportCsv}
      </a>
    </nav>
  );
}
