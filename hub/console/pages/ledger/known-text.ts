/** English for what the hub itself writes into its ledgers; what people wrote stays as it is. */

const words: Record<string, string> = {
  在线: "online",
  离线: "offline",
  未知: "unknown",
  正常: "well",
  报警演练: "alarm drill",
  已完成: "done",
  进行中: "running",
};

export function knownText(text: string): string {
  return (words[text] ?? text).replace(/^(.+) 的上行$/, "Uplink of $1").replace(/^故障 (?=[A-Z_]+$)/, "fault ");
}
