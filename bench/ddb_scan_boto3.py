"""What bench/ddb compares db-ops with: all items of a table as JSON, as it is written with boto3."""

import json
import os

import boto3

# Named here, because boto3 before 1.28 does not read the variable.
table = boto3.resource("dynamodb", endpoint_url=os.environ["AWS_ENDPOINT_URL_DYNAMODB"]).Table("cruddur-messages")
following = {}
while True:
    page = table.scan(**following)
    for item in page["Items"]:
        print(json.dumps(item, default=str))
    if "LastEvaluatedKey" not in page:
        break
    following = {"ExclusiveStartKey": page["LastEvaluatedKey"]}
