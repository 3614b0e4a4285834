/** The words of an alert that somebody is to answer, rung by rung. */
import type { Bilingual } from "../../core/point.ts";
import { type CaseFacts, firstLine, shortLine } from "./case-facts.ts";
import type { News } from "./tell.ts";
import type { Recipient } from "./who.ts";
import { clockWords, drilled, leftWords, severityWords, spanWords } from "./words.ts";

/** `waitedMin`: how long nobody has answered; null on the first rung. */
export function alertNews(facts: CaseFacts, { people }: Recipient, waitedMin: number | null, now: number): News {
  const { ticket, alert } = facts;
  const at = alert === null ? ticket.openedAt : Math.max(alert.raisedAt, alert.lastRaisedAt);
  const { drill, severity } = ticket;
  const lines = [firstLine(facts), stateLine(facts, at, now), askLine(people, waitedMin, drill), idLine(ticket.id)];
  const text = { zh: lines.map(({ zh }) => zh).join("\n"), en: lines.map(({ en }) => en).join("\n") };
  return {
    kind: "alert",
    severity,
    line: drilled(drill, shortLine(facts)),
    text: drilled(drill, text),
    ticket: ticket.id,
    alert: ticket.alert,
    at,
  };
}

function stateLine({ ticket, measured }: CaseFacts, at: number, now: number): Bilingual {
  const severity = severityWords[ticket.severity];
  const when = clockWords(at, now);
  const left = ticket.dueAt === null ? null : leftWords(ticket.dueAt, now);
  return {
    zh: [severity.zh, `${when} 报警`, measured?.zh, left?.zh].filter(Boolean).join(" · "),
    en: [severity.en, `raised ${when}`, measured?.en, left?.en].filter(Boolean).join(" · "),
  };
}

function askLine(people: readonly string[], waitedMin: number | null, drill: boolean): Bilingual {
  if (drill)
    return {
      zh: "这是演练，不用派人；看到请按演练要求回复。",
      en: "This is a drill: nobody is sent. Answer it as the drill asks.",
    };
  const who = people.join("、");
  if (waitedMin === null)
    return { zh: `${who && `值班：${who}。`}看到请点确认。`, en: `${who && `On duty: ${who}. `}Please acknowledge.` };
  return {
    zh: `${whyNow(waitedMin).zh}请${who || "接手的人"}马上处理并点确认。`,
    en: `${whyNow(waitedMin).en} ${who || "Whoever reads this"}: please act and acknowledge.`,
  };
}

/** A rung comes before its time only when the one before it reached nobody. */
function whyNow(waitedMin: number): Bilingual {
  if (waitedMin < 1) return { zh: "上一级没有通知到。", en: "The rung before reached nobody." };
  const waited = spanWords(waitedMin * 60_000);
  return { zh: `已过 ${waited.zh} 没人确认。`, en: `Nobody has answered for ${waited.en}.` };
}

export function idLine(id: string): Bilingual {
  return { zh: `工单 ${id}`, en: `Ticket ${id}` };
}
