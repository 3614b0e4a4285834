/** The functions of SL 651-2014 and what an uplink of each carries. */

/** `elements`: observed values; `nothing`: a sign of life; `other`: sound, and no measurement. */
export type Carries = "elements" | "nothing" | "other";

/** [SL651 §6.6.2, table of functions] By code in hex. */
export const functions: Readonly<Record<string, { zh: string; carries: Carries }>> = {
  "2F": { zh: "链路维持报", carries: "nothing" },
  "30": { zh: "测试报", carries: "elements" },
  "31": { zh: "均匀时段水文信息报", carries: "elements" },
  "32": { zh: "遥测站定时报", carries: "elements" },
  "33": { zh: "遥测站加报报", carries: "elements" },
  "34": { zh: "遥测站小时报", carries: "elements" },
  "35": { zh: "遥测站人工置数报", carries: "other" },
  "36": { zh: "遥测站图片报或中心站查询遥测站图片采集信息", carries: "other" },
  "37": { zh: "中心站查询遥测站实时数据", carries: "elements" },
  "38": { zh: "中心站查询遥测站时段数据", carries: "elements" },
  "39": { zh: "中心站查询遥测站人工置数", carries: "other" },
  "3A": { zh: "中心站查询遥测站指定要素数据", carries: "elements" },
  "40": { zh: "中心站修改遥测站基本配置表", carries: "other" },
  "41": { zh: "中心站读取遥测站基本配置表/遥测站自报基本配置表", carries: "other" },
  "42": { zh: "中心站修改遥测站运行参数配置表", carries: "other" },
  "43": { zh: "中心站读取遥测站运行参数配置表/遥测站自报运行参数配置表", carries: "other" },
  "44": { zh: "查询水泵电机实时工作数据", carries: "elements" },
  "45": { zh: "查询遥测终端软件版本", carries: "other" },
  "46": { zh: "查询遥测站状态和报警信息", carries: "elements" },
  "47": { zh: "初始化固态存储数据", carries: "other" },
  "48": { zh: "恢复终端出厂设置", carries: "other" },
  "49": { zh: "修改密码", carries: "other" },
  "4A": { zh: "设置遥测站时钟", carries: "other" },
  "4B": { zh: "设置遥测终端IC卡状态", carries: "other" },
  "4C": { zh: "控制水泵开关命令/水泵状态信息自报", carries: "other" },
  "4D": { zh: "控制阀门开关命令/阀门状态信息自报", carries: "other" },
  "4E": { zh: "控制闸门开关命令/闸门状态信息自报", carries: "other" },
  "4F": { zh: "水量定值控制命令", carries: "other" },
  "50": { zh: "中心站查询遥测站事件记录", carries: "other" },
  "51": { zh: "中心站查询遥测站时钟", carries: "other" },
};
