"""Fills the table of bench/ddb with messages as the application writes them."""

import os
import sys
import uuid

import boto3

table = boto3.resource("dynamodb", endpoint_url=os.environ["AWS_ENDPOINT_URL_DYNAMODB"]).Table("cruddur-messages")
with table.batch_writer() as batch:
    for n in range(int(sys.argv[1])):
        batch.put_item(Item={
            "pk": f"MSG#{uuid.uuid5(uuid.NAMESPACE_OID, str(n // 100))}",
            "sk": f"2026-11-{1 + n // 1440 % 28:02}T{n // 60 % 24:02}:{n % 60:02}:00.{n:06}+00:00",
            "message_uuid": str(uuid.uuid5(uuid.NAMESPACE_URL, str(n))),
            "message": f"Message {n}: " + "what was said, and what it meant. " * 2,
            "user_uuid": str(uuid.uuid5(uuid.NAMESPACE_DNS, str(n % 2))),
            "user_display_name": ("Ada Lovelace", "Grace Hopper")[n % 2],
            "user_handle": ("ada", "grace")[n % 2],
            "likes": n % 7,
        })
