package dev.dbops.postgres;

/** SQL that returns type names for use in statements with any search path. */
public final class TypeSql {
    private TypeSql() {}

    /**
     * The name of a type with its schema and its length or precision, for any search path of the query.
     *
     * <p>{@code format_type} omits the schema of visible types. The schema pg_catalog is added to names that are not
     * words of the grammar; {@code quote_ident} puts quotes around those that are.
     *
     * @param oid SQL for the type's oid
     * @param modifier SQL for its modifier
     */
    public static String name(String oid, String modifier) {
        return """
            (SELECT CASE WHEN made_of.typnamespace = 'pg_catalog'::regnamespace
                          AND format_type(made_of.oid, NULL) = quote_ident(made_of.typname)
                         THEN 'pg_catalog.'
                         WHEN made_of.typnamespace <> 'pg_catalog'::regnamespace AND pg_type_is_visible(made_of.oid)
                         THEN quote_ident(type_schema.nspname) || '.'
                         ELSE '' END || format_type(named.oid, %2$s)
               FROM pg_type named
               JOIN pg_type made_of
                 ON made_of.oid = CASE WHEN named.typcategory = 'A' AND named.typelem <> 0
                                       THEN named.typelem ELSE named.oid END
               JOIN pg_namespace type_schema ON type_schema.oid = made_of.typnamespace
              WHERE named.oid = %1$s)\
            """.formatted(oid, modifier);
    }

    /**
     * The operator that compares values of a type for equality: that of its default operator class. A lookup by name
     * would miss it when an extension has its own operator, such as citext. Types without a default operator class use
     * that of a type that they can be read as.
     *
     * @param oid SQL for the oid of the type, below its domains
     */
    public static String equality(String oid) {
        return """
            coalesce((SELECT format('OPERATOR(%%I.%%s)', operator_schema.nspname, equal.oprname)
                        FROM pg_opclass class
                        JOIN pg_am method ON method.oid = class.opcmethod AND method.amname = 'btree'
                        JOIN pg_amop member
                          ON member.amopfamily = class.opcfamily
                         AND member.amoplefttype = class.opcintype
                         AND member.amoprighttype = class.opcintype
                         AND member.amopstrategy = 3
                        JOIN pg_operator equal ON equal.oid = member.amopopr
                        JOIN pg_namespace operator_schema ON operator_schema.oid = equal.oprnamespace
                       WHERE class.opcintype = %s AND class.opcdefault), 'OPERATOR(pg_catalog.=)')\
            """.formatted(oid);
    }
}
