package dev.dbops.cli.lambda;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.stack.DigestUpload;
import dev.dbops.aws.stack.StackChange;
import dev.dbops.aws.stack.StackDeployment;
import dev.dbops.aws.stack.StackEventLine;
import dev.dbops.aws.stack.StackState;
import dev.dbops.aws.stack.template.StackParameters;
import dev.dbops.aws.stack.template.StackTemplate;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.rds.WaitOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Deploys a stack: checks, uploads, shows the change set, asks, executes it and waits. */
final class DeploymentRun {
    private static final String BUCKET = "CodeBucket";
    private static final String KEY = "CodeKey";
    private static final String PREFIX = "db-ops/";

    private final Context context;
    private final AwsClients clients;
    private final String name;
    private final StackDeployment deployment;
    private final WaitOptions waiting;

    /** Looks at the stack, and throws an exception when it accepts no changes. */
    DeploymentRun(Context context, AwsClients clients, String name, WaitOptions waiting) {
        this.context = context;
        this.clients = clients;
        this.name = name;
        this.waiting = waiting;
        this.deployment = new StackDeployment(clients, name);
    }

    void run(DeploymentOptions options) {
        var template = options.template();
        var bucket = new DigestUpload(clients, bucket(options));
        var packages = template.parameter(KEY).isPresent()
                ? Optional.of(new FunctionFiles(context).functions())
                : Optional.<byte[]>empty();
        var key = packages.map(content -> DigestUpload.key(PREFIX, content, ".zip"));
        var values = new StackParameters(template, given(options, template, bucket.bucket(), key), previous());
        values.check();
        if (!context.dryRun() || !deployment.hasRemains()) {
            packages.filter(_ -> !context.dryRun()).ifPresent(content -> upload(bucket, key.orElseThrow(), content));
            deploy(template, values, bucket);
        } else {
            context.notes()
                    .note("would delete the remains of stack \"%s\", whose creation failed, and create it"
                            .formatted(name));
        }
    }

    private String bucket(DeploymentOptions options) {
        return options.bucket()
                .or(() -> Optional.ofNullable(previous().get(BUCKET)))
                .orElseThrow(() -> new OpsException(
                        Kind.USAGE,
                        "no bucket is named",
                        "pass --bucket NAME, a bucket in %s; to create one: aws s3 mb s3://NAME"
                                .formatted(clients.region())));
    }

    private Map<String, String> previous() {
        return deployment.isCreation()
                ? Map.of()
                : deployment.existing().orElseThrow().parameters();
    }

    private static Map<String, String> given(
            DeploymentOptions options, StackTemplate template, String bucket, Optional<String> key) {
        Map<String, String> given = new LinkedHashMap<>(options.parameters());
        key.ifPresent(value -> given.put(KEY, value));
        if (template.parameter(BUCKET).isPresent()) {
            given.put(BUCKET, bucket);
        }
        return given;
    }

    private void upload(DigestUpload bucket, String key, byte[] content) {
        var uploaded = bucket.put(key, content);
        context.notes()
                .note("%s s3://%s/%s (%.1f MB)"
                        .formatted(
                                uploaded ? "uploaded" : "already there:", bucket.bucket(), key, content.length / 1e6));
    }

    private void deploy(StackTemplate template, StackParameters values, DigestUpload bucket) {
        if (deployment.hasRemains()) {
            context.confirmation()
                    .requireYes(
                            "delete the remains of stack \"%s\", whose creation failed, and create it".formatted(name),
                            "stack",
                            name);
            deployment.deleteRemains(waiting.patience());
        }
        // an interrupt does not leave a change set
        context.needTimeToEnd();
        List<StackChange> changes;
        try {
            changes = deployment.plan(template, values, bucket, waiting.patience());
            show(changes);
            if (context.dryRun() || changes.isEmpty()) {
                discard(changes);
                return;
            }
            confirm(changes);
        } catch (RuntimeException e) {
            discardAfter(e);
            throw e;
        }
        finish(changes, deployment.execute(waiting.patience(), this::note));
    }

    private void show(List<StackChange> changes) {
        if (context.output().isForPeople()) {
            context.output().print(changes, "stack \"%s\" is as the template says: no changes".formatted(name));
        }
        changes.stream()
                .filter(StackChange::losesData)
                .forEach(change -> context.notes()
                        .reason("%s (%s): %s".formatted(change.resource(), change.type(), change.consequence())));
    }

    private void discard(List<StackChange> changes) {
        deployment.discard();
        if (context.dryRun()) {
            context.notes().remark("the change set was made, and is removed again; the template stays in the bucket");
        }
        if (!context.output().isForPeople()) {
            context.output().print(result(changes, deployment.existing()), "");
        }
    }

    /** The first failure is the one to report. */
    private void discardAfter(RuntimeException failure) {
        // the SDK sends nothing from a thread that is marked as interrupted
        var wasInterrupted = Thread.interrupted();
        try {
            deployment.discard();
        } catch (OpsException e) {
            failure.addSuppressed(e);
            context.notes().warning("the change set stays: " + e.getMessage());
        } finally {
            if (wasInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void confirm(List<StackChange> changes) {
        var deed = "%s stack \"%s\" in %s: %d resource%s"
                .formatted(
                        deployment.isCreation() ? "create" : "update",
                        name,
                        clients.region(),
                        changes.size(),
                        changes.size() == 1 ? "" : "s");
        if (changes.stream().anyMatch(StackChange::losesData)) {
            context.confirmation().requireNamed(deed + ", some with their data", "stack", name);
        } else {
            context.confirmation().requireYes(deed, "stack", name);
        }
    }

    private void note(StackEventLine event) {
        context.notes().note(event.line());
    }

    private void finish(List<StackChange> changes, StackState after) {
        var result = result(changes, Optional.of(after));
        if (context.output().isForPeople()) {
            // as lines, because a table would cut their values
            after.outputs()
                    .forEach(output -> context.output().write("%s: %s\n".formatted(output.output(), output.value())));
            context.notes().note("stack \"%s\" is %s".formatted(name, after.status()));
        } else {
            context.output().print(result, "");
        }
    }

    private DeploymentResult result(List<StackChange> changes, Optional<StackState> stack) {
        return new DeploymentResult(
                name,
                stack.filter(found -> !found.isEmpty()).map(StackState::status).orElse(""),
                changes,
                stack.map(StackState::outputs).orElse(List.of()));
    }
}
