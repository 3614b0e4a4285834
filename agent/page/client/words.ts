/** What the page says, in Chinese first and in English. */
const zh = {
  severity: { 1: "红色 一级", 2: "橙色 二级", 3: "黄色 三级", 4: "蓝色 四级" } as Record<number, string>,
  standing: {
    unacknowledged: "还没人确认",
    acknowledged: "有人在处理",
    returned: "已恢复，等人确认",
    shelved: "已搁置",
    suppressed: "由别的报警引起",
    normal: "已结束",
  } as Record<string, string>,
  more: (count: number) => `另外还有 ${count} 个报警`,
  allWell: "现在没有报警。",
  allWellMore: "有事这里会马上变红，警号会响。",
  online: "已连上街道平台",
  offline: (waiting: number) => `和街道平台断开，${waiting} 条记录存在网关里，连上后自动补传`,
  clockUnsure: "网关时间没有校准，下面的时间可能不准。",
  lost: "和网关断开了，正在重连。屏幕上是断开前的内容。",
  first: "先做什么",
  call: (number: string) => `打 ${number}`,
  since: "发生",
  cleared: "恢复",
  times: (count: number) => `反复 ${count} 次`,
  value: "读数",
  affected: "受影响",
  by: (name: string, when: string) => `${name} ${when} 确认`,
  shelvedUntil: (when: string) => `搁置到 ${when}`,
  acknowledge: "我看到了，去处理",
  note: "写现场情况",
  noteLabel: "看到了什么，做了什么",
  save: "保存",
  photo: "拍照",
  shelve: "搁置",
  shelveLabel: "为什么搁置",
  shelveFor: (minutes: number) => `搁置 ${minutes < 60 ? `${minutes} 分钟` : `${minutes / 60} 小时`}`,
  unshelve: "取消搁置",
  unshelveReason: "取消搁置",
  silence: "静音 10 分钟",
  test: "试警号和警灯",
  story: { acknowledged: "确认了报警", noted: "", shelved: "搁置：", photographed: "拍了一张照片" } as Record<
    string,
    string
  >,
  past: "最近结束的",
  devices: "设备",
  noValue: "还没有读数",
  silent: "没有消息",
  ago: (seconds: number) =>
    seconds < 60
      ? `${seconds} 秒前`
      : seconds < 3600
        ? `${Math.floor(seconds / 60)} 分钟前`
        : `${Math.floor(seconds / 3600)} 小时前`,
  signIn: "登录后可以确认和记录",
  who: "姓名",
  pin: "密码（4 到 8 位数字）",
  enter: "登录",
  signedIn: (name: string) => `${name}，你好`,
  nobody: "还没有人能登录。请技术员在网关上运行 lilong-agent person put 加人。",
  other: "English",
  wall: "大屏",
  working: "正在保存…",
  saved: "已保存在网关里。",
  shrinking: "正在缩小照片…",
  errors: {
    SIGN_IN_REFUSED: (detail: string) => `密码不对，还能试 ${numberIn(detail)} 次。忘了请找站长重置。`,
    SIGN_IN_LOCKED: (detail: string) => `密码错了太多次，${numberIn(detail)} 分钟后再试。忘了请找站长重置。`,
    SIGN_IN_REQUIRED: () => "登录已过期，请重新登录。写好的文字还在。",
    PHOTO_REFUSED: () => "这张照片太大或不是照片，网关收不下。换一张，或者写一句话说明。",
    INPUT_INVALID: () => "没有写内容，或写得太长（最多 2000 字）。",
    NOT_FOUND: () => "这个报警已经不在列表里了，刷新再看。",
    DISK_FAILED: () => "网关的存储卡写不进去，内容暂存在网关内存里，会继续重试。请告诉维护人员。",
    LOST: () => "没连上网关，还没保存。文字留在这台手机上，连上后再点一次保存。",
  } as Record<string, (detail: string) => string>,
  failed: (detail: string) => `没办成：${detail}`,
};

const en: typeof zh = {
  severity: { 1: "Red I", 2: "Orange II", 3: "Yellow III", 4: "Blue IV" },
  standing: {
    unacknowledged: "nobody has confirmed it",
    acknowledged: "somebody is on it",
    returned: "over, waiting to be confirmed",
    shelved: "shelved",
    suppressed: "caused by another alert",
    normal: "over",
  },
  more: (count) => `${count} more alerts`,
  allWell: "No alert now.",
  allWellMore: "When something happens this turns red at once and the siren sounds.",
  online: "Connected to the street's hub",
  offline: (waiting) => `Cut off from the hub; ${waiting} records are kept here and sent when the line is back`,
  clockUnsure: "The gateway's clock is not confirmed; times may be wrong.",
  lost: "The gateway cannot be reached; trying again. What you see is from before.",
  first: "What to do first",
  call: (number) => `Call ${number}`,
  since: "Since",
  cleared: "Over",
  times: (count) => `${count} times`,
  value: "Value",
  affected: "Affected",
  by: (name, when) => `Confirmed by ${name}, ${when}`,
  shelvedUntil: (when) => `Shelved until ${when}`,
  acknowledge: "Seen, I am on it",
  note: "Write what you found",
  noteLabel: "What you saw and did",
  save: "Save",
  photo: "Photo",
  shelve: "Shelve",
  shelveLabel: "Why it is set aside",
  shelveFor: (minutes) => `Shelve ${minutes < 60 ? `${minutes} min` : `${minutes / 60} h`}`,
  unshelve: "Unshelve",
  unshelveReason: "taken off the shelf",
  silence: "Silence 10 min",
  test: "Test siren and lamp",
  story: { acknowledged: "confirmed the alert", noted: "", shelved: "shelved: ", photographed: "took a photo" },
  past: "Lately over",
  devices: "Devices",
  noValue: "no reading yet",
  silent: "silent",
  ago: (seconds) =>
    seconds < 60
      ? `${seconds} s ago`
      : seconds < 3600
        ? `${Math.floor(seconds / 60)} min ago`
        : `${Math.floor(seconds / 3600)} h ago`,
  signIn: "Sign in to confirm and write",
  who: "Name",
  pin: "PIN (4 to 8 digits)",
  enter: "Sign in",
  signedIn: (name) => `Hello, ${name}`,
  nobody: "Nobody can sign in yet. Ask the technician to run lilong-agent person put on the gateway.",
  other: "中文",
  wall: "Wall",
  working: "Saving…",
  saved: "Saved on the gateway.",
  shrinking: "Shrinking the photo…",
  errors: {
    SIGN_IN_REFUSED: (detail) => `Wrong PIN, ${numberIn(detail)} tries left. If you forgot it ask the station head.`,
    SIGN_IN_LOCKED: (detail) => `Too many wrong PINs; try again in ${numberIn(detail)} minutes.`,
    SIGN_IN_REQUIRED: () => "You were signed out. Sign in again; what you wrote is kept.",
    PHOTO_REFUSED: () => "The photo is too large, or no photo. Take another, or write a line instead.",
    INPUT_INVALID: () => "Nothing was written, or too much (at most 2000 characters).",
    NOT_FOUND: () => "This alert is no longer on the list; reload.",
    DISK_FAILED: () => "The gateway's card takes nothing. It is kept in memory and tried again; tell the technician.",
    LOST: () =>
      "The gateway was not reached: not saved yet. Your words stay on this phone; save again when it is back.",
  },
  failed: (detail) => `Not done: ${detail}`,
};

function numberIn(detail: string): string {
  return (/(\d+) (?:tries|minutes)/.exec(detail) || ["", ""])[1] || "0";
}

export type Words = typeof zh;
export const words = { zh, en };
export type Language = keyof typeof words;
