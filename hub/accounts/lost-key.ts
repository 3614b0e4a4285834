/** Says at the start whose one-time codes cannot be read any more, because the key that sealed them is gone. */
import type { Logger } from "pino";
import { isSealed } from "../store/secret-seal.ts";
import type { Tables } from "../store/store.ts";

const kind = "TOTP_KEY_LOST";

export async function tellLostKey({ accounts, tasks }: Tables, log: Pick<Logger, "error">, now: number): Promise<void> {
  const lost = (await accounts.list()).filter(({ totp }) => totp !== null && isSealed(totp.secret));
  if (lost.length === 0) return tasks.settle(kind, "accounts", "hub", now);
  const names = lost.map(({ name }) => name).join("、");
  log.error({ accounts: names }, "account-key is not the one that sealed these one-time codes");
  const text = {
    zh: `密钥文件 account-key 丢了或换了，这些人的动态码用不了：${names}。从备份放回这个文件再重启；找不回来就在“人员”里关掉他们的动态码，让他们重新绑定。他们可以先用备用码登录。`,
    en: `The file account-key is lost or another one: one-time codes of ${names} do not work. Put it back from the backup and start again; else switch their one-time codes off under People, and they set them up anew. Until then their recovery codes let them in.`,
  };
  await tasks.raise({ kind, subject: "accounts", for: "administrator", text }, now);
}
