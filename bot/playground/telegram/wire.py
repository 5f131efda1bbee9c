"""What travels between the simulated Telegram and a bot: JSON objects, and how they are written."""

from __future__ import annotations

import json

JsonObject = dict[str, object]

# What is encoded is built here and has no cycles; looking for them costs a tenth of a call.
encode = json.JSONEncoder(check_circular=False).encode
