package dev.dbops.aws.dynamo;

import java.util.ArrayList;
import java.util.List;

/** The names of the tables in a region. */
public final class TableListing {
    private static final String ACTION = "dynamodb:ListTables";

    private final Dynamo dynamo;

    public TableListing(Dynamo dynamo) {
        this.dynamo = dynamo;
    }

    /**
     * A table as a row of the output.
     *
     * @param name its name
     */
    public record Row(String name) {}

    /** The names of all tables, in DynamoDB's order. One answer has 100 at most. */
    public List<Row> all() {
        List<Row> rows = new ArrayList<>();
        String last = null;
        do {
            var from = last;
            var page = dynamo.call(ACTION, () -> dynamo.client().listTables(r -> r.exclusiveStartTableName(from)));
            page.tableNames().forEach(name -> rows.add(new Row(name)));
            last = page.lastEvaluatedTableName();
        } while (last != null);
        return rows;
    }
}
