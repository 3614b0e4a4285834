/** What is done on each platform's own page, in short; all of it is in `hub/platforms/<name>/README.md`. */
import { inBoth } from "../../i18n/in-both.ts";

export const stepWords = inBoth<Record<string, string[]>>(
  {
    ctwing: [
      "应用 → 订阅推送 → HTTP，填推送地址（先在“设置”里生成推送口令），消息类型全选。",
      "没有公网地址就用 MQ 消息推送：建主题，订阅全部消息类型，把地址、租户 ID、主题、Token 抄到“设置”。推送和 MQ 只用一种。",
      "要下命令：应用管理里抄 App Key、App Secret，产品概况里抄每个产品的 MasterKey，填到“设置”。",
    ],
    onenet: [
      "应用开发 → 消息推送 → 添加实例（旧版：第三方平台 → HTTP 推送），填推送地址和同一个 Token。",
      "平台会先验证一次地址，签名对上才能存。",
      "开了安全模式就把 AES 密钥抄过来；旧版平台没有产品编号，产品那一栏空着。",
    ],
    "huawei-iotda": [
      "规则 → 数据转发 → 创建规则，数据来源选设备属性、设备消息、设备状态、设备异步命令状态。",
      "转发目标选第三方应用服务（HTTP 推送），填推送地址；先在设备证书里加载本平台的 CA 证书。",
      "没有公网端口：转发目标选 AMQP 消息队列，接入凭证抄到“设置”。",
    ],
    "huawei-oceanconnect": [
      "应用 → 消息推送，订阅 deviceDataChanged、deviceDatasChanged、deviceInfoChanged，地址填推送地址。",
      "它的消息不带产品：把服务名（serviceId）当产品编号写。",
    ],
    "aliyun-iot": [
      "消息转发 → 服务端订阅 → 创建订阅，AMQP，每个产品勾上：设备上报消息、设备状态变化、历史数据上报。",
      "单独建一个消费组，再建一个只有 iot:sub 权限的 RAM 用户，AccessKey 填到“设置”。",
    ],
    chirpstack: [
      "HTTP：Applications → 应用 → Integrations → HTTP，编码选 JSON，地址填推送地址，加请求头 X-Lilong-Token，值是推送口令。",
      "MQTT：在“设置”里填它的服务器地址、用户名、密码就行。",
      "产品编号就是设备配置（device profile）的名字。",
    ],
    thingsboard: [
      "根规则链里，消息类型分流后面接一个脚本节点（写法见说明），再接 REST API call，POST 到推送地址，请求头 X-Lilong-Token 填推送口令。",
      "规则链的队列要能重试：ThingsBoard 自己不重发。",
      "也可以不推，在“设置”里填服务器地址和租户用户，由本平台定时查询。",
    ],
    zigbee2mqtt: [
      "configuration.yaml：advanced.output 用 json，advanced.last_seen 用 ISO_8601，availability.enabled 打开。",
      "在同一个 MQTT 服务器上开一个能读 zigbee2mqtt/# 的账号，填到“设置”。",
    ],
    homeassistant: [
      "设备的发现消息要开着，并且保留（retain）。",
      "“状态主题”写设备自己的主题，例如 esphome/#；产品编号是 model_id，没有就是 model。",
    ],
    webhook: [
      "让发送方 POST 到推送地址，口令放在上面写的请求头里。",
      "先收几条真消息，再到“映射”里照着写、试、保存，最后把当天的重读一遍。",
    ],
    "mqtt-json": [
      "在 MQTT 服务器上开一个能读这些主题的账号，填到“设置”。",
      '收到消息后到“映射”里写；主题是 $from，例如 $split($from, "/")[1] 是第二段。',
    ],
    direct: ["在“接一台设备”里生成每台设备的凭证；批量的把登记码交给厂家，由设备自己登记。"],
    gbt26875: ["用传装置里把监控中心地址、端口填成这台服务器的；装置地址先在“接一台设备”里登记，或者连进来以后认领。"],
    sl651: [
      "遥测站里把中心站地址、端口填成这台服务器的，工作方式 M2；站地址先在“接一台设备”里登记，或者连进来以后认领。",
    ],
  },
  {
    ctwing: [
      "应用 → 订阅推送 → HTTP: enter the push address (make its token under Set-up first), choose all message types.",
      "Without a public address use MQ 消息推送: make a topic with all message types; its address, tenant id, topic and token go into Set-up. Set up one of the two.",
      "For commands: copy App Key and App Secret (应用管理) and each product's MasterKey (产品概况) into Set-up.",
    ],
    onenet: [
      "应用开发 → 消息推送 → 添加实例 (older: 第三方平台 → HTTP 推送): enter the push address and the same token.",
      "OneNET asks the address once and goes on only where the signature fits.",
      "With 安全模式 copy the AES key; the older platform names no product: leave it empty.",
    ],
    "huawei-iotda": [
      "规则 → 数据转发 → 创建规则 with device.property, device.message, device.status, device.command.status.",
      "Target 第三方应用服务 (HTTP推送): the push address; load your host's certificate under CA证书 first.",
      "Without an open port: target AMQP消息队列, its 接入凭证 goes into Set-up.",
    ],
    "huawei-oceanconnect": [
      "应用 → 消息推送: subscribe deviceDataChanged, deviceDatasChanged, deviceInfoChanged to the push address.",
      "Its messages name no product: write the service (serviceId) as the product.",
    ],
    "aliyun-iot": [
      "消息转发 → 服务端订阅 → 创建订阅, AMQP, for each product: 设备上报消息, 设备状态变化通知, 物模型历史数据上报.",
      "A consumer group for the hub alone, and a RAM user with only iot:sub; its AccessKey goes into Set-up.",
    ],
    chirpstack: [
      "HTTP: Applications → the application → Integrations → HTTP, encoding JSON, the push address, a header X-Lilong-Token with the token.",
      "MQTT: enter its broker, name and password under Set-up.",
      "The product is the device profile's name.",
    ],
    thingsboard: [
      "In the root rule chain a script node after the message type switch (see the README), then REST API call: POST to the push address, header X-Lilong-Token.",
      "Give the chain a queue with retries: ThingsBoard does not send again by itself.",
      "Or let the hub ask: enter the server and a tenant user under Set-up.",
    ],
    zigbee2mqtt: [
      "configuration.yaml: advanced.output json, advanced.last_seen ISO_8601, availability.enabled true.",
      "An account at the same broker that may read zigbee2mqtt/#, entered under Set-up.",
    ],
    homeassistant: [
      "Discovery has to be on and retained.",
      "State topics are the devices' own, such as esphome/#; the product is model_id, else model.",
    ],
    webhook: [
      "Let the sender POST to the push address with the secret.",
      "Take a few real messages, write and try the mapping on them, save it, then read the day again.",
    ],
    "mqtt-json": [
      "An account at the broker that may read the topics, entered under Set-up.",
      'Write the mapping on messages that came; the topic is $from: $split($from, "/")[1] is its second part.',
    ],
    direct: ["Make each device's credential under Connect a device; for many, give the maker a joining code."],
    gbt26875: ["In the device: this hub as monitoring centre with its port; name its address first, or adopt it here."],
    sl651: ["In the station: this hub as centre, its port, mode M2; name its address first, or adopt it here."],
  },
);
