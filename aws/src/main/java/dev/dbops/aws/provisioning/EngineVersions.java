package dev.dbops.aws.provisioning;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.rds.model.DescribeDbEngineVersionsRequest;

/** The versions of an engine that a region offers. */
final class EngineVersions {
    private final AwsClients clients;
    private final Engine engine;

    EngineVersions(AwsClients clients, Engine engine) {
        this.clients = clients;
        this.engine = engine;
    }

    /**
     * The requested version.
     *
     * @param wanted a major version (17), a version (17.6), or empty for RDS's default version
     * @throws OpsException of kind USAGE when the region does not offer it
     */
    EngineVersion choose(Optional<String> wanted) {
        if (wanted.isEmpty()) {
            return find(request -> request.defaultOnly(true)).getFirst();
        }
        var number = checked(wanted.get());
        var found = find(
                number.indexOf('.') < 0
                        ? request -> request.engineVersion(number).defaultOnly(true)
                        : request -> request.engineVersion(number));
        return found.stream().findFirst().orElseThrow(() -> notOffered(number));
    }

    private List<EngineVersion> find(Consumer<DescribeDbEngineVersionsRequest.Builder> which) {
        return AwsCall.of(
                "rds:DescribeDBEngineVersions",
                () -> clients
                        .rds()
                        .describeDBEngineVersionsPaginator(request -> which.accept(request.engine(engine.id())))
                        .dbEngineVersions()
                        .stream()
                        .map(version -> new EngineVersion(version.engineVersion(), version.dbParameterGroupFamily()))
                        .toList());
    }

    private static String checked(String number) {
        var dots = 0;
        var legal = !number.isEmpty() && !number.startsWith(".") && !number.endsWith(".");
        for (var i = 0; i < number.length(); i++) {
            var character = number.charAt(i);
            dots += character == '.' ? 1 : 0;
            legal &= character == '.' || character >= '0' && character <= '9';
        }
        if (!legal || dots > 1) {
            throw new OpsException(
                    Kind.USAGE,
                    "\"%s\" is not a version of PostgreSQL (from --engine-version)".formatted(number),
                    "pass a major version such as 17, or a version such as 17.6");
        }
        return number;
    }

    private OpsException notOffered(String number) {
        var all = find(_ -> {});
        var major = number.contains(".") ? number.substring(0, number.indexOf('.')) : number;
        var near = new ArrayList<String>();
        for (var version : all) {
            if (version.number().startsWith(major + ".")) {
                near.add(version.number());
            }
        }
        return new OpsException(
                Kind.USAGE,
                "%s offers no %s %s".formatted(clients.region(), engine.title(), number),
                near.isEmpty()
                        ? "it offers the major versions " + majors(all)
                        : "it offers " + String.join(", ", near));
    }

    private static String majors(List<EngineVersion> versions) {
        return String.join(
                ", ",
                versions.stream()
                        .map(EngineVersion::major)
                        .distinct()
                        .sorted()
                        .map(String::valueOf)
                        .toList());
    }
}
