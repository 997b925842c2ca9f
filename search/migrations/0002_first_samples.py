"""Gives editors samples to begin with: they change and delete them, and none comes back."""

from typing import Any

from django.db import migrations

_SAMPLES = {
    "government_demands": (
        "内涝积水监测",
        "排水管网检测",
        "智慧停车",
        "路口信号优化",
        "政务服务智能问答",
        "公共数据开放",
        "基层报表减负",
        "养老照护",
        "医学影像辅助诊断",
        "危大工程监测",
        "森林防火",
        "海水养殖监测",
    ),
    "enterprise_demands": (
        "产线质检",
        "设备预测性维护",
        "车间能耗管理",
        "仓储机器人",
        "跨境单证",
        "检验检测服务",
    ),
    "capabilities": (
        "无人机巡检",
        "视频分析",
        "传感器",
        "大模型",
        "数字孪生",
        "隐私计算",
        "边缘计算网关",
        "激光雷达",
        "等保三级",
        "新型储能",
        "工业视觉检测",
        "集装箱无人集卡",
    ),
}


def add_samples(apps: Any, _schema_editor: Any) -> None:
    """Add the first samples beside those that editors keep already."""
    model = apps.get_model("search", "SampleQuery")
    model.objects.bulk_create(
        (model(list_key=key, text=text) for key, texts in _SAMPLES.items() for text in texts),
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    """Only rows are added."""

    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(add_samples, migrations.RunPython.noop)]
