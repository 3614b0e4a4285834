/** What each fault is called and what to do about it, in the reader's words; the hub's own text stands in for a newer code. */
import type { FaultCode } from "../../../core/fault.ts";
import type { Bilingual } from "../../../core/point.ts";

/** Faults only the browser can see. */
export type ConsoleFault = "CONSOLE_OFFLINE" | "CONSOLE_ANSWER";

type Words = { what: Bilingual; cure: Bilingual };

const say = (zhWhat: string, zhCure: string, enWhat: string, enCure: string): Words => ({
  what: { zh: zhWhat, en: enWhat },
  cure: { zh: zhCure, en: enCure },
});

export const faultWords = {
  FIELD_SILENT: say(
    "设备不应答",
    "检查设备供电、地址和两根总线。",
    "The device does not answer",
    "Check its power, its address and both bus wires.",
  ),
  FIELD_DAMAGED: say(
    "收到的数据残缺",
    "检查总线：终端电阻、屏蔽层、波特率和校验位。",
    "Damaged data",
    "Check the bus: termination, shield, baud rate and parity.",
  ),
  FIELD_FOREIGN: say(
    "收到不该有的应答",
    "查有没有地址重复的设备，或者总线上还有另一台主机。",
    "An answer nobody asked for",
    "Look for a second device with the same address, or a second master.",
  ),
  FIELD_LATE: say(
    "设备应答太慢",
    "把这条线路的超时时间（timeoutMs）调大。",
    "The device answers too late",
    "Raise the link's timeoutMs.",
  ),
  FIELD_EXCEPTION: say(
    "设备拒绝读取",
    "对照厂家说明书核对型号的寄存器表。",
    "The device refuses the request",
    "Compare the model's register map with the maker's manual.",
  ),
  FIELD_LOOP: say(
    "传感器线路断了或短路",
    "检查接线、线路电阻和传感器供电。",
    "The sensor's wire is cut or shorted",
    "Check the wire, its resistors and the sensor's supply.",
  ),
  FIELD_REPLAYED: say(
    "收到重放的旧广播",
    "可能有人在重发旧信号；传感器换过电池的，请重启网关程序。",
    "An old advert was sent again",
    "Somebody may be sending it on purpose; after a change of battery start the agent again.",
  ),
  FIELD_UNPROTECTED: say(
    "传感器没有加密",
    "已设密钥却收到明文：重新配对传感器，或在设置里去掉密钥。",
    "The sensor sends without encryption",
    "A key is set: set the sensor up anew, or take the key out of its settings.",
  ),
  FIELD_KEY_WRONG: say(
    "传感器密钥不对",
    "在设置里填这只传感器自己的密钥；重新配对后密钥会变。",
    "The sensor's key is wrong",
    "Enter the sensor's own key; pairing it anew changes it.",
  ),
  FIELD_OUT_OF_RANGE: say(
    "测得的数超出量程",
    "检查探头接线和型号量程；输入端悬空会读到乱数。",
    "The value is out of range",
    "Check the probe and the model's range; an open input reads noise.",
  ),
  LINK_DOWN: say(
    "线路断了",
    "插好转换器，或改正线路的路径、地址；接好后会自己恢复。",
    "The link is down",
    "Plug the adapter back in, or correct the link's path or host; it is reopened by itself.",
  ),
  SETTING_INVALID: say(
    "设置不对",
    "改正所指的项目，再启动。",
    "A setting is wrong",
    "Correct the named field and start again.",
  ),
  MODEL_UNKNOWN: say(
    "没有这个型号",
    "换一个 hardware/sensors/ 里有的型号。",
    "Unknown model",
    "Name a model that has a file in hardware/sensors/.",
  ),
  PORT_TAKEN: say(
    "端口被占用",
    "停掉占用的程序，或换一个端口。",
    "The port is taken",
    "Stop the other program or choose another port.",
  ),
  FOLDER_UNWRITABLE: say(
    "文件夹不能写",
    "给这个用户写权限，或换一个文件夹。",
    "The folder cannot be written",
    "Give this user the right to write there, or choose another folder.",
  ),
  INSTANCE_RUNNING: say(
    "已经有一个在运行",
    "先停掉正在运行的；两个同用一个文件夹会损坏数据。",
    "Another instance is running",
    "Stop the running instance first; two on one folder would damage it.",
  ),
  JOURNAL_NEWER: say(
    "记录由更新的版本写成",
    "安装写它的版本或更新的版本。",
    "The journal is newer than the program",
    "Install the version that wrote it, or a later one.",
  ),
  JOURNAL_DAMAGED: say(
    "记录有损坏",
    "不用处理：损坏部分已另存为 *.bad-<时间>，请连同日志交给维护人员。",
    "Part of the journal is damaged",
    "Nothing to do: it is set aside as *.bad-<time>; send it in with the log.",
  ),
  DISK_FAILED: say(
    "存不进去",
    "腾出空间或换存储卡；之前存下的都在。",
    "The disk failed",
    "Free some space or change the card; what was accepted before is kept.",
  ),
  STORE_NEWER: say(
    "数据库由更新的版本写成",
    "安装写它的版本或更新的版本。",
    "The database is newer than the program",
    "Install the version that wrote it, or a later one.",
  ),
  STORE_DAMAGED: say(
    "数据库里有一段数据坏了",
    "检查中心服务器的硬盘；坏掉的数据已记入数据台账，其余数据不受影响。",
    "Part of the database is damaged",
    "Check the hub's disk; what was damaged is in the ledger, the rest is unharmed.",
  ),
  STORE_UNREADABLE: say(
    "数据库坏了，打不开",
    "把 hub.db 移开，换上最新备份再启动；网关会补传它还留着的数据。",
    "The database is damaged and cannot be opened",
    "Set hub.db aside, put the newest backup in its place and start again; gateways send again what they still hold.",
  ),
  NODE_TOO_OLD: say(
    "Node 版本太旧",
    "用 Node 24 或更新的版本运行。",
    "Node is too old",
    "Run it with Node 24 or newer; npm scripts here do so by themselves.",
  ),
  BATCH_NOT_CBOR: say(
    "数据包格式不认识",
    "请发 CBOR 数据包（可用 zstd 压缩）或 SenML JSON。",
    "The batch is in no known format",
    "Send a CBOR batch, a zstd frame of one, or SenML JSON.",
  ),
  BATCH_INVALID: say(
    "数据包内容不对",
    "按 core/batch.ts 核对所指的那一列。",
    "The batch is not well formed",
    "Compare the batch with core/batch.ts; the named column is wrong.",
  ),
  BATCH_TOO_LARGE: say(
    "数据包太大",
    "每条消息最多 1 MiB、10 000 条读数。",
    "The batch is too large",
    "Send at most 1 MiB and 10 000 readings a message.",
  ),
  BATCH_OVERLAPS: say(
    "数据包和已收的重叠",
    "按已确认的范围重新分包。",
    "The batch overlaps what is stored",
    "Cut the batch again along the acknowledged ranges.",
  ),
  BATCH_WRONG_EPOCH: say(
    "数据包属于另一本记录",
    "先在网关状态里报出这本记录，再发数据。",
    "The batch belongs to another journal",
    "Announce the epoch in the gateway's status before sending batches of it.",
  ),
  BATCH_QUARANTINED: say(
    "有数据包多次被拒，已隔离",
    "到网关上看隔离的数据包（journal/*.bad-*）；里面的数据没有入库。",
    "A batch was set aside",
    "Look at it on the gateway (journal/*.bad-*); its readings are not stored.",
  ),
  ALERT_REFUSED: say(
    "有一条报警服务器不收",
    "把服务器和网关升到同一版本；报警留在网关上，会一直重发到服务器收下。",
    "The hub refuses an alert",
    "Bring hub and gateway to one version; the alert stays on the gateway and is offered again until the hub takes it.",
  ),
  TOPIC_FOREIGN: say(
    "越界收发消息",
    "只能在 lilong/1/<自己的编号>/ 下收发。",
    "A topic out of bounds",
    "Publish and subscribe below lilong/1/<your own id>/ only.",
  ),
  GATEWAY_KEY_MISMATCH: say(
    "网关密钥对不上",
    "两个网关用了同一编号，或网关重装过：请在服务器解除旧密钥。",
    "The gateway's key does not match",
    "Two gateways share an id, or one was reinstalled: release the old key at the hub.",
  ),
  REGISTRATION_INVALID: say(
    "设备清单不对",
    "改正网关设备清单里所指的项目。",
    "The device list is wrong",
    "Correct the named field of the gateway's devices document.",
  ),
  POINT_UNKNOWN: say(
    "收到没登记的数据",
    "登记这个设备和测点；在此之前数据先留着。",
    "Readings of an unknown point",
    "Register the device and point; the readings are kept until then.",
  ),
  STATUS_INVALID: say(
    "网关状态报得不对",
    "按 core/gateway.ts 核对状态内容。",
    "The gateway's status is wrong",
    "Compare the status document with core/gateway.ts.",
  ),
  COMMAND_INVALID: say(
    "指令不对",
    "用 core/command.ts 里的指令和参数。",
    "The command is wrong",
    "Use one of the verbs of core/command.ts with its arguments.",
  ),
  CONFIGURATION_REVERTED: say(
    "新配置试用没通过，已恢复原配置",
    "改正后重新下发；网关上跑的还是原来能用的配置。",
    "The new configuration failed its trial and was taken back",
    "Correct it and send it again; what worked before runs on the gateway.",
  ),
  COMMAND_EXPIRED: say(
    "指令过期了",
    "再下一次；网关收到时已过期限。",
    "The command expired",
    "Give the command again; its deadline passed before the gateway saw it.",
  ),
  RESTART_REFUSED: say(
    "网关不能重启整机",
    "给网关程序的用户重启权限（polkit：org.freedesktop.login1.reboot），或到现场手动重启。",
    "The machine was not restarted",
    "Give the agent's user the right to restart it (polkit: org.freedesktop.login1.reboot), or do it by hand.",
  ),
  ENROLMENT_REFUSED: say(
    "注册码不对",
    "和平台上显示的逐个字对一遍；错十次就要换新码。",
    "The code is wrong",
    "Compare it letter by letter; after ten wrong tries it needs a new one.",
  ),
  ENROLMENT_OVER: say(
    "注册码用过了，或者过期了",
    "在平台上重新生成一个。",
    "The code is used or over",
    "Make a new one here.",
  ),
  CERTIFICATE_REFUSED: say(
    "网关证书不被接受",
    "用新的注册码重新注册这台网关。",
    "The gateway's certificate is refused",
    "Enrol it again with a new code.",
  ),
  GATEWAY_CLONED: say(
    "两台机器用了同一张网关卡",
    "多半是存储卡被复制过：留一台，重装另一台，再在服务器解除旧密钥。在此之前两台的数据都不收，先留在网关里。",
    "Two machines run one gateway's card",
    "Most likely a card was copied: keep one, install the other anew, then release the key at the hub. Until then nothing is taken from either; both keep their data.",
  ),
  CLOCK_DISAGREES: say(
    "网关与服务器的时间对不上",
    "给服务器对时，或检查网关的 NTP 设置；读数以网关的时间为准。",
    "Gateway and hub disagree on the time",
    "Set the hub's clock by NTP, or correct the gateway's NTP servers; readings are stamped by the gateway's NTP.",
  ),
  ACK_INVALID: say(
    "服务器的确认读不懂",
    "核对服务器与网关的版本。",
    "The hub's acknowledgement cannot be read",
    "Compare the hub's version with the gateway's.",
  ),
  HUB_UNREACHABLE: say(
    "连不上服务器",
    "不用处理：记录都留着，恢复后补传。",
    "The hub cannot be reached",
    "Nothing to do: records are kept and sent when the hub is back.",
  ),
  HUB_FOREIGN: say(
    "回答的不是服务器",
    "中间有别的设备代答：先用浏览器打开任意网页，按提示登录这个网络；再不行，核对服务器地址和代理。",
    "Something else answered in the hub's place",
    "Open any page in a browser on this network and sign in there, or correct the hub's address or the proxy.",
  ),
  INPUT_INVALID: say(
    "填写的内容不对",
    "改正所指的项目。",
    "Something entered is not right",
    "Correct the named field.",
  ),
  NOT_FOUND: say("没有找到", "检查地址；它可能已被删除。", "Not found", "Check the address; it may have been removed."),
  SIGN_IN_REQUIRED: say("请先登录", "登录后再操作。", "Please sign in", "Sign in first."),
  SIGN_IN_REFUSED: say(
    "用户名或密码不对",
    "检查后再试；连错五次要等一分钟。忘了请找管理员重置。",
    "Wrong name or password",
    "Check both and try again; after five wrong tries wait a minute.",
  ),
  ORIGIN_FOREIGN: say(
    "请求来自别的网站",
    "请从本系统自己的网址打开控制台再操作。",
    "The request comes from another site",
    "Open the console at the hub's own address and try there.",
  ),
  PAGES_FULL: say(
    "网关页面打开得太多",
    "关掉几个，或等半分钟再开。",
    "Too many gateway pages are open",
    "Close some, or wait half a minute.",
  ),
  SIGN_IN_LOCKED: say("试得太多，先锁住了", "等一分钟再试。", "Too many tries", "Wait a minute, then try again."),
  RIGHT_MISSING: say(
    "您没有这项权限",
    "要用的话，请管理员给您加权限或换角色。",
    "You may not do this",
    "Ask an administrator for the right, or for a role that has it.",
  ),
  MOVE_NOT_ALLOWED: say(
    "这一步现在不能办",
    "工单可能刚被别人办过，或还差前一步（核实、核查、另一人复审）；已重新读取，请看最新状态。",
    "This step is not possible now",
    "Someone may have moved the ticket just now, or a step before it lacks (verification, check, a second reviewer); look at its latest state.",
  ),
  STALE: say(
    "别人刚改过",
    "这次没有办成，什么也没改；请重新读取，看过最新内容后再办。",
    "Somebody else has just changed it",
    "Nothing of yours was done. Read it again, look at what is there now, and do it again if it is still right.",
  ),
  KEY_REUSED: say(
    "这个请求编号已用在别的操作上",
    "请重新读取页面后再办。",
    "This request's key belongs to another one",
    "Reload the page, then do it again.",
  ),
  KEY_BUSY: say(
    "同一操作正在办",
    "稍等片刻再看结果。",
    "The same request is under way",
    "Wait a moment, then look again.",
  ),
  KEY_DONE: say(
    "这一步已经办过",
    "结果没有留存；请重新读取，看过最新内容再决定。",
    "This was done already",
    "Its answer is not kept: read what there is now before you do anything again.",
  ),
  REASON_REQUIRED: say(
    "要写明原因",
    "写上原因，或先让现场把传感器复位。",
    "A reason is needed",
    "Write the reason, or have the site reset the sensor first.",
  ),
  CALENDAR_MISSING: say(
    "这一年的放假安排还没有",
    "到设置里导入这一年的节假日表，期限才能算。",
    "No holiday table for that year",
    "Import the holiday table of that year in the settings; until then no due time can be counted.",
  ),
  ALERT_NOT_OPEN: say("这个报警已经结束", "刷新后再看。", "This alert is over", "Reload to see its latest state."),
  CLASS_UNKNOWN: say(
    "这个类别不在类别表里",
    "到类别表里补上这一类，或改正设备的分类代码；这期间按“其他”类办。",
    "A class that no table knows",
    "Add it to the table of classes, or correct the device's class; meanwhile its cases count as “other”.",
  ),
  ROSTER_HOLE: say(
    "排班有空，有的时段没有人值班",
    "把写明的时段排上人，再导入一次排班表。",
    "The roster has a hole: nobody is on duty",
    "Fill the named hours, then import the roster again.",
  ),
  PHOTO_REFUSED: say(
    "照片收不下",
    "请发 512 KB 以内的 JPEG、PNG 或 WebP；网关页面会先自动缩小。",
    "The photo was refused",
    "Send a JPEG, PNG or WebP of at most 512 KiB; the page shrinks photos before it sends them.",
  ),
  ATTACHMENT_REFUSED: say(
    "附件收不下",
    "只收 JPEG、PNG、WebP 照片（6400 万像素以内）和 PDF，每个不超过 5 MB。",
    "The attachment was refused",
    "Attach JPEG, PNG or WebP photos of at most 64 megapixels, or a PDF, each of at most 5 MB.",
  ),
  ATTACHMENT_MISSING: say(
    "附件还没有传上来",
    "先把文件传到这张工单，再提交。",
    "The attachment is not there",
    "Send the file to this ticket first, then make the move.",
  ),
  CHANNEL_REFUSED: say(
    "通知通道不收消息",
    "改好密钥、签名或地址，再发一条测试消息。",
    "A channel takes no messages",
    "Correct its key, signature or address, then send a test message.",
  ),
  CHANNEL_MISSING: say(
    "没有通道能通知到这个单位",
    "在规则库的 channels 里给它加一个通道；工单照常往下走。",
    "No channel reaches this unit",
    "Add a channel for it to the rulebook's channels; the ticket goes on without it.",
  ),
  DISTRICT_OFF: say(
    "还没接入区城运中心",
    "在规则表“区中心”里导入区城运中心的名片并启用。",
    "No district centre is connected",
    "Import the district centre's card into the rulebook's table `district` and switch it on.",
  ),
  DISTRICT_UNREACHABLE: say(
    "区城运中心连不上",
    "不用处理：要发的都留着，通了自动补发。",
    "The district centre cannot be reached",
    "Nothing to do: what waits is kept and sent when it can be reached.",
  ),
  DISTRICT_REFUSED: say(
    "和区城运中心对不上身份",
    "双方重新交换名片，并把两边的时间都用 NTP 校准。",
    "The district centre and this hub do not know each other",
    "Exchange cards anew, and set both clocks by NTP.",
  ),
  DISTRICT_CASE_UNKNOWN: say(
    "区里说的案件这里没有",
    "问清区城运中心指的是哪个案件；原话留在“区里来件”里。",
    "The district speaks of a case that is not here",
    "Ask the district centre which case it means; what it said is kept among the callbacks.",
  ),
  HANDOVER_OVER: say(
    "这张工单已经定了派给谁",
    "不用处理：谁先答复算谁的；要改派，到工单里转派。",
    "This ticket is decided already",
    "Nothing to do: the first answer counts; transfer the ticket to send somebody else.",
  ),
  FLOWS_DOWN: say(
    "流程没有在运行",
    "等一会儿：流程会自动重新启动；这期间按派遣表派遣，工单不会丢。",
    "The flows are not running",
    "Wait a moment: they are started again by themselves; tickets are dispatched by the table meanwhile.",
  ),
  FLOWS_BROKEN: say(
    "流程反复出错，已停下",
    "打开流程编辑器，改好或停用出错的流程，再点部署；这期间按派遣表派遣，工单不会丢。",
    "The flows failed again and again and are stopped",
    "Open the flow editor, correct or disable the flow that fails, and deploy; tickets are dispatched by the table meanwhile.",
  ),
  HUB_FAILED: say(
    "服务器出错了",
    "再试一次；还不行，请把请求编号交给维护人员。",
    "The hub failed",
    "Try again; if it stays, send in the hub's log with the request id.",
  ),
  CONSOLE_OFFLINE: say(
    "连不上服务器",
    "检查这台电脑或手机的网络；连上后会自己恢复。",
    "The server cannot be reached",
    "Check this computer's or phone's network; it recovers by itself.",
  ),
  CONSOLE_ANSWER: say(
    "服务器的回答看不懂",
    "再试一次；还不行，可能是中间的代理出了问题，请找维护人员。",
    "The server's answer makes no sense",
    "Try again; if it stays, a proxy in between may be at fault.",
  ),
} satisfies Record<FaultCode | ConsoleFault, Words>;

const byCode = new Map<string, Words>(Object.entries(faultWords));

/** The words for a code, or null when this console is older than the code. */
export function wordsFor(code: string): Words | null {
  return byCode.get(code) ?? null;
}
