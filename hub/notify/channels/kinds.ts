/** The kinds of channels there are. */
import type { Channel } from "../../rulebook/channels.ts";
import type { ChannelKind, ChannelKinds } from "./channel.ts";
import { dingtalk } from "./dingtalk/dingtalk.ts";
import { email } from "./email/email.ts";
import { gateway } from "./gateway/gateway.ts";
import { webhook } from "./webhook/webhook.ts";
import { wecom } from "./wecom/wecom.ts";

export const channelKinds: ChannelKinds = { wecom, dingtalk, webhook, email, gateway };

/** The kind of a channel, for any of its settings. */
export function kindOf({ kind }: Channel): ChannelKind {
  return channelKinds[kind] as ChannelKind;
}
