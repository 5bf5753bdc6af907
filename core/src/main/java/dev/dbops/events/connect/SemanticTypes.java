package dev.dbops.events.connect;

import dev.dbops.text.Utf8Buffer;
import java.util.Optional;

/** The types that Debezium's PostgreSQL connector gives to columns (its documentation, "Data type mappings"). */
public final class SemanticTypes {
    private static final String DATA = "io.debezium.data.";

    private final TimeTypes times;
    private final DecimalTypes decimals;

    public SemanticTypes(TimePrecision time, DecimalMode decimal) {
        times = new TimeTypes(time);
        decimals = new DecimalTypes(decimal);
    }

    /** Returns the type of a column; a string for types that Debezium leaves out by default. */
    public ConnectType of(ColumnType column) {
        var element = column.labels().isEmpty() ? known(column) : Optional.of(enumeration(column.labels()));
        if (!column.isArray()) {
            return element.orElse(PlainType.STRING);
        }
        if (element.isEmpty()) {
            return PlainType.STRING;
        }
        return isTextInLog(column.name()) && element.get() instanceof SemanticType type
                ? type.arrayInText()
                : new ArrayType(element.get());
    }

    private Optional<ConnectType> known(ColumnType column) {
        return Optional.ofNullable(
                switch (column.name()) {
                    case "bool", "int2", "int4", "int8", "float4", "float8" ->
                        PlainType.of(new ColumnType(column.name(), false, -1, ""));
                    case "text", "varchar", "bpchar", "char", "citext", "inet", "cidr", "macaddr", "macaddr8" ->
                        PlainType.STRING;
                    case "int4range", "int8range", "numrange", "tsrange", "tstzrange", "daterange" -> PlainType.STRING;
                    case "oid" -> SemanticType.of("int64", (text, out) -> out.append(Long.parseLong(text)));
                    case "numeric" -> decimals.numeric(column.modifier());
                    case "money" -> decimals.money();
                    case "date" -> times.date();
                    case "time" -> times.time(column.modifier());
                    case "timetz" -> times.timeWithZone();
                    case "timestamp" -> times.timestamp(column.modifier());
                    case "timestamptz" -> times.timestampWithZone(column.modifier());
                    case "interval" -> times.interval();
                    case "bytea" -> BinaryTypes.bytea();
                    case "bit", "varbit" -> BinaryTypes.bits(column.modifier());
                    case "point" -> BinaryTypes.point();
                    case "uuid" -> text("Uuid");
                    case "json", "jsonb" -> text("Json");
                    case "hstore" -> SemanticType.of("string", DATA + "Json", LiteralTypes::appendHstore);
                    case "xml" -> text("Xml");
                    case "tsvector" -> text("Tsvector");
                    case "ltree" -> text("Ltree");
                    default -> null;
                });
    }

    /** The log has arrays of them as the text of the whole array. */
    private static boolean isTextInLog(String element) {
        return element.equals("json") || element.equals("jsonb") || element.equals("hstore");
    }

    private static ConnectType text(String name) {
        return SemanticType.of("string", DATA + name, SemanticType.Encoder.TEXT);
    }

    private static ConnectType enumeration(String labels) {
        var allowed =
                new Utf8Buffer().append("{\"allowed\": ").appendQuoted(labels).append('}');
        return SemanticType.of("string", DATA + "Enum", allowed.toString(), SemanticType.Encoder.TEXT);
    }
}
