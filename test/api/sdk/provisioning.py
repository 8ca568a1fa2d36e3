"""Every provisioning call of the official Python SDK that the API has. Reads its settings from the environment; prints the answers as JSON."""
import json
import os

import cloudinary
from cloudinary import provisioning

cloudinary.config(upload_prefix=os.environ["API_URL"])
provisioning.account_config(
    account_id=os.environ["ACCOUNT_ID"],
    provisioning_api_key=os.environ["PROVISIONING_API_KEY"],
    provisioning_api_secret=os.environ["PROVISIONING_API_SECRET"],
)


def cloud_names(**narrowing):
    found = provisioning.sub_accounts(**narrowing)["sub_accounts"]
    return sorted(each["cloud_name"] for each in found)


created = provisioning.create_sub_account("Python", cloud_name="python", enabled=True)
id = created["id"]
sub = {
    "created": created,
    "shown": provisioning.sub_account(id),
    "disabled": provisioning.create_sub_account("Python off", "python-off", custom_attributes={"plan": "free"}, enabled=False, base_account=id),
}

generated = provisioning.generate_access_key(id, name="x", enabled=True)
number = generated["api_key"]
key = {
    "generated": generated,
    "disabled": provisioning.generate_access_key(id, name="y", enabled=False),
    "updated": provisioning.update_access_key(id, number, enabled=False),
    "dedicated": provisioning.update_access_key(id, number, enabled=True, dedicated_for="webhooks"),
}
keys = provisioning.access_keys(id, page_size=2, page=1, sort_by="name", sort_order="desc")
key["deleted"] = provisioning.delete_access_key(id, number)
key["deleted_by_name"] = provisioning.delete_access_key(id, name="y")

sub["updated"] = provisioning.update_sub_account(id, name="Python 2", enabled=False)
subs = {
    "enabled": cloud_names(enabled=True, prefix="python"),
    "disabled": cloud_names(enabled=False, prefix="python"),
    "by_id": cloud_names(ids=[id]),
}
sub["deleted"] = provisioning.delete_sub_account(sub["disabled"]["id"])
print(json.dumps({"sub": sub, "subs": subs, "key": key, "keys": keys}))
