/** E-mail through an SMTP server. */
import nodemailer from "nodemailer";
import type { EmailSettings } from "../../../rulebook/channels.ts";
import type { Answer, ChannelKind, Message } from "../channel.ts";

const patienceMs = 15_000;

export const email: ChannelKind<EmailSettings> = {
  secrets: ({ user }) => (user === undefined ? [] : ["password"]),
  perMinute: 30,
  addressOf: ({ email }) => email,
  fits: () => true,
  async send(settings, secrets, message, { now }) {
    const to = message.people.flatMap(({ email }) => email ?? []);
    if (to.length === 0) return { state: "refused", error: "没有收件地址" };
    const transport = nodemailer.createTransport(connectionOf(settings, secrets));
    try {
      await transport.sendMail({ ...mailOf(settings, message), to, date: new Date(now) });
      return { state: "done" };
    } catch (error) {
      return answerOfError(error as MailError);
    } finally {
      transport.close();
    }
  },
};

function connectionOf({ host, port, security, user }: EmailSettings, { password = "" }: Record<string, string>) {
  const times = { connectionTimeout: patienceMs, greetingTimeout: patienceMs, socketTimeout: patienceMs };
  const auth = user === undefined ? {} : { auth: { user, pass: password } };
  const encrypted = { secure: security === "tls", requireTLS: security === "starttls", ignoreTLS: security === "none" };
  return { host, port, ...encrypted, ...auth, ...times, disableFileAccess: true, disableUrlAccess: true };
}

/** The same message has the same Message-ID: a mailbox that knows it already shows it once. */
function mailOf({ from }: EmailSettings, { id, subject, text, severity }: Message) {
  const messageId = `<${id.replace(/[^A-Za-z0-9.-]/g, "-")}@lilong>`;
  const urgent = { priority: severity <= 2 ? ("high" as const) : ("normal" as const) };
  return { from, subject: subject.replace(/\s+/g, " "), text, messageId, ...urgent };
}

type MailError = Error & { code?: string; responseCode?: number };

/** [RFC 5321 §4.2.1] 5yz is refused for good, 4yz may go later; a password that is wrong does not mend itself. */
function answerOfError({ code = "", responseCode, message }: MailError): Answer {
  const isRefused = code === "EAUTH" || code === "ENOAUTH" || code === "EENVELOPE" || (responseCode ?? 0) >= 500;
  const isLater = responseCode !== undefined && responseCode >= 400 && responseCode < 500;
  const error = `${code} ${message}`.trim().slice(0, 300);
  if (isRefused && !isLater) return { state: "refused", error };
  return { state: "later", error, ...(responseCode === undefined ? { isDown: true as const } : {}) };
}
