"""What bench/cognito-sync compares db-ops with: the same work as it is written with boto3 and psycopg2."""

import os

import boto3
import psycopg2
from psycopg2.extras import execute_values

UPDATE = """
UPDATE users
   SET cognito_user_id = pool.sub
  FROM (VALUES %s) AS pool (sub, handle)
 WHERE users.handle = pool.handle
"""

users = []
# Named here, because boto3 before 1.28 does not read the variable.
pages = boto3.client("cognito-idp", endpoint_url=os.environ.get("AWS_ENDPOINT_URL")).get_paginator("list_users")
for page in pages.paginate(UserPoolId=os.environ["AWS_COGNITO_USER_POOL_ID"]):
    for user in page["Users"]:
        attributes = {attribute["Name"]: attribute["Value"] for attribute in user["Attributes"]}
        if "preferred_username" in attributes:
            users.append((attributes["sub"], attributes["preferred_username"]))

connection = psycopg2.connect(os.environ["CONNECTION_URL"])
with connection, connection.cursor() as cursor:
    execute_values(cursor, UPDATE, users, page_size=len(users))
    print(f"{cursor.rowcount} updated")
connection.close()
