"""Addresses of the inbox, the settings of messages, the poll and live parts of pages."""

from django.urls import path

from marketplace.files.converters import KEY
from marketplace.notifications import live_parts
from marketplace.notifications.views import addresses, callback, inbox, preferences, stop

app_name = "notifications"
urlpatterns = [
    path("notifications/", inbox.inbox, name="inbox"),
    path("notifications/read/", inbox.read_all, name="read_all"),
    path("notifications/preferences/", preferences.preferences, name="preferences"),
    path("notifications/preferences/again/<slug:channel>/", preferences.try_again, name="again"),
    path("notifications/preferences/remove/<slug:channel>/", addresses.remove, name="remove"),
    path("notifications/preferences/mobile/", addresses.mobile, name="mobile"),
    path("notifications/preferences/mobile/code/", addresses.prove, name="prove"),
    path("notifications/preferences/wechat/", addresses.wechat, name="wechat"),
    path("notifications/callback/wechat/", callback.follower, name="callback"),
    path("notifications/callback/mail/", callback.returned, name="returned"),
    path("notifications/mute/<slug:kind>/", preferences.mute, name="mute"),
    path("notifications/unmute/<slug:kind>/", preferences.unmute, name="unmute"),
    path("notifications/stop/<str:token>/", stop.stop, name="stop"),
    path(f"notifications/<{KEY}:number>/", inbox.open_notice, name="open"),
    path(f"notifications/<{KEY}:number>/read/", inbox.read_one, name="read"),
    path(f"notifications/<{KEY}:number>/line/", inbox.line, name="line"),
    path(f"notifications/since/<{KEY}:number>/", inbox.since, name="since"),
    path("n/", inbox.short_inbox, name="short_inbox"),
    path(f"n/<{KEY}:number>/", inbox.open_notice, name="short"),
    path("live/versions/", live_parts.versions, name="versions"),
    path("live/<slug:prefix>/<slug:key>/", live_parts.fragment, name="fragment"),
]
