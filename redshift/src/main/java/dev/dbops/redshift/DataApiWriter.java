package dev.dbops.redshift;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import dev.dbops.redshift.sql.InsertLoad;
import dev.dbops.redshift.sql.RowLoad;
import dev.dbops.redshift.sql.WarehouseStatement;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.endpoint.RedshiftEndpoint;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.redshiftdata.model.DescribeStatementResponse;
import software.amazon.awssdk.services.redshiftdata.model.Field;
import software.amazon.awssdk.services.redshiftdata.model.SqlParameter;
import software.amazon.awssdk.services.redshiftdata.model.StatusString;

/**
 * Writes to a warehouse by the Redshift Data API, which needs no network path to it. See "Using the Amazon Redshift Data
 * API" in the Redshift management guide. Used by one thread.
 */
public final class DataApiWriter implements WarehouseWriter {
    /** BatchExecuteStatement (Redshift Data API reference). */
    private static final int MOST_STATEMENTS = 40;

    /** "Considerations when calling the Amazon Redshift Data API": 100 KB a statement. */
    private static final int MOST_BYTES = 100_000;

    /** The text of an INSERT besides its rows: the names of as many columns as Redshift has in a table. */
    private static final int TEXT_AROUND_ROWS = 20_000;

    private static final long FIRST_PAUSE = 20;
    private static final long LONGEST_PAUSE = 500;

    private static final Duration LONGEST_QUERY = Duration.ofMinutes(1);

    /** The beginning of an error, before the message of the warehouse. */
    private static final Pattern ERROR = Pattern.compile("^(Query #[0-9]+ failed with )?ERROR:\\s*");

    private static final Set<StatusString> ENDED =
            EnumSet.of(StatusString.FINISHED, StatusString.FAILED, StatusString.ABORTED);

    private static final InsertLoad LOAD = new InsertLoad(MOST_BYTES - TEXT_AROUND_ROWS, Integer.MAX_VALUE);

    private final ConnectionTarget target;
    private final AwsClients clients;
    private final Optional<String> workgroup;
    private final Optional<String> cluster;
    private final Optional<String> secret;

    /**
     * @param target names the cluster or the workgroup by its host
     * @param clients of the region of the warehouse; closed by the caller
     * @throws OpsException of kind USAGE when the host is not one of Redshift
     */
    public DataApiWriter(ConnectionTarget target, AwsClients clients) {
        var endpoint = endpoint(target);
        this.target = target;
        this.clients = clients;
        this.workgroup = endpoint.isServerless() ? Optional.of(endpoint.name()) : Optional.empty();
        this.cluster = endpoint.isServerless() ? Optional.empty() : Optional.of(endpoint.name());
        this.secret = Optional.ofNullable(target.parameters().get(ConnectionTarget.SECRET));
    }

    /**
     * Returns the endpoint of the cluster or workgroup.
     *
     * @throws OpsException of kind USAGE when the host is not one of Redshift
     */
    public static RedshiftEndpoint endpoint(ConnectionTarget target) {
        var host = target.hosts().getFirst().host();
        return RedshiftEndpoint.parse(host)
                .orElseThrow(() -> new OpsException(
                        Kind.USAGE,
                        "data_api needs an endpoint of Amazon Redshift, and %s is not one (from %s)"
                                .formatted(host, target.origin().description()),
                        "set the host to the endpoint of the cluster or workgroup"));
    }

    @Override
    public RowLoad load() {
        return LOAD;
    }

    @Override
    public boolean fits(List<WarehouseStatement> statements) {
        return statements.size() <= MOST_STATEMENTS
                && statements.stream().allMatch(statement -> bytes(statement) <= MOST_BYTES);
    }

    /** The documentation does not say whether the values of parameters count: they do here. */
    private static int bytes(WarehouseStatement statement) {
        var text = statement.sql().getBytes(StandardCharsets.UTF_8).length;
        for (var parameter : statement.parameters()) {
            text += InsertLoad.LONGEST_PLACE + parameter.getBytes(StandardCharsets.UTF_8).length;
        }
        return text;
    }

    @Override
    public String description() {
        return target.description() + " by the Data API";
    }

    @Override
    public List<List<String>> query(String sql, List<String> parameters) {
        var named = NamedParameters.of(List.of(new WarehouseStatement(sql, parameters)));
        try {
            return new ConflictRetry().run(LONGEST_QUERY, left -> query(named, left));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OpsException(Kind.INTERRUPTED, "interrupted while the warehouse was read", null, e);
        }
    }

    private List<List<String>> query(NamedParameters named, Duration limit) throws InterruptedException {
        var started = AwsCall.of(
                "redshift-data:ExecuteStatement",
                () -> clients.redshiftData().executeStatement(request -> {
                    request.sql(named.sqls().getFirst()).database(target.database());
                    workgroup.ifPresent(request::workgroupName);
                    cluster.ifPresent(request::clusterIdentifier);
                    secret.ifPresentOrElse(request::secretArn, () -> user().ifPresent(request::dbUser));
                    if (!named.parameters().isEmpty()) {
                        request.parameters(parameters(named));
                    }
                }));
        finished(started.id(), limit);
        return result(started.id());
    }

    private List<List<String>> result(String id) {
        var rows = new ArrayList<List<String>>();
        AwsCall.of("redshift-data:GetStatementResult", () -> {
            for (var page : clients.redshiftData().getStatementResultPaginator(request -> request.id(id))) {
                for (var row : page.records()) {
                    rows.add(row.stream().map(DataApiWriter::text).toList());
                }
            }
            return rows;
        });
        return rows;
    }

    private static String text(Field field) {
        return switch (field.type()) {
            case IS_NULL -> null;
            case STRING_VALUE -> field.stringValue();
            case LONG_VALUE -> Long.toString(field.longValue());
            case BOOLEAN_VALUE -> Boolean.toString(field.booleanValue());
            case DOUBLE_VALUE -> Double.toString(field.doubleValue());
            default -> throw new IllegalStateException("the Data API has returned a field of type " + field.type());
        };
    }

    @Override
    public List<List<String>> run(List<WarehouseStatement> statements, Duration limit) throws InterruptedException {
        return new ConflictRetry().run(limit, left -> transaction(statements, left));
    }

    /**
     * The SDK makes a token for each call, which its own repetitions of the request share: a request whose answer was lost
     * is not run twice. A further attempt is a call of its own, since the token of a failed statement is used up.
     */
    private List<List<String>> transaction(List<WarehouseStatement> statements, Duration limit)
            throws InterruptedException {
        var named = NamedParameters.of(statements);
        var started = AwsCall.of(
                "redshift-data:BatchExecuteStatement",
                () -> clients.redshiftData().batchExecuteStatement(request -> {
                    request.sqls(named.sqls()).database(target.database());
                    workgroup.ifPresent(request::workgroupName);
                    cluster.ifPresent(request::clusterIdentifier);
                    secret.ifPresentOrElse(request::secretArn, () -> user().ifPresent(request::dbUser));
                    if (!named.parameters().isEmpty()) {
                        request.parameters(parameters(named));
                    }
                }));
        var rows = new ArrayList<List<String>>();
        for (var statement : finished(started.id(), limit).subStatements()) {
            if (Boolean.TRUE.equals(statement.hasResultSet()) && statement.resultRows() != 0) {
                rows.addAll(result(statement.id()));
            }
        }
        return rows;
    }

    /** The role of a cluster; without one, it is that of the IAM identity, as it is in a workgroup. */
    private Optional<String> user() {
        return cluster.flatMap(_ -> Optional.of(target.user()).filter(name -> !name.isEmpty()));
    }

    private static List<SqlParameter> parameters(NamedParameters named) {
        var parameters = new ArrayList<SqlParameter>();
        named.parameters()
                .forEach((name, value) -> parameters.add(
                        SqlParameter.builder().name(name).value(value).build()));
        return parameters;
    }

    private DescribeStatementResponse finished(String id, Duration limit) throws InterruptedException {
        var statement = await(id, limit);
        if (statement.status() != StatusString.FINISHED) {
            throw failed(statement);
        }
        return statement;
    }

    /** Returns the ended statement: the Data API is asynchronous. */
    private DescribeStatementResponse await(String id, Duration limit) throws InterruptedException {
        var end = Instant.now().plus(limit);
        for (var pause = FIRST_PAUSE; ; pause = Math.min(LONGEST_PAUSE, pause * 2)) {
            var statement = AwsCall.of(
                    "redshift-data:DescribeStatement",
                    () -> clients.redshiftData().describeStatement(request -> request.id(id)));
            if (ENDED.contains(statement.status())) {
                return statement;
            }
            if (Instant.now().isAfter(end)) {
                throw WarehouseErrors.timeout(null);
            }
            Thread.sleep(pause);
        }
    }

    private static OpsException failed(DescribeStatementResponse statement) {
        var error = Optional.ofNullable(statement.error()).orElse("the Data API gives no reason");
        return WarehouseErrors.rejected(ERROR.matcher(error).replaceFirst(""), "", "", null);
    }
}
