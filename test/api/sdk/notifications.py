"""Polls a channel and a batch with the official Python SDK. Reads its settings from the environment; prints what it got as JSON."""
import json
import os

import cloudinary
from cloudinary import api, utils

cloudinary.config(
    upload_prefix=os.environ["API_URL"],
    cloud_name=os.environ["CLOUD_NAME"],
    api_key=os.environ["API_KEY"],
    api_secret=os.environ["API_SECRET"],
)

triggers = [
    api.create_trigger(uri="poll://python/sdk", event_type="upload", uri_type="poll"),
    api.create_trigger(uri="poll://*", event_type="upload", uri_type="poll"),
]
channel = api.notifications(channel="python/sdk", wait_seconds=30)["messages"]
batch = api.notifications(batch_id="batch-7", max_messages=5, visibility_timeout=60)["messages"]
acked = [
    api.ack_notifications(channel[0]["receipt_handle"]),
    api.ack_notifications([message["receipt_handle"] for message in batch]),
]
rest = api.notifications(channel="python/sdk", wait_seconds=0).get("messages", [])


def tampered(message):
    return dict(message, timestamp=str(int(message["timestamp"]) - 1))


print(json.dumps({
    "uri_types": [trigger["uri_type"] for trigger in triggers],
    "channel": [
        {
            "public_id": message["payload"]["public_id"],
            "verified": utils.verify_notification(message),
            "tampered": utils.verify_notification(tampered(message)),
        }
        for message in channel
    ],
    "batch": [
        {
            "public_id": message["payload"]["public_id"],
            "batch_id": message["batch_id"],
            "verified": utils.verify_notification(message),
        }
        for message in batch
    ],
    "acked": [result["status"] for answer in acked for result in answer["results"]],
    "rest": rest,
}))
