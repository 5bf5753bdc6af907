package dev.dbops.aws.dataapi;

import java.nio.charset.StandardCharsets;
import java.util.List;
import software.amazon.awssdk.services.rdsdata.model.SqlParameter;

/** The limits of the Data API that are known before a request is sent ("Limitations", and the API reference). */
final class DataApiLimits {
    /** The type SqlStatement in the model of the API, rds-data-2018-08-01. */
    static final int LONGEST_SQL = 65_536;

    /** "The maximum size of the HTTP request submitted through the Data API is 4 MiB", with headers and JSON notation. */
    private static final int LARGEST_REQUEST = 4 * 1024 * 1024;

    /** The headers, the names and the ARNs. */
    private static final int AROUND = 16 * 1024;

    private DataApiLimits() {}

    /** Refuses a request that the Data API would refuse. */
    static void require(String sql, List<SqlParameter> parameters) throws ServerRefusal {
        if (sql.length() > LONGEST_SQL) {
            throw new ServerRefusal(
                    ServerRefusal.LIMIT,
                    "the statement has %d characters with what db-ops adds, and the Data API accepts %d"
                            .formatted(sql.length(), LONGEST_SQL),
                    "split it, or use a connection: leave out --data-api");
        }
        var bytes = AROUND + size(sql);
        for (var parameter : parameters) {
            var value = parameter.value().stringValue();
            bytes += 64 + (value == null ? 0 : size(value));
        }
        if (bytes > LARGEST_REQUEST) {
            throw new ServerRefusal(
                    ServerRefusal.LIMIT,
                    "the request has %d bytes, and the Data API accepts 4 MiB".formatted(bytes),
                    "send less at once, or use a connection: leave out --data-api");
        }
    }

    /** The bytes of a JSON string. */
    private static long size(String text) {
        var escapes = text.chars()
                .mapToLong(letter -> letter < ' ' ? 5 : letter == '"' || letter == '\\' ? 1 : 0)
                .sum();
        return text.getBytes(StandardCharsets.UTF_8).length + escapes;
    }
}
