package dev.dbops.doctor.connection;

import dev.dbops.Resource;
import dev.dbops.doctor.Check;
import dev.dbops.doctor.Finding;
import dev.dbops.doctor.Remedy;
import dev.dbops.postgres.CatalogQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks the role's privileges in the connected database. */
final class PrivilegeCheck {
    private PrivilegeCheck() {}

    /**
     * The role's privileges.
     *
     * @param role the effective role
     * @param isSuperuser whether it may do everything
     * @param isRdsSuperuser whether it is a member of rds_superuser
     * @param schema where its tables would be created; empty if there is no schema that it may use
     * @param unusable the existing schemas of the search path that it may not use; empty if there are none
     * @param createInSchema whether it may create tables there
     * @param createSchema whether it may create schemas
     * @param temporary whether it may create temporary tables
     */
    record Privileges(
            String role,
            boolean isSuperuser,
            boolean isRdsSuperuser,
            Optional<String> schema,
            String unusable,
            boolean createInSchema,
            boolean createSchema,
            boolean temporary) {}

    static Check<Privileges> check() {
        var sql = Resource.text(PrivilegeCheck.class, "privileges.sql");
        return Check.of(
                ConnectionSteps.PRIVILEGES,
                new CatalogQuery<>(sql, PrivilegeCheck::read),
                rows -> judge(rows.getFirst()));
    }

    private static Privileges read(ResultSet row) throws SQLException {
        return new Privileges(
                row.getString("role"),
                row.getBoolean("is_superuser"),
                row.getBoolean("is_rds_superuser"),
                Optional.ofNullable(row.getString("schema")),
                row.getString("unusable"),
                row.getBoolean("create_in_schema"),
                row.getBoolean("create_schema"),
                row.getBoolean("temporary"));
    }

    private static Finding judge(Privileges found) {
        if (found.isSuperuser()) {
            return ConnectionSteps.PRIVILEGES.ok("%s is a superuser".formatted(found.role()));
        }
        return found.schema().isPresent() ? judgeIn(found.schema().get(), found) : withoutSchema(found);
    }

    private static Finding withoutSchema(Privileges found) {
        return found.unusable().isEmpty()
                ? ConnectionSteps.PRIVILEGES.warning(
                        "no schema of the search_path exists: tables are found by their full names only",
                        "create one, or set another search_path for role %s".formatted(found.role()))
                : ConnectionSteps.PRIVILEGES.warning(
                        "%s may not use schema %s: its tables are not found".formatted(found.role(), found.unusable()),
                        Remedy.of(
                                "let its owner run: `GRANT USAGE ON SCHEMA %s TO %s`", found.unusable(), found.role()));
    }

    private static Finding judgeIn(String schema, Privileges found) {
        var may = new ArrayList<String>();
        var mayNot = new ArrayList<String>();
        (found.createInSchema() ? may : mayNot).add("create tables in schema " + schema);
        (found.createSchema() ? may : mayNot).add("create schemas");
        (found.temporary() ? may : mayNot).add("create temporary tables");
        return ConnectionSteps.PRIVILEGES.ok(found.role()
                + (found.isRdsSuperuser() ? " is a member of rds_superuser," : " is not a superuser,")
                + clause(" may ", may)
                + (may.isEmpty() || mayNot.isEmpty() ? "" : ",")
                + clause(" may not ", mayNot));
    }

    private static String clause(String verb, List<String> deeds) {
        return deeds.isEmpty() ? "" : verb + String.join(", ", deeds);
    }
}
