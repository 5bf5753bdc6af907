package dev.dbops.cli.rds.upgrade;

import dev.dbops.aws.provisioning.RequestPlan;
import dev.dbops.aws.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** The steps of an upgrade, for people. */
final class UpgradeSteps {
    private final UpgradeOptions options;
    private final Snapshot snapshot;
    private final RequestPlan plan;

    UpgradeSteps(UpgradeOptions options, Snapshot snapshot, RequestPlan plan) {
        this.options = options;
        this.snapshot = snapshot;
        this.plan = plan;
    }

    List<String> steps() {
        var steps = new ArrayList<String>();
        if (options.snapshot()) {
            steps.add("take %s, and wait for it".formatted(snapshot.description()));
        }
        var requests = new LinkedHashMap<String, List<String>>();
        for (var parameter : plan.parameters()) {
            requests.computeIfAbsent(parameter.action(), _ -> new ArrayList<>())
                    .add(parameter.parameter() + "=" + parameter.value());
        }
        requests.forEach((action, values) -> steps.add(action + " " + String.join(" ", values)));
        steps.add(options.blueGreen() ? "wait until the copy is current" : "wait until it has the version");
        if (options.analyze()) {
            steps.add("ANALYZE the database");
        }
        return steps;
    }

    /** The steps as numbered lines. */
    static String numbered(List<String> steps) {
        var lines = new ArrayList<String>();
        for (var i = 0; i < steps.size(); i++) {
            lines.add("%d. %s".formatted(i + 1, steps.get(i)));
        }
        return String.join("\n", lines);
    }
}
