"""Fictional rounds among the demo's bodies, and open calls with proposals of its firms."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from marketplace.calls import opencalls, proposing, replying, rounds
from marketplace.calls.calling import close_call
from marketplace.calls.models import OpenCall, Reply, Round
from marketplace.calls.opencalls import CallText
from marketplace.calls.proposing import Idea
from marketplace.calls.replying import NeedText
from marketplace.calls.rounds import RoundText
from marketplace.core import clock
from marketplace.demo import people
from marketplace.demo.past import days_ago
from marketplace.organisations.models import Membership, Role

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.calls.models import Proposal
    from marketplace.organisations.models import Organisation

_KINDS: Final = ("agency", "institution")
_NEEDS: Final = {
    "city-fire": (
        ("地下空间火灾烟气蔓延推演（示例）", "地下车库和商业街起火时不知烟往哪走，需要按实时传感推演并提示撤离路线。"),
        ("消防水源完好率自动巡查（示例）", "消火栓和天然水源靠人工巡查，缺水、圈占发现晚，需要自动上报并派单。"),
    ),
    "city-culture": (
        ("博物馆夜间安防与文物微环境联动（示例）", "夜间值守人少，安防与温湿度各自报警，需要合并研判、减少误报。"),
    ),
}  # fmt: skip
_NONE: Final = ("city-civil", "traffic-police")
_CLOSED: Final = ("city-gardens", "city-science")


def load_calls() -> int:
    """Load a running and a closed round, and open calls, once; return how many were made."""
    if Round.objects.exists() or OpenCall.objects.exists():
        return 0
    _closed_round()
    _running_round()
    _technology_call()
    _scenario_call()
    return 4


def _closed_round() -> None:
    portal = people.staff("portal")
    with days_ago(60):
        text = RoundText(
            title="2026 年下半年应用场景摸排（示例）",
            words="请各单位报送下半年可开放的应用场景。",
            due_at=clock.now() + timedelta(days=21),
            kinds=["agency"],
        )
        made = rounds.open_round(rounds.draft_round(text, by=portal), by=portal)
    with days_ago(45):
        for key in _CLOSED:
            reply, by = _reply(made, key)
            replying.say_none(reply, by=by, signed="办公室主任", note="上半年已报送。")
    with days_ago(38):
        close_call(made, by=portal)


def _running_round() -> None:
    portal = people.staff("portal")
    with days_ago(3):
        text = RoundText(
            title="2027 年应用场景与攻关需求摸排（示例）",
            words="请各单位报送 2027 年拟开放的应用场景和需要攻关的技术难题；没有需求的，请报送“无需求”。",
            due_at=clock.now() + timedelta(days=9),
            kinds=list(_KINDS),
            asks=["summary"],
        )
        made = rounds.open_round(rounds.draft_round(text, by=portal), by=portal)
    with days_ago(1):
        for key, needs in _NEEDS.items():
            reply, by = _reply(made, key)
            for title, summary in needs:
                replying.add_need(reply, NeedText(title, summary), by=by)
            replying.send_reply(reply, by=by)
        for key in _NONE:
            reply, by = _reply(made, key)
            replying.say_none(reply, by=by, signed="综合处负责人")


def _technology_call() -> None:
    by = people.writer_of("city-science")
    with days_ago(20):
        text = CallText(
            title="2027 年产业重大技术需求征集（示例）",
            words="面向全市企业和科研院所征集制约产业发展的技术难题。请写明难题、应用场合和可衡量的指标。",
            due_at=clock.now() + timedelta(days=40),
            department=_owned_by(by),
        )
        call = opencalls.open_call(opencalls.draft_call(text, by=by), by=by)
    with days_ago(15):
        adopted = _propose(
            call,
            "inst-ocean",
            title="海洋观测浮标长周期防生物附着（示例）",
            need="近岸观测浮标三个月即被附着，传感器漂移，需要一年以上免维护的防附着方案。",
        )
        declined = _propose(
            call,
            "univ-luhai",
            title="校园快递末端配送机器人（示例）",
            need="校园快递高峰排队久，希望开放道路测试末端配送机器人。",
        )
    with days_ago(9):
        proposing.adopt_proposal(
            adopted, by=by, mode="challenge", answer="需求明确，转入榜单论证。"
        )
        proposing.decline_proposal(declined, by=by, answer="属于应用场景，请在场景建议征集中提出。")
    with days_ago(2):
        _propose(
            call,
            "luchao-water",
            title="易涝路段积水短时预报（示例）",
            need="在易积水点布设水位计，结合雷达降雨外推做半小时积水预测，超过阈值推送并联动泵站。",
        )


def _scenario_call() -> None:
    by = people.writer_of("city-industry")
    with days_ago(4):
        text = CallText(
            title="制造业应用场景建议征集（示例）",
            words="欢迎企业提出希望在本市工厂、园区和码头试用新技术、新产品的场景建议。",
            due_at=clock.now() + timedelta(days=30),
            department=_owned_by(by),
            kind="scenario",
            answer_workdays=15,
        )
        opencalls.open_call(opencalls.draft_call(text, by=by), by=by)


def _propose(call: OpenCall, key: str, *, title: str, need: str) -> Proposal:
    by = people.writer_of(key)
    idea = Idea(_owned_by(by), title, need, may_be_named=True)
    return proposing.propose(call, idea, by=by)


def _reply(made: Round, key: str) -> tuple[Reply, User]:
    by = people.writer_of(key)
    found: Reply = Reply.objects.for_rows().get(round=made, organisation=_owned_by(by))
    return found, by


def _owned_by(person: User) -> Organisation:
    mine = Membership.objects.filter(user=person, role=Role.OWNER).select_related("organisation")
    return mine[0].organisation
