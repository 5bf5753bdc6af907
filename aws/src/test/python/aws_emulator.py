"""The AWS of the tests: moto, and the behaviour of AWS that moto lacks.

Prints the port it listens on, and serves until its standard input ends: it cannot outlive the test that started it.
An optional argument names a file that gets a line for each command of db-ops and each action that it called.

  POST /control/reset           forgets everything: moto's state, recorded calls, planned failures
  GET  /control/calls           the IAM actions that were called since, in order, as a JSON array
  POST /control/record          {"on": false}: the calls from now on are not written to the file, a reset later too
  POST /control/fail            {"action": "rds:StopDBInstance", "code": "AccessDenied", "message": "...",
                                 "status": 403, "times": 1, "after": 0}: the next calls of the action fail like this,
                                 after some that succeed; with "done" S3 has done what was asked, and only the answer fails
  POST /control/address         {"v4": "18.195.0.7", "v6": ""}: what /ip/v4 and /ip/v6 answer; other names may be added
  POST /control/address-status  {"v4": 503}: the HTTP status of these answers, which is 200 otherwise
  POST /control/settle          {"polls": 2}: how often a temporary state (stopping ...) is seen before the next
  POST /control/hold            {"action": "ec2:CreateTags"}: the next call of the action waits
  GET  /control/waiting         true when there is a call that waits
  POST /control/release         it continues
  POST /control/crowd           {"pool": "eu-central-1_x", "users": 10000}: the pool has that many users, made as they
                                are listed: user0, user1 ...

Each request is held against the service's model (aws_emulator_shapes), then against the rules (@rule). What is different
from moto is registered by @instead_of (the whole answer), @after (a change of moto's answer) and @shown (a change of
whatever was answered); more of it, and more controls, are in the modules aws_emulator_*.py beside this one.
"""

import io
import json
import re
import sys
import threading
from urllib.parse import parse_qs, urlencode

from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

SERVICES = {
    "ec2": "ec2",
    "rds": "rds",
    "cognito-idp": "cognito-idp",
    "secretsmanager": "secretsmanager",
    "sts": "sts",
    "kms": "kms",
    "lambda": "lambda",
    "iam": "iam",
    "logs": "logs",
    "monitoring": "cloudwatch",
}

# "setting permissions for SendMessage ... also sets permissions for the corresponding batch versions" (SQS developer guide)
PERMISSIONS = {"SendMessageBatch": "SendMessage"}

ACCOUNT = "123456789012"


class Failure(Exception):
    """An error as the service would report it."""

    def __init__(self, code, message, status=400):
        super().__init__(message)
        self.code, self.message, self.status = code, message, status
        self.is_done = False


def s3_operation(environ):
    """S3's protocol is REST: the method and the path say what is meant. Only what is used here is known."""
    of_object = "/" in environ["PATH_INFO"].strip("/")
    operations = {
        "PUT": ("CreateBucket", "PutObject"),
        "GET": ("ListObjectsV2", "GetObject"),
        "DELETE": ("DeleteBucket", "DeleteObject"),
        "HEAD": ("HeadBucket", "GetObject"),  # "you must have the s3:GetObject permission" (HeadObject)
    }
    return operations[environ["REQUEST_METHOD"]][of_object]


class Call:
    """One request: which action, with which parameters; its members too, once aws_emulator_shapes has read them."""

    def __init__(self, environ, body):
        self.environ, self.body = environ, body
        self.account = ACCOUNT
        self.is_altered = False  # whether moto is to get the parameters, and not the body
        authorization = environ.get("HTTP_AUTHORIZATION", "")
        scope = re.search(r"Credential=[^/]+/\d+/([^/]+)/([^/]+)/", authorization)
        self.region, self.service = scope.groups() if scope else ("us-east-1", "")
        target = environ.get("HTTP_X_AMZ_TARGET", "")
        # Kinesis is asked in CBOR: moto gets the same as JSON, and the module for it writes the answer
        self.is_binary = environ.get("CONTENT_TYPE", "").startswith("application/x-amz-cbor")
        if self.is_binary:
            self.environ, self.body = aws_emulator_streams.as_json(environ, body)
            body = self.body
        # Lambda's protocol is REST: the path says what is meant, and the module for it reads the body
        # CloudWatch's says it too, and its bodies are CBOR: the module for it reads them
        measured = re.fullmatch(r"/service/GraniteServiceVersion20100801/operation/(\w+)", environ["PATH_INFO"])
        invoked = re.fullmatch(r"/2015-03-31/functions/([^/]+)/(invocations|configuration)", environ["PATH_INFO"])
        mapped = re.fullmatch(r"/2015-03-31/event-source-mappings/([^/]+)", environ["PATH_INFO"])
        self.is_json = bool(target) or self.service == "lambda"
        self.is_cbor = bool(measured)
        if self.service == "s3":
            self.operation, self.parameters = s3_operation(environ), {}
        elif measured:
            self.operation, self.parameters = measured.group(1), {}
        elif invoked:
            self.operation = "InvokeFunction" if invoked.group(2) == "invocations" else "GetFunctionConfiguration"
            self.parameters = {"FunctionName": invoked.group(1)}
        elif mapped:
            self.operation, self.parameters = "GetEventSourceMapping", {"UUID": mapped.group(1)}
        elif self.is_json:
            self.operation = target.rsplit(".", 1)[1]
            if not scope and target.startswith("AWSCognitoIdentityProviderService."):
                self.service = "cognito-idp"  # users sign up without credentials
            self.parameters = json.loads(body or b"{}")
        else:
            self.parameters = {name: values[0] for name, values in parse_qs(body.decode(), True).items()}
            self.operation = self.parameters.get("Action", "")
            if not scope and self.parameters.get("Version") == "2011-06-15":
                self.service = "sts"  # a login by web identity is not signed
        self.action = f"{SERVICES.get(self.service, self.service)}:{PERMISSIONS.get(self.operation, self.operation)}"

    def list(self, prefix):
        """The values of Prefix.1, Prefix.2 ... of the query protocol, and of Prefix.member.1 ..."""
        pattern = re.compile(re.escape(prefix) + r"\.(?:\w+\.)?(\d+)$")
        found = [(int(m.group(1)), v) for k, v in self.parameters.items() if (m := pattern.match(k))]
        return [value for _, value in sorted(found)]


class State:
    """What the tests planned, and what they will ask about."""

    def __init__(self):
        self.lock = threading.RLock()
        self.clear()

    def clear(self):
        self.calls = []
        self.failures = []
        self.addresses = {"v4": "18.195.0.7", "v6": ""}
        self.address_statuses = {}
        self.polls = 0
        self.held = None
        self.waiting = False
        self.released = threading.Event()
        self.passing = {}  # (what, name) -> [state that is seen, how often still]
        self.final = {}  # (what, name) -> the state that is seen afterwards, if it is not moto's
        self.stopped = {}  # name -> when AWS starts it again
        self.zones = {}  # instance -> [availability zone before a failover, after it, how often the first is still seen]
        self.logs = {}  # instance -> {log file: {"text": ..., "written": ...}}
        self.log_limit = 1024 * 1024
        self.crowds = {}  # user pool -> how many users
        self.described = {}  # instance or cluster -> {element: XML} that moto does not have, or has otherwise
        self.maintenance = {}  # ARN -> [XML of an action that is announced]
        self.warehouses = {}  # (cluster or workgroup, name) -> the temporary password of its roles
        self.free_storage = {}  # instance -> bytes
        self.denied = {}  # region -> the code of the error that each of its calls gets
        self.events = []  # what DescribeEvents answers, oldest first
        self.waiting_values = {}  # instance -> {parameter: value} that wait for its maintenance window
        self.applied_values = {}  # instance -> {parameter: value} that are being applied
        self.functions = {}  # Lambda function -> how it behaves, and what it received
        self.log_groups = {}  # log group -> its events
        self.roles = {}  # (kind, region, database) -> the roles that are associated with it
        self.unseen_roles = 0  # how often RDS will not see a role
        self.unread_roles = 0  # how often IAM will not see the next role that is made
        self.unread = ["", 0]  # that role, and how often still
        self.shared = set()  # the ARNs of other accounts' snapshots
        self.namesakes = {}  # instance -> when the backups of a deleted one of its name end
        self.borrowed = {}  # (region, restored cluster) -> the secret of its source
        self.data_apis = set()  # (region, cluster) whose HTTP endpoint is enabled
        self.lag = 0  # how often the description from before a change is still seen
        self.last = {}  # (kind, region, name) -> the description that was seen last
        self.stale = {}  # (kind, region, name) -> [the description that is still seen, how often]
        self.stacks = {}  # region -> the stacks of CloudFormation, oldest first, deleted ones too
        self.function_properties = {}  # function of a stack -> its properties in the template
        self.metrics = []  # (metric, value of its dimension, value) of CloudWatch
        self.stack_failures = []  # operations on resources of stacks that will fail
        self.members = set()  # (action, optional member) that the answers had
        self.left_out = None  # the (action, member) that they lack
        self.put_calls = []  # how many messages each call to a stream or a queue had
        self.record_limits = {}  # stream -> KiB of its largest record
        self.refusals = []  # which messages of a call to a stream or a queue are refused, and how often
        self.index_lag = 0  # how many queries of indexes see the tables as they were
        self.indexed = {}  # region -> the tables of DynamoDB then
        self.refused_batches = 0  # how many calls of BatchWriteItem write one item only
        self.cancelled = {}  # why and how often transactions of DynamoDB are cancelled

    def planned(self, action):
        for failure in self.failures:
            if failure["action"] == action and failure.get("after", 0) > 0:
                failure["after"] -= 1
            elif failure["action"] == action and failure.get("times", 1) > 0:
                failure["times"] = failure.get("times", 1) - 1
                planned = Failure(failure["code"], failure.get("message", failure["code"]), failure.get("status", 400))
                planned.is_done = failure.get("done", False)
                return planned
        return None

    def pass_through(self, what, name, state):
        """The thing will be seen in this state for as many polls as were asked for."""
        if self.polls:
            self.passing[what, name] = [state, self.polls]

    def seen(self, what, name, state):
        """The state to show of a thing that moto says is in this one."""
        entry = self.passing.get((what, name))
        if not entry:
            return self.final.get((what, name), state)
        entry[1] -= 1
        if entry[1] <= 0:
            del self.passing[what, name]
        return entry[0]


state = State()
rules = {}
replaced = {}
changed = {}
finished = {}
controls = {}
pages = {}


def page(path):
    """The function answers requests to the path, which no module of moto sees: (environ, body) -> (status, JSON, headers)."""

    def register(function):
        pages[path] = function
        return function

    return register


def ghost(call, what, name):
    """[the XML of a thing that is being deleted, how often it is still seen], or None; a reset forgets it."""
    return state.passing.get(("ghost", what, call.region, name))


def rule(action):
    """The function raises a Failure for what AWS refuses: (call). It is asked before any answer."""

    def register(function):
        rules.setdefault(action, []).append(function)
        return function

    return register


def shown(action):
    """The function changes the answer, whoever gave it: (call, body) -> body."""

    def register(function):
        finished.setdefault(action, []).append(function)
        return function

    return register


def before(action):
    """The function may refuse the call, or change its parameters, before moto sees it: (call, forward)."""

    def register(function):
        following = replaced.get(action)

        def replacement(call, forward):
            function(call, forward)
            if following:
                return following(call, forward)
            status, body, _ = forward(call.parameters)
            if status == 200 and action in changed:
                body = changed[action](call, body)
            return status, body

        replaced[action] = replacement
        return function

    return register


def control(name):
    """The function does what POST /control/NAME asks for: (parameters); it may return what is to be answered."""

    def register(function):
        controls[name] = function
        return function

    return register


def instead_of(action):
    """The function answers in moto's place: (call, forward) -> (status, body), and headers if there are any."""

    def register(function):
        replaced[action] = function
        return function

    return register


def after(action):
    """The function changes moto's answer: (call, body) -> body. One that was registered before it comes first."""

    def register(function):
        before = changed.get(action, lambda call, body: body)
        changed[action] = lambda call, body: function(call, before(call, body))
        return function

    return register


# --- RDS: states take time ------------------------------------------------------------------------------------------


def _passing(action, what, parameter, seen_as):
    @after(action)
    def change(call, body):
        name = call.parameters[parameter]
        state.pass_through(what, name, seen_as)
        return body


_passing("rds:CreateDBInstance", "instance", "DBInstanceIdentifier", "creating")
_passing("rds:CreateDBCluster", "cluster", "DBClusterIdentifier", "creating")


def _show_states(action, what, element, name_element, state_element):
    @after(action)
    def change(call, body):
        def show(match):
            text = match.group(0)
            name = re.search(f"<{name_element}>([^<]*)</{name_element}>", text)
            if not name:
                return text
            return re.sub(
                f"<{state_element}>([^<]*)</{state_element}>",
                lambda m: f"<{state_element}>{state.seen(what, name.group(1), m.group(1))}</{state_element}>",
                text,
                count=1,
            )

        return re.sub(f"<{element}>.*?</{element}>", show, body.decode(), flags=re.S).encode()


_show_states("rds:DescribeDBInstances", "instance", "DBInstance", "DBInstanceIdentifier", "DBInstanceStatus")
_show_states("rds:DescribeDBClusters", "cluster", "DBCluster", "DBClusterIdentifier", "Status")


# --- Cognito: what ListUsers refuses, and pools that are too large to be made user by user --------------------------


@instead_of("cognito-idp:ListUsers")
def list_users(call, forward):
    pool, limit = call.parameters["UserPoolId"], call.parameters.get("Limit", 60)
    if limit > 60:
        raise Failure(
            "InvalidParameterException",
            f"1 validation error detected: Value '{limit}' at 'limit' failed to satisfy constraint: "
            "Member must have value less than or equal to 60",
        )
    if not re.fullmatch(r"[\w-]+_[0-9a-zA-Z]+", pool):
        raise Failure(
            "InvalidParameterException",
            f"1 validation error detected: Value '{pool}' at 'userPoolId' failed to satisfy constraint: "
            r"Member must satisfy regular expression pattern: [\w-]+_[0-9a-zA-Z]+",
        )
    is_crowd = pool in state.crowds
    status, body, _ = forward({"UserPoolId": pool} if is_crowd else None)
    if status == 200 and is_crowd:
        body = json.dumps(crowd(state.crowds[pool], limit, int(call.parameters.get("PaginationToken", 0)))).encode()
    # AWS fails for the whole page as soon as one user lacks one of the attributes
    wanted = set(call.parameters.get("AttributesToGet", []))
    if status == 200 and wanted:
        for user in json.loads(body)["Users"]:
            if wanted - {attribute["Name"] for attribute in user["Attributes"]}:
                raise Failure("InvalidParameterException", "One or more requested attributes do not exist.")
    return status, body


def crowd(size, limit, first):
    last = min(first + limit, size)
    answer = {"Users": [member(number) for number in range(first, last)]}
    if last < size:
        answer["PaginationToken"] = str(last)
    return answer


def member(number):
    sub = f"00000000-0000-4000-8000-{number:012d}"
    attributes = {
        "sub": sub,
        "email": f"user{number}@example.com",
        "email_verified": "true",
        "name": f"User {number}",
        "preferred_username": f"user{number}",
    }
    return {
        "Username": sub,
        "Attributes": [{"Name": name, "Value": value} for name, value in attributes.items()],
        "UserCreateDate": 1732800000.0,
        "UserLastModifiedDate": 1732800000.0,
        "Enabled": True,
        "UserStatus": "CONFIRMED",
    }


# --- the server -----------------------------------------------------------------------------------------------------


def content_type_of(call):
    return "application/cbor" if call.is_cbor else "application/x-amz-json-1.1" if call.is_json else "text/xml"


def error_answer(call, failure):
    if call.is_cbor:
        return aws_emulator_doctor.cbor_error(failure)
    if call.is_json:
        body = json.dumps({"__type": failure.code, "message": failure.message}).encode()
        return failure.status, body, "application/x-amz-json-1.1"
    message = failure.message.replace("&", "&amp;").replace("<", "&lt;")
    if call.service == "ec2":
        body = (
            f"<Response><Errors><Error><Code>{failure.code}</Code><Message>{message}</Message></Error></Errors>"
            "<RequestID>0</RequestID></Response>"
        )
    else:
        body = (
            f"<ErrorResponse><Error><Type>Sender</Type><Code>{failure.code}</Code><Message>{message}</Message></Error>"
            "<RequestId>0</RequestId></ErrorResponse>"
        )
    return failure.status, body.encode(), "text/xml"


def code_of(call, body):
    """The code of moto's error."""
    if call.is_json:
        return json.loads(body)["__type"].rsplit("#")[-1]
    found = re.search(b"<Code>([^<]*)</Code>", body)
    return found.group(1).decode() if found else body[:200].decode()


class Emulator:
    def __init__(self, calls=None):
        self.moto = DomainDispatcherApplication(create_backend_app)
        self.calls = calls
        self.recording = True
        self.noted = set()

    def __call__(self, environ, start_response):
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        path = environ["PATH_INFO"]
        if path in pages:
            with state.lock:
                status, answer, headers = pages[path](environ, body)
            return self.answer(start_response, status, json.dumps(answer).encode(), "application/json", headers)
        if not path.startswith(("/control/", "/ip/")):
            self.wait(Call(environ, body).action)
        with state.lock:
            if path.startswith("/control/"):
                return self.answer(start_response, 200, self.control(path[9:], body), "application/json")
            if path.startswith("/ip/"):
                body = state.addresses[path[4:]].encode() + b"\n"
                return self.answer(start_response, state.address_statuses.get(path[4:], 200), body, "text/plain")
            call = Call(environ, body)
            answer = self.aws(call)
            return self.answer(start_response, *(aws_emulator_streams.as_cbor(call, *answer) if call.is_binary else answer))

    @staticmethod
    def wait(action):
        """Outside of the lock: the calls that end it need that."""
        if action == state.held:
            state.held = None
            state.waiting = True
            if not state.released.wait(60):
                raise TimeoutError(f"{action} was held and never released")
            state.waiting = False

    def control(self, what, body):
        parameters = json.loads(body or b"{}")
        if what == "reset":
            state.clear()
            self.internal("/moto-api/reset")
            self.internal("/moto-api/seed", "a=42")
        elif what == "record":
            self.recording = parameters["on"]
        elif what == "calls":
            return json.dumps(state.calls).encode()
        elif what == "fail":
            state.failures.append(parameters)
        elif what == "address":
            state.addresses.update(parameters)
        elif what == "address-status":
            state.address_statuses.update(parameters)
        elif what == "settle":
            state.polls = parameters["polls"]
        elif what == "hold":
            state.held = parameters["action"]
            state.released.clear()
        elif what == "waiting":
            return json.dumps(state.waiting).encode()
        elif what == "release":
            state.released.set()
        elif what in controls:
            return controls[what](parameters) or b"{}"
        elif what == "crowd":
            state.crowds[parameters["pool"]] = parameters["users"]
        else:
            raise ValueError(f"no control is called {what}")
        return b"{}"

    def aws(self, call):
        state.calls.append(call.action)
        self.note(call)
        if call.service == "s3":
            return self.s3(call)
        try:
            aws_emulator_shapes.check_request(call)
            status, body, *rest = self.checked(call)
            return status, body, *rest
        except aws_emulator_shapes.Refusal as refusal:
            return error_answer(call, Failure(refusal.code, refusal.message))
        except aws_emulator_shapes.Fault as fault:
            print(f"AWS emulator: {fault}", file=sys.stderr)
            return error_answer(call, Failure("EmulatorFault", str(fault)))

    def s3(self, call):
        """moto's answer: the models are not compared with a protocol of documents and headers."""
        if failure := state.planned(call.action):
            if failure.is_done:
                self.forward(call)
            error = f"<Error><Code>{failure.code}</Code><Message>{failure.message}</Message></Error>"
            return failure.status, error.encode(), "application/xml"
        return self.run(dict(call.environ, **{"wsgi.input": io.BytesIO(call.body)}), True)

    def checked(self, call):
        """The answer, which has to be one that AWS could give."""
        try:
            status, body, *rest = self.finished(call)
        except Failure as failure:
            aws_emulator_shapes.check_error(call, failure.code)
            return error_answer(call, failure)
        if status in (200, 202):
            aws_emulator_shapes.check_answer(call, body)
        else:
            aws_emulator_shapes.check_error(call, code_of(call, body))
        return status, body, *rest

    def finished(self, call):
        if code := state.denied.get(call.region):
            raise Failure(code, f"{call.action} is denied in {call.region}", 403)
        if failure := state.planned(call.action):
            raise failure
        for check in rules.get(call.action, []):
            check(call)
        status, body, *rest = self.answer_of(call)
        if status == 200:
            for function in finished.get(call.action, []):
                body = function(call, body)
            body = aws_emulator_omissions.changed(call, body)
        return status, body, *rest

    def answer_of(self, call):
        if function := replaced.get(call.action):
            status, body, *headers = function(call, lambda parameters=None: self.forward(call, parameters))
            return status, body, content_type_of(call), *headers
        status, body, content_type = self.forward(call, call.parameters if call.is_altered else None)
        if status == 200 and (function := changed.get(call.action)):
            body = function(call, body)
        return status, body, content_type

    def note(self, call):
        command = re.search(r" db-ops/([a-z-]+)$", call.environ.get("HTTP_USER_AGENT", ""))
        # a command that is interrupted may have sent a part of its request, without the action
        if not (self.calls and self.recording and command and call.operation):
            return
        own = aws_emulator_messages.parts(call) or [call.action]
        for action in [*own, *aws_emulator_iam.dependent_actions(call)]:
            if (command.group(1), action) not in self.noted:
                self.noted.add((command.group(1), action))
                print(command.group(1), action, file=self.calls, flush=True)

    def forward(self, call, parameters=None):
        """moto's answer to the call, or to the same call with other parameters."""
        body = call.body
        if parameters is not None:
            body = (json.dumps(parameters) if call.is_json else urlencode(parameters)).encode()
        environ = dict(call.environ)
        environ["wsgi.input"] = io.BytesIO(body)
        environ["CONTENT_LENGTH"] = str(len(body))
        if call.account != ACCOUNT:
            environ["HTTP_X_MOTO_ACCOUNT_ID"] = call.account
        return self.run(environ)

    def internal(self, path, query=""):
        self.run(
            {
                "REQUEST_METHOD": "POST",
                "PATH_INFO": path,
                "QUERY_STRING": query,
                "SERVER_NAME": "127.0.0.1",
                "SERVER_PORT": "80",
                "HTTP_HOST": "127.0.0.1",
                "wsgi.url_scheme": "http",
                "wsgi.input": io.BytesIO(),
                "wsgi.errors": sys.stderr,
                "CONTENT_LENGTH": "0",
            }
        )

    def run(self, environ, with_tags=False):
        """moto's answer, with what identifies the object if that is asked for."""
        caught = {}

        def start(status, headers, exc_info=None):
            caught["status"] = int(status.split(" ", 1)[0])
            named = dict((name.lower(), value) for name, value in headers)
            caught["type"] = named.get("content-type", "text/xml")
            caught["tags"] = [(name, named[name]) for name in ("etag", "last-modified") if name in named]

        body = b"".join(self.moto(environ, start))
        answer = caught["status"], body, caught["type"]
        return (*answer, caught["tags"]) if with_tags else answer

    @staticmethod
    def answer(start_response, status, body, content_type, headers=()):
        start_response(
            f"{status} -", [("Content-Type", content_type), ("Content-Length", str(len(body))), *headers]
        )
        return [body]


def main():
    import logging

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    calls = open(sys.argv[1], "a", encoding="utf-8") if len(sys.argv) > 1 else None
    server = make_server("127.0.0.1", 0, Emulator(calls), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.port, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    # so that the modules beside this one find what runs, and not a second copy of it
    sys.modules["aws_emulator"] = sys.modules["__main__"]
    import aws_emulator_doctor
    import aws_emulator_dynamodb  # noqa: F401
    import aws_emulator_ec2  # noqa: F401
    import aws_emulator_iam
    import aws_emulator_lambda  # noqa: F401
    import aws_emulator_lambda_logs  # noqa: F401
    import aws_emulator_logins  # noqa: F401
    import aws_emulator_logs  # noqa: F401
    import aws_emulator_omissions
    import aws_emulator_power  # noqa: F401
    import aws_emulator_parameters  # noqa: F401
    import aws_emulator_provisioning  # noqa: F401
    import aws_emulator_log_exports  # noqa: F401
    import aws_emulator_messages
    import aws_emulator_redshift  # noqa: F401
    import aws_emulator_secrets  # noqa: F401
    import aws_emulator_snapshots  # noqa: F401
    import aws_emulator_stacks  # noqa: F401
    import aws_emulator_streams
    import aws_emulator_roles  # noqa: F401
    import aws_emulator_upgrade  # noqa: F401
    import aws_emulator_rules  # noqa: F401
    import aws_emulator_shapes
    import aws_emulator_shared  # noqa: F401
    import aws_emulator_operations  # noqa: F401, I001
    # the last ones: they change what the others answer
    import aws_emulator_details  # noqa: F401, I001
    import aws_emulator_lag  # noqa: F401

    main()
