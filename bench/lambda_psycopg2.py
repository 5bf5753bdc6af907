"""What bench/lambda compares the handlers with: the bootcamp's post confirmation, as it is written with psycopg2; or, with
the argument "rows", rows that are written by hand, a batch with one statement over one connection.

Without Lambda's own client for Python (awslambdaric), which needs a compiler to install: a loop of a few lines takes the
events from the same runtime API, over one connection.
"""

import http.client
import json
import os
import sys

import psycopg2

INSERT = """
INSERT INTO public.users (display_name, email, handle, cognito_user_id) VALUES (%s, %s, %s, %s)
"""

ROWS = """
INSERT INTO public.item_by_hand SELECT * FROM jsonb_populate_recordset(NULL::public.item_by_hand, %s)
    ON CONFLICT (id) DO UPDATE SET note = excluded.note, amount = excluded.amount, at = excluded.at
"""


def write_rows(connection, rows):
    with connection, connection.cursor() as cursor:
        cursor.execute(ROWS, (json.dumps(rows),))


def handler(event, context):
    user = event["request"]["userAttributes"]
    connection = psycopg2.connect(os.environ["CONNECTION_URL"])
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(INSERT, (user["name"], user["email"], user["preferred_username"], user["sub"]))
    finally:
        connection.close()
    return event


def main():
    connection = psycopg2.connect(os.environ["CONNECTION_URL"]) if "rows" in sys.argv else None
    api = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
    while True:
        api.request("GET", "/2018-06-01/runtime/invocation/next")
        response = api.getresponse()
        body, request = response.read(), response.getheader("Lambda-Runtime-Aws-Request-Id")
        event = json.loads(body)
        answer = json.dumps(write_rows(connection, event) if connection else handler(event, None))
        api.request("POST", f"/2018-06-01/runtime/invocation/{request}/response", answer)
        api.getresponse().read()


main()
