"""The services that give credentials, which have neither a name of an action nor a signature in their requests.

  GET  /federation/credentials  IAM Identity Center: credentials of every role but "lost"
  POST /token                   the same: a new token for a refresh token
  POST /v1/token                "aws login": new credentials for the refresh token "good"
"""

import json
import time

from aws_emulator import page, state

KEYS = {"accessKeyId": "ASIAIOSFODNN7EXAMPLE", "secretAccessKey": "secret", "sessionToken": "session"}


@page("/federation/credentials")
def role_credentials(environ, body):
    state.calls.append("sso:GetRoleCredentials")
    # the token is in a header with an underscore, which werkzeug drops
    if "role_name=lost" in environ["QUERY_STRING"]:
        return refused(401, "UnauthorizedException", {"message": "Session token not found or invalid"})
    expiration = int(time.time() + 3600) * 1000
    return 200, {"roleCredentials": {**KEYS, "expiration": expiration}}, ()


@page("/token")
def refreshed_token(environ, body):
    state.calls.append("sso-oauth:CreateToken")
    if json.loads(body).get("refreshToken") != "good":
        return refused(400, "InvalidGrantException", {"error": "invalid_grant", "error_description": "expired"})
    return 200, {"accessToken": "good", "expiresIn": 3600, "refreshToken": "good", "tokenType": "Bearer"}, ()


@page("/v1/token")
def console_login(environ, body):
    state.calls.append("signin:CreateOAuth2Token")
    if json.loads(body).get("refreshToken") != "good":
        return refused(401, "AccessDeniedException", {"error": "TOKEN_EXPIRED", "message": "the token has expired"})
    return 200, {"accessToken": KEYS, "tokenType": "urn:x", "expiresIn": 900, "refreshToken": "good"}, ()


def refused(status, code, answer):
    return status, answer, [("x-amzn-ErrorType", code)]
