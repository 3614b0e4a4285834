/** What each finding means and the one sentence that cures it, in Chinese first and in English; `{name}` is filled in. */
import type { Bilingual } from "../../core/point.ts";
import type { Finding, FindingState } from "./finding.ts";

type Words = { state: FindingState; what: Bilingual; cure?: Bilingual };

const fault = (zh: string, zhCure: string, en: string, enCure: string): Words => ({
  state: "fault",
  what: { zh, en },
  cure: { zh: zhCure, en: enCure },
});
const doubt = (...texts: Parameters<typeof fault>): Words => ({ ...fault(...texts), state: "doubt" });
const unknown = (...texts: Parameters<typeof fault>): Words => ({ ...fault(...texts), state: "unknown" });

export const words = {
  well: { state: "well", what: { zh: "正常{detail}", en: "well{detail}" } },
  "hub-well": {
    state: "well",
    what: { zh: "正常 · 已连上，{waiting} 条记录待送", en: "well · connected, {waiting} records to send" },
  },

  "settings-invalid": fault(
    "设置文件有错：{detail}",
    "改正写出的那一项，再运行一次。",
    "The settings are wrong: {detail}",
    "Correct the named field and run it again.",
  ),
  "folder-unwritable": fault(
    "数据目录写不进去（{detail}）",
    "给运行网关的用户写权限，或用 --data 换一个目录。",
    "The data folder takes nothing ({detail})",
    "Give the agent's user the right to write there, or choose another folder with --data.",
  ),

  "port-missing": fault(
    "找不到串口 {path}",
    "插紧 USB 转 485 适配器；换过适配器就把设置里的路径改成 /dev/serial/by-id 里的名字。",
    "There is no port {path}",
    "Plug the USB adapter in; after changing it, put its /dev/serial/by-id name into the settings.",
  ),
  "port-forbidden": fault(
    "串口 {path} 没有权限打开",
    "运行 usermod -aG dialout <用户>，重启网关程序。",
    "The port {path} may not be opened",
    "Run usermod -aG dialout <user> and restart the agent.",
  ),
  "port-unstable": doubt(
    "串口写的是 {path}，重启后可能换名字",
    "设置里改用 /dev/serial/by-id 里的名字。",
    "The port is named {path}, which may change at a restart",
    "Use its /dev/serial/by-id name in the settings.",
  ),
  "converter-unreached": fault(
    "连不上转换器 {host}:{port}（{detail}）",
    "查转换器的电源、网线和 IP 地址。",
    "The converter {host}:{port} is not reached ({detail})",
    "Check its power, its cable and its address.",
  ),
  "ble-missing": fault(
    "没有蓝牙适配器 {controller}",
    "插上 USB 蓝牙适配器，或在 /boot/firmware/config.txt 里去掉 disable-bt。",
    "There is no BLE adapter {controller}",
    "Plug in a USB adapter, or take disable-bt out of /boot/firmware/config.txt.",
  ),
  "ble-blocked": fault(
    "蓝牙适配器 {controller} 被关掉了",
    "运行 rfkill unblock bluetooth。",
    "The BLE adapter {controller} is switched off",
    "Run rfkill unblock bluetooth.",
  ),
  "chip-missing": fault(
    "没有名叫 {chip} 的 GPIO 芯片",
    "运行 gpiodetect，把括号里的名字写进设置。",
    "There is no GPIO chip {chip}",
    "Run gpiodetect and put the label in brackets into the settings.",
  ),
  "chip-forbidden": fault(
    "GPIO {path} 没有权限打开",
    "运行 usermod -aG gpio <用户>，重启网关程序。",
    "The GPIO {path} may not be opened",
    "Run usermod -aG gpio <user> and restart the agent.",
  ),

  "clock-unset": fault(
    "网关时间是 {date}，明显不对",
    "连上网等几分钟自动校时，或运行 date -s 设好；没有网的点位装一块时钟模块。",
    "The gateway's date is {date}",
    "Let it reach the network for some minutes, or set it with date -s; where there is no network fit an RTC.",
  ),
  "clock-unsynced": doubt(
    "网关时间没有经过校准",
    "查能不能连到 NTP 服务器；连上平台后网关会自己校准。",
    "Nobody confirmed the gateway's clock",
    "Check that its NTP server is reached; the hub confirms it, too.",
  ),
  "disk-full": fault(
    "存储卡只剩 {freeMb} MB",
    "清理 /var/log 等大文件，或换一张更大的卡。",
    "The card has {freeMb} MB left",
    "Remove large files such as those in /var/log, or fit a larger card.",
  ),
  "disk-low": doubt(
    "存储卡只剩 {freeMb} MB",
    "这几天清理一下大文件。",
    "The card has {freeMb} MB left",
    "Remove large files in the next days.",
  ),
  "disk-readonly": fault(
    "存储卡变成只读了（{mount}）",
    "多半是卡坏了：换一张新卡，重新注册这台网关。",
    "The card has gone read-only ({mount})",
    "It is most likely worn out: fit a new card and enrol the gateway again.",
  ),
  "disk-errors": fault(
    "文件系统 {device} 记录了 {count} 个错误",
    "停机检查：fsck -f；再出现就换卡。",
    "The file system of {device} counted {count} errors",
    "Stop the gateway and run fsck -f; change the card if they come back.",
  ),
  "card-worn": fault(
    "存储卡寿命已用 {percent}%",
    "尽快换一张工业级存储卡。",
    "The card has used {percent} % of its life",
    "Change it soon, for an industrial one.",
  ),
  "card-wearing": doubt(
    "存储卡寿命已用 {percent}%",
    "下次巡检时换卡。",
    "The card has used {percent} % of its life",
    "Change it at the next visit.",
  ),
  "memory-low": fault(
    "可用内存只剩 {freeMb} MB",
    "关掉网关上别的程序，或重启网关。",
    "{freeMb} MB of memory are left",
    "Stop other programs on the gateway, or restart it.",
  ),
  "too-hot": fault(
    "网关温度 {celsius} °C",
    "挪到通风、晒不到的地方，查散热片。",
    "The gateway is at {celsius} °C",
    "Move it out of the sun into moving air, and look at its heat sink.",
  ),
  "under-voltage": fault(
    "网关供电电压不足",
    "换 5 V 3 A 以上的电源和短一点的线。",
    "The gateway's supply is too weak",
    "Use a supply of 5 V and 3 A or more, with a short cable.",
  ),
  "was-under-voltage": doubt(
    "开机以来出现过供电不足",
    "查电源和插头；再出现就换电源。",
    "The supply was too weak at times since the start",
    "Check supply and plug; change the supply if it happens again.",
  ),

  "hub-unnamed": doubt(
    "还没有注册到平台",
    "在网关页面上输入平台给的注册码。",
    "No hub is named yet",
    "Enter the hub's code on the gateway's page.",
  ),
  "not-enrolled": fault(
    "平台只收加密连接，这台网关还没有证书",
    "在网关页面上输入平台给的注册码，重新注册。",
    "The hub takes encrypted connections only, and this gateway has no certificate",
    "Enrol it with the hub's code on the gateway's page.",
  ),
  "dns-failed": fault(
    "平台域名 {host} 解析不了",
    "查 DNS 和网线；或者让平台给一个 IP 地址。",
    "The hub's name {host} is not found",
    "Check DNS and the cable, or ask for the hub's IP address.",
  ),
  "hub-refused": fault(
    "平台 {host}:{port} 拒绝连接（{detail}）",
    "查端口对不对、平台的程序开没开、防火墙放没放行。",
    "The hub at {host}:{port} refuses ({detail})",
    "Check the port, that the hub runs, and the firewall.",
  ),
  "hub-timeout": fault(
    "平台 {host}:{port} 没有反应",
    "查网络能不能出去、SIM 卡有没有欠费、防火墙放没放行。",
    "The hub at {host}:{port} does not answer",
    "Check the way out, the SIM card's account and the firewall.",
  ),
  "tls-failed": fault(
    "和平台的加密连接建不起来（{detail}）",
    "查网关时间和证书；换过平台就重新注册。",
    "No encrypted connection to the hub ({detail})",
    "Check clock and certificate; after a change of hub enrol again.",
  ),
  "certificate-over": fault(
    "证书 {date} 已过期",
    "连上平台自动续期；续不了就重新注册。",
    "The certificate ended on {date}",
    "It renews itself when the hub is reached; else enrol again.",
  ),
  "certificate-ends": doubt(
    "证书 {date} 到期",
    "保持联网，网关会自己续期。",
    "The certificate ends on {date}",
    "Keep the line up: the gateway renews it by itself.",
  ),
  "key-refused": fault(
    "平台不认这台网关的钥匙",
    "请平台释放旧钥匙，或重新注册。",
    "The hub does not know this gateway's key",
    "Have the hub release the old key, or enrol again.",
  ),
  "hub-silent": fault(
    "连上了平台，但 {seconds} 秒没有得到确认",
    "请平台值班看一下接收服务和磁盘。",
    "The broker is reached, but the hub confirmed nothing for {seconds} s",
    "Ask the hub's operators to look at its ingest and its disk.",
  ),
  "hub-away": fault(
    "网关现在没有连上平台",
    "看下面的网络检查；记录都存着，连上会补传。",
    "The gateway is not connected to the hub",
    "Look at the checks of the network; records are kept and sent later.",
  ),

  "journal-aside": doubt(
    "有 {count} 个损坏的日志文件放在一边（{file}）",
    "连同支持包发给维护人员；坏的那段已经跳过。",
    "{count} damaged journal files are set aside ({file})",
    "Send them in with the support bundle; the damaged part is skipped.",
  ),
  "journal-damaged": fault(
    "日志 {file} 读不出来",
    "不要删：连同支持包发给维护人员。",
    "The journal {file} cannot be read",
    "Do not remove it: send it in with the support bundle.",
  ),
  "backlog-old": doubt(
    "有 {count} 条记录等着补传，最早的是 {hours} 小时前",
    "恢复和平台的网络，会自动补传。",
    "{count} records wait, the oldest for {hours} h",
    "Bring the line to the hub back; they are sent by themselves.",
  ),

  "sensor-silent": fault(
    "不应答",
    "查供电、地址和两根总线。",
    "does not answer",
    "Check its power, its address and both bus wires.",
  ),
  "sensor-damaged": fault(
    "应答残缺：{detail}",
    "查终端电阻、屏蔽层、波特率和校验位。",
    "answers damaged: {detail}",
    "Check termination, shield, baud rate and parity.",
  ),
  "sensor-foreign": fault(
    "收到别的设备的应答：{detail}",
    "查有没有地址重复，或另一台主机。",
    "another one answers: {detail}",
    "Look for a second device with its address, or a second master.",
  ),
  "sensor-exception": fault(
    "不接受提问：{detail}",
    "核对型号；寄存器表和说明书对不上。",
    "refuses the question: {detail}",
    "Compare the model with the label: its register map does not fit.",
  ),
  "sensor-range": fault(
    "读数不可能：{detail}",
    "查探头和接线；悬空的输入会乱跳。",
    "reads what cannot be: {detail}",
    "Check the probe and its wire; an open input reads noise.",
  ),
  "sensor-key": fault(
    "密钥不对：{detail}",
    "在设置里填这个传感器自己的密钥。",
    "its key is wrong: {detail}",
    "Enter this sensor's own key in the settings.",
  ),
  "sensor-other": fault(
    "有故障：{detail}",
    "按写出的内容检查这个传感器。",
    "has a fault: {detail}",
    "Look at this sensor for what is named.",
  ),
  "sensor-unheard": unknown(
    "{seconds} 秒内没有消息",
    "它自己定时上报：等一个上报周期再查。",
    "said nothing within {seconds} s",
    "It speaks by itself: wait for one of its intervals.",
  ),
  "link-down": fault(
    "接不上：{detail}",
    "插紧适配器，或改正路径和地址。",
    "cannot be opened: {detail}",
    "Plug the adapter in, or correct its path or host.",
  ),

  "bus-rate": fault(
    "总线上的设备用的是 {baudRate} {parity}，设置里不是",
    "把这条总线的波特率和校验改成 {baudRate} {parity}。",
    "The devices of this bus speak at {baudRate} {parity}, the settings say otherwise",
    "Set this link to {baudRate} {parity}.",
  ),
  "bus-swapped": fault(
    "总线 A、B 两根线像是接反了",
    "把 A、B 对调。",
    "A and B of this bus seem to be swapped",
    "Swap the two wires.",
  ),
  "bus-clash": fault(
    "地址 {unit} 上有两个设备同时应答",
    "断开其中一个，给它改一个没人用的地址。",
    "Two devices answer at address {unit}",
    "Disconnect one and give it an address that is free.",
  ),
  "bus-termination": fault(
    "应答越长越容易坏（{damaged}/{asked}）",
    "总线两头各接一个 120 Ω 终端电阻，中间不接；查屏蔽层单端接地。",
    "Answers are damaged, the longer the more ({damaged} of {asked})",
    "Fit 120 Ω at both ends of the bus and nowhere between; earth the shield at one end.",
  ),
  "bus-silent": fault(
    "总线上谁都不应答",
    "先查 24 V 供电，再查 A、B 有没有断；对调 A、B 再试。",
    "Nobody on this bus answers",
    "Check the supply first, then both wires for a break; try them swapped.",
  ),

  "in-use": unknown(
    "网关程序正在用，不打扰",
    "要单独检测就先停掉网关程序再查。",
    "the running agent uses it",
    "Stop the agent first to test it alone.",
  ),
} as const satisfies Record<string, Words>;

export type FindingCode = keyof typeof words;

export function stateOf({ code }: Finding): FindingState {
  return words[code].state;
}

export function textOf({ code, facts }: Finding): Bilingual {
  return filled(words[code].what, facts);
}

/** Null for what is well. */
export function cureOf({ code, facts }: Finding): Bilingual | null {
  const entry: Words = words[code];
  return entry.cure === undefined ? null : filled(entry.cure, facts);
}

function filled({ zh, en }: Bilingual, facts: Finding["facts"]): Bilingual {
  const fill = (text: string) =>
    text.replace(/\{(\w+)\}/g, (_, name: string) => String(facts[name] ?? "")).replace(/\b(\d{4,}) MB/g, asGigabytes);
  return { zh: fill(zh), en: fill(en) };
}

/** Nobody reads five digits of megabytes. */
function asGigabytes(_text: string, megabytes: string): string {
  return `${(Number(megabytes) / 1024).toFixed(1)} GB`;
}
