package dev.dbops.dist.campaign;

import dev.dbops.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;

/** SQL for keys and values of each type, from keys.txt and values.txt. */
final class Values {
    private static final Pattern SINCE = Pattern.compile("(\\d+)\\+ (.*)");

    private final Map<String, List<String>> keys;
    private final Map<String, List<String>> values;
    private final Random random;

    Values(int major, Random random) {
        this.keys = read("keys.txt", major);
        this.values = read("values.txt", major);
        this.random = random;
    }

    private static Map<String, List<String>> read(String resource, int major) {
        Map<String, List<String>> lines = new HashMap<>();
        List<String> section = List.of();
        for (var line : Resource.text(Values.class, resource).lines().toList()) {
            var since = SINCE.matcher(line);
            if (line.startsWith("[") && line.endsWith("]")) {
                section = lines.computeIfAbsent(line.substring(1, line.length() - 1), _ -> new ArrayList<>());
            } else if (since.matches()) {
                if (major >= Integer.parseInt(since.group(1))) {
                    section.add(since.group(2));
                }
            } else if (!line.isBlank() && !line.startsWith("#")) {
                section.add(line);
            }
        }
        return lines;
    }

    /** The key with a number, which is SQL. */
    String key(Table.Column column, Object number) {
        return pick(keys, column).replace("#", number.toString());
    }

    /** Any value that the column may have. */
    String any(Table.Column column, int keyNumber) {
        if (column.reference()) {
            return random.nextInt(5) == 0 ? "NULL" : key(column, keyNumber);
        }
        return switch (random.nextInt(12)) {
            case 0 -> "NULL";
            case 1 -> "DEFAULT";
            default -> pick(values, column);
        };
    }

    /** Like {@link #any}, where DEFAULT is not allowed. */
    String anyButDefault(Table.Column column, int keyNumber) {
        var value = any(column, keyNumber);
        return value.equals("DEFAULT") ? "NULL" : value;
    }

    private String pick(Map<String, List<String>> lists, Table.Column column) {
        // a column that was added to the table of large values, or has another type by now, has small ones
        var list = lists.getOrDefault(column.type(), lists.get(column.type().replaceFirst("^large ", "")));
        if (list == null || list.isEmpty()) {
            throw new AssertionError("there are no values of type " + column.type() + " for " + column);
        }
        return list.get(random.nextInt(list.size()));
    }
}
