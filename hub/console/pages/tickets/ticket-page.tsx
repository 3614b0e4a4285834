/** One ticket: what is wrong, what to do now, and how it came here. */
import { PrinterOutlined } from "@ant-design/icons";
import Button from "antd/es/button";
import { Link } from "wouter";
import type { TicketStory } from "../../../http/views.ts";
import { ApiError } from "../../client/api-error.ts";
import { useTicket } from "../../client/queries.ts";
import { now } from "../../clock/clock.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { useReceipt } from "../../known/use-receipt.ts";
import { isSensed } from "../../order/sensed.ts";
import { isOpenTicket } from "../../order/urgency.ts";
import { CopyId } from "../../parts/copy-id.tsx";
import { Failure } from "../../parts/failure.tsx";
import { Page } from "../../parts/page.tsx";
import { Panel } from "../../parts/panel.tsx";
import { Quiet } from "../../parts/quiet.tsx";
import { SeverityMark } from "../../parts/severity-mark.tsx";
import { SupervisedMark } from "../../parts/supervised-mark.tsx";
import { TicketState } from "../../parts/ticket-state.tsx";
import { TimeLeft } from "../../parts/time-left.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { momentText } from "../../words/moment.ts";
import { Advice } from "./advice.tsx";
import { ClockPanel } from "./clock-panel.tsx";
import { DrillReport } from "./drill-report.tsx";
import { LoopSteps } from "./loop-steps.tsx";
import { Precedents } from "./precedents.tsx";
import { PrintSheet } from "./print-sheet.tsx";
import { TicketActions } from "./ticket-actions.tsx";
import { TicketFacts } from "./ticket-facts.tsx";
import { TicketNow } from "./ticket-now.tsx";
import { TicketStoryList } from "./ticket-story-list.tsx";
import { ticketPageWords } from "./ticket-words.ts";
import { Told } from "./told.tsx";
import { usePrinting } from "./use-printing.ts";
import { ticketWords } from "./words.ts";

export default function TicketPage({ id }: { id: string }) {
  const { t, say } = useSpeech();
  const page = useWords(ticketPageWords);
  const query = useTicket(id);
  const [printing, print] = usePrinting();
  const ticket = query.data;
  useReceipt(id, ticket !== undefined);
  const back = { href: "/tickets", text: page.back };
  if (query.error instanceof ApiError && query.error.status === 404)
    return (
      <Page title={page.missing} back={back}>
        <Quiet title={page.missing}>
          <p>{page.missingText}</p>
          <Link href="/tickets">{page.back}</Link>
        </Quiet>
      </Page>
    );
  if (!ticket)
    return (
      <Page title={t.tickets.title} back={back}>
        {query.error ? <Failure error={query.error} retry={() => void query.refetch()} /> : <Waiting rows={8} />}
      </Page>
    );
  return (
    <Page
      title={say(ticket.title)}
      back={back}
      over={
        <>
          <SeverityMark severity={ticket.severity} quiet={!isOpenTicket(ticket)} />
          <TicketState ticket={ticket} />
          {ticket.supervised && <SupervisedMark />}
          <TimeLeft ticket={ticket} />
        </>
      }
      lead={ticket.place}
      side={!ticket.drill && <PrintButton print={print} />}
    >
      <Advice ticket={ticket} />
      <div className="ticket">
        <div className="ticket-side">
          <Panel title={page.actions} className="panel-act">
            <TicketActions ticket={ticket} />
          </Panel>
        </div>
        <div className="ticket-main">
          {ticket.report && <DrillReport report={ticket.report} />}
          {isSensed(ticket) && <TicketNow ticket={ticket} />}
          <ClockPanel ticket={ticket} />
          {!ticket.drill && <TicketFacts ticket={ticket} />}
          <Panel title={page.progress}>
            {!ticket.drill && <LoopSteps ticket={ticket} />}
            <TicketStoryList ticket={ticket} />
            <p className="ids">
              <span>
                {page.id} <CopyId id={ticket.id} />
              </span>
              {ticket.alert !== undefined && (
                <span>
                  <Link href={`/alerts/${encodeURIComponent(ticket.alert)}`} className="next">
                    {page.alertId}
                  </Link>{" "}
                  <CopyId id={ticket.alert} />
                </span>
              )}
              {ticket.district && <DistrictCase district={ticket.district} />}
            </p>
          </Panel>
          {ticket.told && <Told told={ticket.told} />}
          {!ticket.drill && <Precedents ticket={ticket} />}
        </div>
      </div>
      {printing && <PrintSheet ticket={ticket} />}
    </Page>
  );
}

function PrintButton({ print }: { print: () => void }) {
  const words = useWords(ticketWords).print;
  return (
    <Button icon={<PrinterOutlined aria-hidden />} onClick={print}>
      {words.button}
    </Button>
  );
}

function DistrictCase({ district }: { district: NonNullable<TicketStory["district"]> }) {
  const words = useWords(ticketWords);
  const { language } = useSpeech();
  return (
    <span>
      {words.district(momentText(district.at, now(), language, { seconds: false }))} <CopyId id={district.case} />
    </span>
  );
}
