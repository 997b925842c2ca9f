"""Addresses of websockets."""

from django.urls import path

from marketplace.notifications.sockets import NotificationSocket

websocket_urlpatterns = [path("ws/notifications/", NotificationSocket.as_asgi())]
