"""Verifies notifications, given as JSON on standard input, with the official Python SDK; prints a list of booleans."""
import json
import sys

import cloudinary
from cloudinary import utils

answers = []
for notification in json.load(sys.stdin):
    cloudinary.config(api_secret=notification["api_secret"], signature_algorithm=notification["algorithm"])
    answers.append(
        utils.verify_notification_signature(
            notification["body"], int(notification["timestamp"]), notification["signature"]
        )
    )
print(json.dumps(answers))
