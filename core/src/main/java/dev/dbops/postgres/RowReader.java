package dev.dbops.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;

/** Converts the current row of a result set to a value. */
@FunctionalInterface
public interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
}
