/** Where the hub found something wrong: `/rows/3/unit "mars" is no unit; /source must …` → path and sentence. Pure. */
import type { Problem } from "../../../../http/views.ts";

export type FieldProblem = { path: string; why: string };

export function problemsOf({ detail }: Pick<Problem, "detail">): FieldProblem[] {
  return detail
    .split(/;\s+(?=\/|the document)/)
    .map((sentence) => {
      const [, path = "", why = sentence] = /^(\/[^\s]*)\s+(.*)$/.exec(sentence) ?? [];
      return { path, why };
    })
    .filter(({ why }) => why !== "");
}

/** What is wrong, for a reader of `language`; of an empty field, that it is empty. */
export function reasonOf(why: string, value: unknown, language: string, empty: string): string {
  if (why !== "" && (value === "" || value === null || value === undefined)) return empty;
  return language === "en" ? why : inChinese(why);
}

/** The value at a path of the document. */
export function valueAt(body: unknown, path: string): unknown {
  const steps = path.split("/").slice(1);
  return steps.reduce<unknown>(
    (at, step) => (at === null || at === undefined ? at : (at as Record<string, unknown>)[step]),
    body,
  );
}

/** The sentence at exactly this field. */
export function problemAt(problems: readonly FieldProblem[], path: string): string {
  return problems.find((problem) => problem.path === path)?.why ?? "";
}

/** Whether something is wrong at this field or inside it. */
export function isWrong(problems: readonly FieldProblem[], path: string): boolean {
  return problems.some((problem) => problem.path === path || problem.path.startsWith(`${path}/`));
}

type Sentence = [pattern: RegExp, chinese: (...parts: string[]) => string];

/** The hub's sentences as a clerk says them. */
const sentences: Sentence[] = [
  [/^"(.*)" is there twice$/, (name) => `“${name}”出现了两次`],
  [/^"(.*)" is no unit; import the units first$/, (name) => `没有“${name}”这个单位，先到“单位”里加上`],
  [/^"(.*)" is no unit(?: of this table)?$/, (name) => `没有“${name}”这个单位`],
  [/^"(.*)" is no area; import the areas first$/, (name) => `没有“${name}”这个片区，先到“片区”里加上`],
  [/^"(.*)" is no area of this table$/, (name) => `本表里没有“${name}”这个片区`],
  [/^"(.*)" is no class of this table$/, (name) => `本表里没有“${name}”这个类别`],
  [/^leads back to "(.*)"$/, (name) => `上下级绕成了圈，又回到“${name}”`],
  [/^"(.*)" belongs to another class already$/, (name) => `“${name}”已经归了别的类别`],
  [/^"(.*)" lies in the quiet hours$/, (name) => `${name} 在免打扰时段里`],
  [/^must not be listed as a holiday too$/, () => "同一天不能又是放假又是上班"],
  [/^must be a day of (\d+)$/, (year) => `不是 ${year} 年的日子`],
  [/^must end after it begins$/, () => "结束要晚于开始"],
  [/^must have required propert(?:y|ies) (.*)$/, (name) => `缺少 ${name}`],
  [/^must not have fewer than (\d+) (?:items|characters)$/, () => "不能为空"],
  [/^must be (?:>=|<=) .*$/, () => "数字超出范围"],
  [/^must be one of (.*)$/, (list) => `只能是 ${list}`],
  [/^must match pattern.*$/, () => "格式不对"],
  [/^must be (?:string|number|integer|boolean|array|object)$/, () => "填写的内容不对"],
  [/^holds a private key, .*$/, () => "贴成了私钥。私钥只能留在服务器上，这里只贴 CA 证书"],
  [/^is no certificate in PEM: .*$/, () => "不是 PEM 证书，把证书文件从 -----BEGIN CERTIFICATE----- 起整个贴进来"],
  [
    /^is not the authority itself, "(.*)" signed it: .*$/,
    (name) => `不是 CA 证书，是“${name}”签出来的，要贴“${name}”的证书`,
  ],
  [/^expired on (\S+): .*$/, (day) => `${day} 已过期，向服务器管理员要现在有效的`],
  [/^is valid from (\S+) on, not yet: .*$/, (day) => `${day} 才生效，换现在有效的；本机时钟不对也会这样`],
  [/^is of no use: the address is not encrypted$/, () => "地址不加密，用不上证书：清空，或者改用加密的地址"],
  [/^is of no use: the address of the server.*$/, () => "服务器地址没填，用不上证书：清空，或者先填地址"],
  [
    /^is to be entered anew: it would be sent to (\S+), .*$/,
    (address) => `发送地址改成了 ${address}，以前存的不会发到那里：请重新填写`,
  ],
  [/^is missing: ask the district centre for its card$/, () => "还没有区中心的名片，先向区里要"],
];

export function inChinese(why: string): string {
  for (const [pattern, chinese] of sentences) {
    const found = pattern.exec(why);
    if (found !== null) return chinese(...found.slice(1));
  }
  return why;
}
