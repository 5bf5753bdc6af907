package dev.dbops.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The software bill of materials that the build has written, as its values.
 *
 * @param document the object of the file
 */
record BillOfMaterials(Map<?, ?> document) {
    static final Path FILE = Path.of("target/db-ops-sbom.cdx.json");

    static BillOfMaterials read() throws IOException {
        try (var parser = new JsonFactory().createParser(ObjectReadContext.empty(), Files.readString(FILE))) {
            parser.nextToken();
            return new BillOfMaterials((Map<?, ?>) value(parser));
        }
    }

    /** The components that db-ops itself holds. */
    List<Part> parts() {
        return Part.of(document);
    }

    /** A component by its name. */
    Part part(String name) {
        return parts().stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no component " + name));
    }

    /** All components, those inside others too. */
    List<Part> all() {
        var all = new ArrayList<Part>();
        for (var part : parts()) {
            all.add(part);
            all.addAll(part.parts());
        }
        return all;
    }

    /**
     * A component.
     *
     * @param fields its values
     */
    record Part(Map<?, ?> fields) {
        private static List<Part> of(Map<?, ?> holder) {
            return holder.get("components") instanceof List<?> parts
                    ? parts.stream().map(part -> new Part((Map<?, ?>) part)).toList()
                    : List.of();
        }

        List<Part> parts() {
            return of(fields);
        }

        String name() {
            return text("name");
        }

        String text(String field) {
            return (String) fields.get(field);
        }

        /** The name of the jar of a library. */
        String jar() {
            return name() + "-" + text("version") + ".jar";
        }

        boolean isMavenLibrary() {
            return text("type").equals("library") && text("purl").startsWith("pkg:maven/");
        }

        /** The digest, or an empty text. */
        String sha256() {
            return fields.get("hashes") instanceof List<?> hashes
                    ? (String) ((Map<?, ?>) hashes.getFirst()).get("content")
                    : "";
        }

        /** The license as the index of licenses writes it. */
        String license() {
            var choice = (Map<?, ?>) ((List<?>) fields.get("licenses")).getFirst();
            if (choice.get("license") instanceof Map<?, ?> license) {
                return (String) (license.containsKey("id") ? license.get("id") : license.get("name"));
            }
            return (String) choice.get("expression");
        }
    }

    private static Object value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                var object = new LinkedHashMap<String, Object>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    var name = parser.currentName();
                    parser.nextToken();
                    object.put(name, value(parser));
                }
                yield object;
            }
            case START_ARRAY -> {
                var array = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    array.add(value(parser));
                }
                yield array;
            }
            default -> parser.getString();
        };
    }
}
