"""Makes a table of messages with boto3 and seeds it, and compares it with a table that was made otherwise.

Usage: messages_by_boto3.py ENDPOINT FILE OTHER_TABLE USER_UUID USER_NAME USER_HANDLE UUID NAME HANDLE

Prints the differences between the definitions and between the items, attribute by attribute; nothing when there are none.
"""

import datetime
import hashlib
import json
import sys
import uuid

import boto3

TABLE = "made-by-boto3"
CAPACITY = {"ReadCapacityUnits": 5, "WriteCapacityUnits": 5}


def create(client):
    client.create_table(
        TableName=TABLE,
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("message_group_uuid", "pk", "sk")],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        GlobalSecondaryIndexes=[{
            "IndexName": "message-group-sk-index",
            "KeySchema": [{"AttributeName": "message_group_uuid", "KeyType": "HASH"},
                          {"AttributeName": "sk", "KeyType": "RANGE"}],
            "Projection": {"ProjectionType": "ALL"},
            "ProvisionedThroughput": CAPACITY,
        }],
        BillingMode="PROVISIONED",
        ProvisionedThroughput=CAPACITY,
    )
    client.get_waiter("table_exists").wait(TableName=TABLE, WaiterConfig={"Delay": 1})


def put(client, pk, sk, person, **others):
    item = {"pk": pk, "sk": sk, "user_uuid": person[0], "user_display_name": person[1], "user_handle": person[2], **others}
    client.put_item(TableName=TABLE, Item={name: {"S": value} for name, value in item.items()})


def seed(client, file, user, other):
    with open(file, encoding="utf-8") as lines:
        first, *messages = map(json.loads, lines)
    group = first["conversation"]
    start = datetime.datetime.fromisoformat(first["start"])
    for message in messages:
        time = (start + datetime.timedelta(minutes=message["minute"])).isoformat()
        digest = hashlib.md5(f"{group} {message['minute']}".encode()).digest()
        put(client, f"MSG#{group}", time, user if message["from"] == "user" else other, message=message["message"],
            message_uuid=str(uuid.UUID(bytes=digest, version=3)))
    for mine, person in ((user, other), (other, user)):
        put(client, f"GRP#{mine[0]}", time, person, message=messages[-1]["message"], message_group_uuid=group)


def definition(client, table):
    found = client.describe_table(TableName=table)["Table"]
    index = found["GlobalSecondaryIndexes"][0]
    return {
        "attributes": sorted(map(json.dumps, found["AttributeDefinitions"])),
        "keys": [found["KeySchema"], index["KeySchema"]],
        "index": [index["IndexName"], index["Projection"]],
        "capacity": [(part["ProvisionedThroughput"]["ReadCapacityUnits"], part["ProvisionedThroughput"]["WriteCapacityUnits"])
                     for part in (found, index)],
    }


def items(client, table):
    pages = client.get_paginator("scan").paginate(TableName=table)
    return {(item["pk"]["S"], item["sk"]["S"]): item for page in pages for item in page["Items"]}


def main():
    endpoint, file, other_table, *people = sys.argv[1:]
    client = boto3.client("dynamodb", endpoint_url=endpoint, region_name="eu-central-1",
                          aws_access_key_id="testing", aws_secret_access_key="testing")
    create(client)
    seed(client, file, people[:3], people[3:])
    ours, theirs = definition(client, other_table), definition(client, TABLE)
    for name in theirs:
        if ours[name] != theirs[name]:
            print(name, ours[name], theirs[name])
    ours, theirs = items(client, other_table), items(client, TABLE)
    for key in sorted(ours.keys() | theirs.keys()):
        if ours.get(key) != theirs.get(key):
            print(key, ours.get(key), theirs.get(key))


if __name__ == "__main__":
    main()
