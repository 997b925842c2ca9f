"""The pages that a new portal starts with; editors change them afterwards."""

import uuid


def block(kind: str, value: object) -> dict[str, object]:
    return {"type": kind, "value": value, "id": str(uuid.uuid5(uuid.NAMESPACE_URL, repr(value)))}


def heading(text: str) -> dict[str, object]:
    return block("heading", text)


def paragraph(*texts: str) -> dict[str, object]:
    return block("paragraph", "".join(f"<p>{text}</p>" for text in texts))


def bullets(*texts: str) -> dict[str, object]:
    return block("paragraph", "<ul>" + "".join(f"<li>{text}</li>" for text in texts) + "</ul>")


def step(title: str, text: str) -> dict[str, str]:
    return {"title": title, "text": text}


def steps(*items: dict[str, str]) -> dict[str, object]:
    return block("steps", [block("item", item) for item in items])


def notice(title: str, text: str, tone: str = "info") -> dict[str, object]:
    return block("notice", {"title": title, "text": f"<p>{text}</p>", "tone": tone})


def table(caption: str, *rows: str) -> dict[str, object]:
    return block("table", {"caption": caption, "rows": "\n".join(rows)})


SITE = {
    "name": "厦门市应用场景供需对接平台",
    "name_en": "Xiamen Scenario Exchange",
    "description": "发布政府需求清单和企业能力清单，说清为什么匹配，让城市的场景和企业的本事对上。",
}

HOME = {
    "headline": "城市出场景，|企业出本事。",
    "lead": "把要解决的事和能做成的人放在两张清单上，说清为什么匹配，让对接从一次点击开始。",
    "placeholder": "内涝预警、无人船、慢病随访",
    "popular": "无人集卡 积水预警 光储充 会展导览",
    "steps": [
        block("step", step("登记一项能力", "写清能做什么、做过什么，约 15 分钟")),
        block("step", step("看匹配和缺口", "每一项匹配都写出理由，也写出还缺什么")),
        block("step", step("申请对接", "一句话、一个电话就能开始，主办单位 2 个工作日内答复")),
    ],
}

DEMANDS = {"lead": "各单位要解决的事、愿意开放的条件、给得出的预算。"}
ENTERPRISE_DEMANDS = {"lead": "企业在找的供应链伙伴、技术和应用场景。"}
CAPABILITIES = {"lead": "企业能做什么、做过什么、拿什么证明。"}
NEWS = {"lead": "批次发布、政策解读和对接进展。"}

ABOUT = {
    "lead": "政府把要解决的事摆出来，企业把能做成的事摆出来，中间的路修好。",
    "body": [
        heading("为什么有这个平台"),
        paragraph(
            "厦门市战略性新兴产业规划提出，立足城市特色、结合产业发展，推出城市大脑、智慧交通、"
            "智慧教育、智慧政务、智慧医疗、智慧会展等一批应用场景，发布政府需求清单和企业能力清单"
            "“两张清单”，推动产业和企业精准对接。本平台就是这“两张清单”和它们之间的桥。",
        ),
        heading("两张清单上有什么"),
        table(
            "三个栏目",
            "栏目|谁来写|写什么",
            "政府需求清单|政府部门、事业单位、国有企业、园区|要解决的问题、考核指标、城市开放的条件、预算和后续路径",
            "企业需求清单|企业、高校院所、行业协会|供应链、技术和场景上的需求",
            "企业能力清单|企业、高校院所、服务机构|能交付的能力、案例、资质和可服务的区域",
        ),
        heading("城市开放什么"),
        paragraph(
            "每项需求逐条写明开放的数据、资源、制度、牌照、资金和场地，写明有没有条件、怎样使用、由哪个部门审批。",
        ),
        heading("公平"),
        bullets(
            "匹配只看需求和能力本身，企业注册在哪里不计分，也不设门槛。",
            "匹配分不用于遴选，主办单位受理申请时看不到匹配分。",
            "没有通过的条件，只有企业本人和需求单位看得到。",
        ),
        notice(
            "对接不等于中标",
            "后续路径是政府采购或合作创新采购的需求，采购依法另行公告，对接结果不作为采购的依据。",
            "warn",
        ),
    ],
}

HELP = {
    "lead": "第一次来，从这里开始。",
    "body": [
        heading("不登录能做什么"),
        paragraph(
            "清单、需求和能力的详情、匹配的理由，都不用登录，在微信里也能看。"
            "申请对接、发布需求、登记能力，要先注册并加入一个单位。",
        ),
        heading("怎样查找"),
        bullets(
            "在查找框里写几个词，中间用空格隔开，比如“内涝 预警”。",
            "左侧（手机上是“筛选”）按产业、领域、区、开放的条件、后续路径、预算和截止时间收窄，数字是选了以后会剩几项。",
            "地址栏里的网址就是这次查找，可以直接发给同事。",
        ),
        heading("看不清、看不惯"),
        paragraph("页面顶部可以切换长辈模式和深色模式，选择保存在您的浏览器里。"),
    ],
}

HELP_PUBLISH = {
    "lead": "需求从起草到上清单，每一步审核都看得到意见和时间。",
    "body": [
        steps(
            step("起草", "在工作台写需求，随时保存草稿，只写标题也能存；可以预览公开后的样子。"),
            step("提交", "提交时检查是否写全，问题写在对应的栏目旁边。"),
            step("审核", "本单位审批、保密审查，需要时由主管部门审核，最后由平台工作人员审核。"),
            step("上清单", "通过后立即或按约定时间公开，清单、查找和匹配随之更新。"),
        ),
        heading("写得好对得上"),
        bullets(
            "先写现状和痛点，再写要做到什么程度，指标写数值、单位和怎样验收。",
            "把愿意开放的数据、场地、制度逐条写出来，写明条件和审批部门。",
            "预算可以写范围，也可以不公开；没有资金的试点，后续路径选“无资金试点”。",
        ),
        notice(
            "保密审查",
            "没有保密审查结论的需求不会公开。不要在需求里写涉密内容、个人信息和未公开的规划。",
            "warn",
        ),
    ],
}

HELP_APPLY = {
    "lead": "一句话、一个电话，一分钟就能开始。",
    "body": [
        steps(
            step(
                "确认身份",
                "您的账号要加入一个已核验统一社会信用代码的单位，您在单位里是负责人或投标经办人。",
            ),
            step("申请对接", "在需求页点“申请对接”，写一句您能怎么做，留一个电话。"),
            step("拿到回执", "回执编号可以凭以查询。同一单位对同一需求只保留一份有效申请。"),
            step("等待答复", "主办单位 2 个工作日内答复，接受或者说明理由地谢绝，您会收到消息。"),
        ),
        heading("为什么不能申请"),
        paragraph("按钮不可用时，旁边会写明原因，常见的有下面几种。"),
        table(
            "原因和办法",
            "原因|怎么办",
            "单位还没有核验|由单位负责人提交统一社会信用代码，工作人员核验",
            "需求已经截止|看看同类的其他需求",
            "缺少必备资质|在单位资料里补充资质和有效期",
            "本单位的需求|不能申请自己单位发布的需求",
        ),
    ],
}

HELP_MATCH = {
    "lead": "匹配写理由，不写名次。",
    "body": [
        heading("匹配看什么"),
        paragraph(
            "匹配把需求的要点和能力的说明逐条对照：哪些要点能力里写到了，用的是什么词；"
            "场景领域和产业是否相同；能不能在需求所在的区交付；有没有同类的案例和要求的资质。"
            "两边的原文里，对上的词用同样的编号标出来。",
        ),
        heading("匹配不看什么"),
        bullets("企业注册在哪里。", "企业的规模和名气。", "是否付费；平台不收费。"),
        heading("条件分三种"),
        table(
            "必备条件的三种结论",
            "结论|意思|谁看得到",
            "通过|登记的资料满足条件|所有人",
            "待核实|资料里没有写，或者没有有效期|所有人",
            "未通过|登记的资料不满足条件|企业本人和需求单位",
        ),
    ],
}

PRIVACY = {
    "lead": "收集得少，用得明白。",
    "body": [
        heading("我们记录什么"),
        bullets(
            "账号：邮箱、姓名、所在单位和权限。",
            "对接申请：您写的一句话和联系电话，只有您的单位和需求的经办处室看得到。",
            "手机号码和微信：只在您自己验证或绑定之后用来发提示，不写消息内容，随时可以移除。",
            "办理记录：谁在什么时候做了什么，用于核对和追溯。",
        ),
        heading("我们不做什么"),
        bullets(
            "不使用第三方统计和广告。",
            "不向第三方提供您的联系方式；您选择的短信和微信提示由消息平台代为发送。",
        ),
        heading("浏览器里存什么"),
        paragraph("登录状态、长辈模式和深色模式的选择。"),
    ],
}

ACCESS = {
    "lead": "看得见、听得清、点得到。",
    "body": [
        paragraph(
            "本平台按 WCAG 2.2 的 A 级和 AA 级要求设计：全部功能可以只用键盘完成，图形都有文字，"
            "状态不只靠颜色表示，倒计时旁边有绝对时间，关闭脚本也能查找和阅读。",
        ),
        heading("阅读方式"),
        bullets(
            "长辈模式：字大一号，单列排版，按钮更大。",
            "深色模式：夜间阅读更舒服。",
        ),
        paragraph("遇到看不了、点不到的地方，请拨打页脚的服务电话告诉我们。"),
    ],
}
