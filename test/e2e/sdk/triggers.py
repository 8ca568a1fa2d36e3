"""Every trigger call of the official Python SDK, and its verifier. Reads its settings from the environment; prints the answers as JSON."""
import calendar
import json
import os

import cloudinary
from cloudinary import api

cloudinary.config(
    upload_prefix=os.environ["API_URL"],
    cloud_name=os.environ["CLOUD_NAME"],
    api_key=os.environ["API_KEY"],
    api_secret=os.environ["API_SECRET"],
)
uri = os.environ["HOOK_URL"] + "/python"

created = api.create_trigger(uri=uri, event_type="upload")
listed = api.triggers(event_type="upload")
updated = api.update_trigger(created["id"], uri + "/moved")
tested = api.test_trigger(created["id"], sample_data={"notification_type": "upload", "public_id": "sample"})
tested_without = api.test_trigger(created["id"])
deleted = api.delete_trigger(created["id"])
limits = {"allowed": listed.rate_limit_allowed, "remaining": listed.rate_limit_remaining, "reset_at": calendar.timegm(listed.rate_limit_reset_at)}
print(json.dumps({"limits": limits, "id": created["id"], "created": created, "listed": listed, "updated": updated, "tested": tested, "tested_without": tested_without, "deleted": deleted}))
