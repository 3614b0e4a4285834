/** Says at the start what cannot be read any more, because the key that sealed it is gone. */
import type { Logger } from "pino";
import { isSealed } from "../store/secret-seal.ts";
import type { Tables } from "../store/store.ts";

type Lost = { kind: string; subject: string; text(names: string): { zh: string; en: string } };

const codes: Lost = {
  kind: "TOTP_KEY_LOST",
  subject: "accounts",
  text: (names) => ({
    zh: `密钥文件 account-key 丢了或换了，这些人的动态码用不了：${names}。从备份放回这个文件再重启；找不回来就在“人员”里关掉他们的动态码，让他们重新绑定。他们可以先用备用码登录。`,
    en: `The file account-key is lost or another one: one-time codes of ${names} do not work. Put it back from the backup and start again; else switch their one-time codes off under People, and they set them up anew. Until then their recovery codes let them in.`,
  }),
};

const secrets: Lost = {
  kind: "SECRETS_KEY_LOST",
  subject: "secrets",
  text: (names) => ({
    zh: `密钥文件 account-key 丢了或换了，这些通知渠道和平台接入的密钥读不出来：${names}。从备份放回这个文件再重启；找不回来就逐个重新填密钥。`,
    en: `The file account-key is lost or another one: the secrets of these channels and connectors cannot be read: ${names}. Put it back from the backup and start again; else enter each secret anew.`,
  }),
};

export async function tellLostKey(tables: Tables, log: Pick<Logger, "error">, now: number): Promise<void> {
  const accounts = (await tables.accounts.list()).filter(({ totp }) => totp !== null && isSealed(totp.secret));
  await tell(
    tables,
    codes,
    accounts.map(({ name }) => name),
    log,
    now,
  );
  const channels = (await tables.channelSecrets.lost()).map((channel) => channel.replace(/^connector:/, ""));
  await tell(tables, secrets, channels, log, now);
}

async function tell(
  { tasks }: Tables,
  { kind, subject, text }: Lost,
  names: readonly string[],
  log: Pick<Logger, "error">,
  now: number,
): Promise<void> {
  if (names.length === 0) return tasks.settle(kind, subject, "hub", now);
  log.error({ [subject]: names }, "account-key is not the one that sealed what these need");
  await tasks.raise({ kind, subject, for: "administrator", text: text(names.join("、")) }, now);
}
