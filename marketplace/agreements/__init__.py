"""The task agreement (任务书) of each award: written from the bid, agreed, signed by both sides."""
