package dev.dbops.cli.compare;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.NumberRange;
import dev.dbops.compare.CompareOptions;
import dev.dbops.events.NameMap;
import dev.dbops.postgres.TableName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The options of {@code compare}. */
final class CompareCommandOptions {
    private static final int DEFAULT_LIMIT = 100;
    private static final int DEFAULT_JOBS = 2;

    private final List<TableName> tables = new ArrayList<>();
    private final NameMap names = new NameMap();
    private String where = "";
    private int limit = DEFAULT_LIMIT;
    private int jobs = DEFAULT_JOBS;
    private boolean strong;
    private Duration waitLimit = Duration.ZERO;
    private String consumer = "";

    void describe(CommandSpecBuilder model) {
        model.repeated(
                        "--table",
                        "TABLE",
                        "Table name. May be repeated. Default: all tables of both databases.",
                        value -> tables.add(TableName.parse(
                                value,
                                "write table or schema.table, and quote names with characters other than letters,"
                                        + " digits and _: --table '\"My Table\"'")))
                .repeated(
                        "--map",
                        "FROM=TO",
                        "Name in the target: schema=other or schema.table=other.table. May be repeated.",
                        names::add)
                .option(
                        "--where",
                        "SQL",
                        "Only rows that meet this condition, on both sides. Functions outside pg_catalog need their"
                                + " schema.",
                        value -> where = value)
                .number(
                        "--limit",
                        "ROWS",
                        "Differing rows to list for each table. Default: " + DEFAULT_LIMIT + ".",
                        new NumberRange(0, 1_000_000, "all differing rows are counted, whatever the limit is"),
                        value -> limit = value)
                .number(
                        "--jobs",
                        "N",
                        "Tables to compare at the same time. Default: " + DEFAULT_JOBS + ".",
                        new NumberRange(1, 32, "each uses a connection to both databases"),
                        value -> jobs = value)
                .flag("--strong", "Compare rows by SHA-256. It takes several times as long.", value -> strong = value)
                .duration(
                        "--wait",
                        "Compare rows that differ again for this time, while the source is being changed.",
                        "0s",
                        "1d",
                        value -> waitLimit = value)
                .option(
                        "--consumer",
                        "NAME",
                        "With --wait: consumer that delivers the events of the source to the target. Default: the only"
                                + " one that the target knows.",
                        value -> consumer = value);
    }

    CompareOptions options() {
        if (!consumer.isEmpty() && waitLimit.isZero()) {
            throw new OpsException(
                    Kind.USAGE,
                    "--consumer applies only with --wait",
                    "pass the longest time that the consumer may need, as in --wait 60s");
        }
        return new CompareOptions(tables, names, where, limit, jobs, strong, waitLimit, consumer);
    }
}
