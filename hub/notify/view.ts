/** Channels and notices as the API shows them: never a secret. */
import type { ChannelView, NoticeView } from "../http/notify-views.ts";
import { readBooks } from "../rulebook/books.ts";
import type { Channel } from "../rulebook/channels.ts";
import type { NoticeFilter, NoticeRow } from "../store/notices.ts";
import type { OutboxRow } from "../store/outbox.ts";
import type { Page, PageWish } from "../store/page.ts";
import type { Tables } from "../store/store.ts";
import { kindOf } from "./channels/kinds.ts";
import { isLate } from "./compose.ts";
import { toWords } from "./keep-answer.ts";
import { laneOf, type Notice } from "./notice.ts";
import { lackingSecrets } from "./send.ts";

export async function channelViews(tables: Tables): Promise<ChannelView[]> {
  const { channels } = (await readBooks(tables)).channels;
  return Promise.all(channels.map((channel) => channelView(tables, channel)));
}

export async function channelView(tables: Tables, channel: Channel): Promise<ChannelView> {
  const { id, kind, title, units, state = "on" } = channel;
  const { count, oldestAt } = await tables.outbox.waiting(laneOf(id));
  return {
    ...{ id, kind, title, units, state, waiting: count },
    secrets: [...kindOf(channel).secrets(channel)],
    lacking: lackingSecrets({ channel, secrets: await tables.channelSecrets.of(id) }),
    ...(oldestAt === null ? {} : { oldest: oldestAt }),
  };
}

/** What waits stands above the first page of what was told, newest first; a filter beyond the channel asks for what was told. */
export async function noticePage(
  tables: Tables,
  ask: NoticeFilter & PageWish<"newest">,
  now: number,
): Promise<Page<NoticeView>> {
  const { limit, sort: _, after, channel, ...narrower } = ask;
  const isNarrow = after !== undefined || Object.values(narrower).some((part) => part !== undefined);
  const waiting = isNarrow ? [] : await waitingViews(tables, limit, channel, now);
  const told = await tables.notices.page({ ...ask, limit: Math.max(1, limit - waiting.length) });
  return { ...told, rows: [...waiting, ...told.rows.map(toldView)], total: told.total + waiting.length };
}

async function waitingViews(tables: Tables, limit: number, channel: string | undefined, now: number) {
  const { channels } = (await readBooks(tables)).channels;
  const ids = channel === undefined ? channels.map(({ id }) => id) : [channel];
  const rows = await Promise.all(ids.map((id) => tables.outbox.list(laneOf(id), "waiting", limit)));
  const waiting = rows.flatMap((some, i) => some.map((row) => waitingView(row, ids[i] as string, now)));
  return waiting.sort((a, b) => b.at - a.at).slice(0, limit);
}

function waitingView({ id, body, at, error }: OutboxRow, channel: string, now: number): NoticeView {
  const notice = body as Notice;
  const { severity, text, ticket, alert } = notice;
  return {
    ...{ id, channel, to: toWords(notice), severity, text: text.zh, at, result: "waiting", late: isLate(notice, now) },
    ...(ticket === null ? {} : { ticket }),
    ...(alert === null ? {} : { alert }),
    ...(error === null ? {} : { error }),
  };
}

function toldView({ ticket, alert, error, ...rest }: NoticeRow): NoticeView {
  return {
    ...rest,
    ...(ticket === null ? {} : { ticket }),
    ...(alert === null ? {} : { alert }),
    ...(error === null ? {} : { error }),
  };
}
