package dev.dbops.sqlstate;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The extensions that provide commonly missing types and functions. */
final class Extensions {
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("citext", "citext"),
            Map.entry("cube", "cube"),
            Map.entry("geography", "postgis"),
            Map.entry("geometry", "postgis"),
            Map.entry("halfvec", "vector"),
            Map.entry("hstore", "hstore"),
            Map.entry("ltree", "ltree"),
            Map.entry("raster", "postgis_raster"),
            Map.entry("sparsevec", "vector"),
            Map.entry("vector", "vector"),
            Map.entry("gin_trgm_ops", "pg_trgm"),
            Map.entry("gist_trgm_ops", "pg_trgm"));

    private static final Map<String, String> FUNCTIONS = Map.ofEntries(
            Map.entry("armor", "pgcrypto"),
            Map.entry("crosstab", "tablefunc"),
            Map.entry("crypt", "pgcrypto"),
            Map.entry("daitch_mokotoff", "fuzzystrmatch"),
            Map.entry("dblink", "dblink"),
            Map.entry("decrypt", "pgcrypto"),
            Map.entry("digest", "pgcrypto"),
            Map.entry("dmetaphone", "fuzzystrmatch"),
            Map.entry("encrypt", "pgcrypto"),
            Map.entry("gen_random_bytes", "pgcrypto"),
            // before PostgreSQL 13; since then it needs no extension
            Map.entry("gen_random_uuid", "pgcrypto"),
            Map.entry("gen_salt", "pgcrypto"),
            Map.entry("hmac", "pgcrypto"),
            Map.entry("hstore", "hstore"),
            Map.entry("levenshtein", "fuzzystrmatch"),
            Map.entry("metaphone", "fuzzystrmatch"),
            Map.entry("pgp_sym_decrypt", "pgcrypto"),
            Map.entry("pgp_sym_encrypt", "pgcrypto"),
            Map.entry("similarity", "pg_trgm"),
            Map.entry("soundex", "fuzzystrmatch"),
            Map.entry("st_distance", "postgis"),
            Map.entry("st_geomfromtext", "postgis"),
            Map.entry("st_makepoint", "postgis"),
            Map.entry("st_setsrid", "postgis"),
            Map.entry("st_within", "postgis"),
            Map.entry("unaccent", "unaccent"),
            Map.entry("uuid_generate_v1", "uuid-ossp"),
            Map.entry("uuid_generate_v4", "uuid-ossp"),
            Map.entry("uuid_generate_v5", "uuid-ossp"),
            Map.entry("word_similarity", "pg_trgm"));

    private Extensions() {}

    static Map<String, String> types() {
        return TYPES;
    }

    static Map<String, String> functions() {
        return FUNCTIONS;
    }

    /** The extension that provides the type or operator class of that name, in any schema. */
    static Optional<String> ofType(String name) {
        return Optional.ofNullable(TYPES.get(plain(name)));
    }

    /** The extension that provides the function of that name. */
    static Optional<String> ofFunction(String name) {
        return Optional.ofNullable(FUNCTIONS.get(plain(name)));
    }

    private static String plain(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
