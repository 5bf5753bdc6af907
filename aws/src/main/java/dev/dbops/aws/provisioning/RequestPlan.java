package dev.dbops.aws.provisioning;

import dev.dbops.OpsException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.rds.model.RdsRequest;

/**
 * Requests to RDS in their order: a dry run shows them, the command makes them. When one is refused, the failure says
 * what those before it have done and how to undo that.
 */
public final class RequestPlan {
    private final List<Step<?>> steps = new ArrayList<>();

    /**
     * One request.
     *
     * @param done the change, such as {@code cluster "cruddur" was created}
     * @param remedy the command that undoes it or continues from it; empty when none is needed
     */
    private record Step<R extends RdsRequest>(
            String action, R request, Function<R, ?> call, String done, String remedy) {
        void make() {
            RdsCall.of(action, () -> call.apply(request));
        }

        Step<R> tagged(ResourceTags tags) {
            return new Step<>(action, tags.on(request), call, done, remedy);
        }
    }

    /** Adds a request that leaves a resource if a later one fails. */
    public <R extends RdsRequest> RequestPlan add(
            String action, R request, Function<R, ?> call, String done, String remedy) {
        steps.add(new Step<>(action, request, call, done, remedy));
        return this;
    }

    /** Adds tags to what these requests create. */
    public RequestPlan tagged(ResourceTags tags) {
        steps.replaceAll(step -> step.tagged(tags));
        return this;
    }

    /** The requests as a dry run shows them. */
    public List<RequestParameter> parameters() {
        var rows = new ArrayList<RequestParameter>();
        for (var step : steps) {
            addFields(step.action(), "", step.request(), rows);
        }
        return rows;
    }

    private static void addFields(String action, String prefix, SdkPojo structure, List<RequestParameter> rows) {
        for (var field : structure.sdkFields()) {
            addValue(action, prefix + field.memberName(), field.getValueOrDefault(structure), rows);
        }
    }

    private static void addValue(String action, String name, Object value, List<RequestParameter> rows) {
        if (value instanceof SdkPojo structure) {
            addFields(action, name + ".", structure, rows);
        } else if (value instanceof List<?> list) {
            addList(action, name, list, rows);
        } else if (value != null) {
            rows.add(new RequestParameter(action, name, value.toString()));
        }
    }

    private static void addList(String action, String name, List<?> list, List<RequestParameter> rows) {
        var plain = new ArrayList<String>();
        for (var element : list) {
            if (element instanceof SdkPojo structure) {
                addFields(action, name + ".", structure, rows);
            } else {
                plain.add(element.toString());
            }
        }
        if (!plain.isEmpty()) {
            rows.add(new RequestParameter(action, name, String.join(",", plain)));
        }
    }

    /**
     * Makes the requests.
     *
     * @throws OpsException when one fails; those after it are not made
     */
    public void run() {
        var made = new ArrayList<Step<?>>();
        for (var step : steps) {
            try {
                step.make();
            } catch (OpsException e) {
                throw made.isEmpty() ? e : Leftovers.named(e, done(made), remedies(made));
            }
            made.add(step);
        }
    }

    private static List<String> done(List<Step<?>> made) {
        return made.stream().map(Step::done).toList();
    }

    /** The resource that was created last is removed first. */
    private static List<String> remedies(List<Step<?>> made) {
        return made.reversed().stream()
                .map(Step::remedy)
                .filter(remedy -> !remedy.isEmpty())
                .toList();
    }
}
