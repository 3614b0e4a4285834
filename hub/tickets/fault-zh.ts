/** A fault about a ticket in Chinese, for tasks: what a clerk reads has no English in it. */
import type { Fault, FaultCode } from "../../core/fault.ts";
import type { TicketState } from "./moves.ts";
import type { Ticket } from "./ticket.ts";

export const stateZh: Record<TicketState, string> = {
  reported: "待受理",
  admitted: "已受理",
  verifying: "核实中",
  registered: "已立案",
  dispatched: "已派遣",
  handling: "处置中",
  suspended: "挂账",
  submitted: "待审核",
  checking: "核查中",
  reviewed: "待复审",
  closed: "已结案",
  fedback: "已反馈",
  archived: "已存档",
  voided: "已作废",
};

const codes: Partial<Record<FaultCode, string>> = {
  REASON_REQUIRED: "没有写理由",
  CALENDAR_MISSING: "缺当年的节假日表",
  ROSTER_HOLE: "排班表有空",
  INPUT_INVALID: "派遣表、单位或分类对不上",
  NOT_FOUND: "要的东西找不到",
};

export function faultZh({ code }: Fault, ticket: Pick<Ticket, "state"> | null): string {
  if (code === "MOVE_NOT_ALLOWED" && ticket !== null)
    return `工单现在是“${stateZh[ticket.state]}”，还不能或不用办这一步`;
  return codes[code] ?? "平台办不了，详情见日志";
}
