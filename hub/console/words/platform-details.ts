/** What the hub says of messages and devices of platforms, as people here say it; what is not in the table stays as it came. Pure. */

type Sentence = [pattern: RegExp, chinese: (...parts: string[]) => string];

const kinds: Readonly<Record<string, string>> = { number: "数字", boolean: "是或否", string: "文字", object: "对象" };
const kindOf = (name: string) => kinds[name] ?? name;

const sentences: readonly Sentence[] = [
  // Proofs.
  [/^the token in the address is missing$/, () => "推送地址末尾没有口令"],
  [/^the token in the address is wrong$/, () => "推送地址末尾的口令不对"],
  [/^the header (\S+) is missing$/, (name) => `没有请求头 ${name}`],
  [/^the header (\S+) is wrong$/, (name) => `请求头 ${name} 的值不对`],
  [/^the signature in (\S+) is wrong$/, (name) => `请求头 ${name} 里的签名不对`],
  [/^name or password is missing$/, () => "没有用户名、密码"],
  [/^name or password is wrong$/, () => "用户名或密码不对"],
  [/^the header timestamp "(.*)" is more than 15 minutes off$/, (at) => `请求头里的时间 ${at} 差了 15 分钟以上`],
  [/^signature does not fit nonce and msg: compare the token$/, () => "签名对不上，核对两边的 Token 是不是同一个"],
  [/^it is not the JSON that OneNET signs: .*$/, () => "不是 OneNET 签名的那种报文"],
  [/^th(?:is|e) connector has no token.*$/, () => "这个接入没设推送口令，不收推送"],
  // Credentials.
  [/^that of (\S+) is wrong, or was ended$/, (device) => `设备 ${device} 的凭证不对，或者已经停用`],
  [/^(\S+) came without one$/, (device) => `设备 ${device} 没带凭证`],
  [/^each device comes with its own credential$/, () => "每台设备要用自己的凭证"],
  [/^"(.*)" is no device of the direct door$/, (user) => `没有用户名是“${user}”的直连设备`],
  [/^"(.*)" may publish to (\S+) only, not to (\S+)$/, (_, own, other) => `主题只能用 ${own}，用的是 ${other}`],
  // Names of devices.
  [
    /^\/(?:id|device) must match pattern .*$/,
    () => "设备编号只能用英文字母、数字和 . _ -，第一个是字母或数字，最多 64 个",
  ],
  [
    /^\/device (\S+) has a credential already: .*$/,
    (device) => `编号 ${device} 已经有设备在用；凭证丢了到“凭证”页换，新设备另起编号`,
  ],
  [/^\/device "(.*)" must be (\d+) digits$/, (given, count) => `地址要 ${count} 位数字，填的是“${given}”`],
  [/^\/device "(.*)" must be 12 hex digits, .*$/, (given) => `地址要 12 位十六进制，高位在前，填的是“${given}”`],
  // Mappings.
  [
    /^the (?:mapping|key) failed(?: at character \d+)?: Expected (".*") before end of expression$/,
    (wanted) => `没写完，还缺 ${wanted}`,
  ],
  [/^the (?:mapping|key) failed(?: at character \d+)?: Unexpected end of expression$/, () => "没写完"],
  [
    /^the (?:mapping|key) failed(?: at character \d+)?: Expected (".*"), got (".*")$/,
    (wanted, got) => `这里应该是 ${wanted}，写的是 ${got}`,
  ],
  [/^the (?:mapping|key) failed(?: at character \d+)?: (.*)$/, (why) => `写法不对：${why}`],
  [/^the mapping made nothing of it.*$/, () => "映射什么也没给；本来就不取这条，就让它给 []"],
  [
    /^the mapping made (\S*) ?wrong: must have required propert(?:y|ies) (.*)$/,
    (at, name) => `映射给的${at ? ` ${at} ` : "结果"}缺少 ${name}`,
  ],
  [/^the mapping made (\S*) ?wrong: (.*)$/, (at, why) => `映射给的${at ? ` ${at} ` : "结果"}不对：${why}`],
  [/^the mapping made (\S*)\/at no moment: (.*)$/, (at, value) => `映射给的 ${at}/at 不是时间：${value}`],
  [/^the mapping made (\d+) tellings of it$/, (count) => `映射一条给了 ${count} 个设备，最多 1000 个`],
  [/^the mapping ran away (\d+) times; it is tried again in (\d+) s$/, (n, s) => `映射 ${n} 次算不完，${s} 秒后再试`],
  [/^the mapping .*; make it simpler$/, () => "映射算得太久或占内存太多，写简单些"],
  // What a device says.
  [/^"(.*)" is none of its points: (.*)$/, (name, all) => `“${name}”不是这个型号的名字，能用的是：${all}`],
  [/^none of its properties is told: (.*)$/, (all) => `型号要的名字一个也没有，报来的是：${all}`],
  [
    /^(\S+) is a (\w+) and came as (\w+)$/,
    (point, wanted, came) => `${point} 应该是${kindOf(wanted)}，报来的是${kindOf(came)}`,
  ],
  [
    /^(\S+) is in (\S+) and came in (\S+)$/,
    (point, wanted, came) => `${point} 的单位应该是 ${wanted}，报来的是 ${came}`,
  ],
  [
    /^(\S+) (.*) is no (\w+) of (\S+)$/,
    (name, value, kind, point) => `${name} 报来 ${value}，读不成 ${point}（${kindOf(kind)}）`,
  ],
  // SenML.
  [/^no SenML pack: (.*)$/, (why) => `不是 SenML 报文：${inChinese(why)}`],
  [/^record (\d+): (.*)$/, (index, why) => `第 ${Number(index) + 1} 条 ${inChinese(why)}`],
  [
    /^name "(.*)" is not of (\S+): write the point alone$/,
    (name, own) => `名字“${name}”不是设备 ${own} 的，只写测点名`,
  ],
  [/^name "(.*)" is not <device>\/<point>$/, (name) => `名字“${name}”要写成“设备/测点”`],
  [/^"(.*)" in name ".*" is no point$/, (point) => `“${point}”不能当测点名`],
  [/^time (\S+) s is out of range$/, (seconds) => `时间 ${seconds} 秒不对`],
  [/^its value with the base value is not a finite number$/, () => "加上基础值后不是数"],
  // Messages.
  [/^(?:not|(.*) is not) JSON \(.*\)$/, (field) => `${plain(field)}不是 JSON`],
  [/^(.*) is not sound JSON: (.*)$/, (field, why) => `${plain(field)} JSON 不规范：${inChinese(why)}`],
  [/^the key "(.*)" is there twice$/, (key) => `“${key}”写了两遍`],
  [/^it is nested more than (\d+) deep$/, (deep) => `套了 ${deep} 层以上`],
  [/^the message is not UTF-8$/, () => "不是 UTF-8 编码"],
  [/^the message is not a JSON object.*$/, () => "报文应该是一个 JSON 对象"],
  [/^the message is not a JSON array$/, () => "报文应该是 JSON 列表"],
  [/^the message has no text$/, () => "报文里没有内容"],
  [/^(.*) is not a JSON object$/, (field) => `${plain(field)}不是 JSON 对象`],
  [/^(.*) is not an object$/, (field) => `${plain(field)}不是对象`],
  [/^(.*) is not a list$/, (field) => `${plain(field)}不是列表`],
  [/^(.*) is not (?:base64|Base64)$/, (field) => `${plain(field)}不是 Base64`],
  [/^(.*) is not hex$/, (field) => `${plain(field)}不是十六进制`],
  [/^(.*) is missing$/, (field) => `缺少 ${field}`],
  [/^(\S+) (".*") is unknown.*$/, (field, value) => `不认得 ${field} ${value}`],
  [/^more than (\d+) bytes$/, (most) => `超过 ${most} 字节`],
  [/^the bytes are no sound frame$/, () => "不是完整的报文帧"],
  [/^msg cannot be decrypted: compare the AES key$/, () => "解不开密，核对 AES 密钥"],
  [/^msg is not JSON: if it is encrypted, set the AES key$/, () => "msg 不是 JSON；开了安全模式就要填 AES 密钥"],
  [/^connector (\S+) is (?:gone|paused)$/, (id) => `接入 ${id} 停用或删掉了`],
  // The door.
  [/^the joining code is wrong$/, () => "登记码不对"],
  [/^the joining code is over$/, () => "登记码过期或结束了"],
  [/^the joining code was used by (\S+)$/, (device) => `登记码已被 ${device} 用掉`],
  [/^(\d+) devices have joined by this code, as many as it is for$/, (count) => `登记码已来了 ${count} 台，用完了`],
  [
    /^(\S+) has joined already; people replace a lost credential at the hub$/,
    (device) => `${device} 已经登记过；凭证丢了请到“凭证”页换`,
  ],
];

/** A field by its name, what has none by nothing. */
function plain(field: string | undefined): string {
  return field === undefined || field === "undefined" || field === "the message" ? "报文" : `${field} `;
}

function inChinese(detail: string): string {
  const known = sentences.find(([pattern]) => pattern.test(detail));
  return known === undefined ? detail : detail.replace(known[0], (_, ...parts) => known[1](...parts.map(String)));
}

export function detailIn(language: string, detail: string): string {
  return language === "en" ? detail : inChinese(detail);
}
