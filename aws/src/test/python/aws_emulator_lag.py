"""What is seen of a change at first: the state from before it.

  POST /control/lag             {"polls": 2}: after each change of an instance or a cluster, the description from before
                                it is seen so often more; a failover's new zone too, after the reboot is over
"""

import re

from aws_emulator import control, shown, state

CHANGES = {
    "instance": ("DBInstance", ["Modify", "Stop", "Start", "Reboot", "Delete"]),
    "cluster": ("DBCluster", ["Modify", "Stop", "Start", "Failover", "Delete"]),
}


@control("lag")
def lag(parameters):
    state.lag = parameters["polls"]


def _late(kind, changes):
    @shown(f"rds:Describe{kind}s")
    def show(call, body):
        def one(match):
            text = match.group(0)
            name = re.search(f"<{kind}Identifier>([^<]*)<", text)
            key = kind, call.region, name.group(1) if name else ""
            stale = state.stale.get(key)
            if not stale:
                state.last[key] = text
                return text
            stale[1] -= 1
            if stale[1] <= 0:
                del state.stale[key]
            return stale[0]

        return re.sub(f"<{kind}>.*?</{kind}>", one, body.decode(), flags=re.S).encode()

    def change(action):
        @shown(f"rds:{action}")
        def keep(call, body):
            key = kind, call.region, call.parameters[f"{kind}Identifier"].lower()
            if state.lag and key in state.last:
                state.stale[key] = [state.last[key], state.lag]
            return body

    for verb in changes:
        change(f"{verb}{kind}")


for _kind, _changes in CHANGES.values():
    _late(_kind, _changes)
