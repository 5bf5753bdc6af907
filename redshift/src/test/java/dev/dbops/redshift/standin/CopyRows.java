package dev.dbops.redshift.standin;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * The rows of an object of S3: JSON objects, whose names in lower case are those of columns
 * (https://docs.aws.amazon.com/redshift/latest/dg/copy-usage_notes-copy-from-json.html).
 */
final class CopyRows {
    /** The longest JSON object: 4 MB. */
    private static final int LONGEST = 4 * 1024 * 1024;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final CopyStatement copy;
    private final JsonParser parser;

    CopyRows(CopyStatement copy, InputStream content) {
        this.copy = copy;
        this.parser = FACTORY.createParser(ObjectReadContext.empty(), content);
    }

    /** Returns the number of rows. */
    long read(CopySource.Rows rows) throws IOException {
        try {
            var number = 0L;
            for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
                var start = parser.currentTokenLocation().getByteOffset();
                if (token != JsonToken.START_OBJECT) {
                    throw new IOException("Invalid JSON: a row is not an object");
                }
                var values = values();
                if (parser.currentLocation().getByteOffset() - start > LONGEST) {
                    throw new IOException("The JSON object is longer than 4 MB");
                }
                rows.row(text(values).getBytes(StandardCharsets.UTF_8));
                number++;
            }
            return number;
        } catch (JacksonException e) {
            throw new IOException("Invalid JSON: " + e.getOriginalMessage(), e);
        }
    }

    private Map<String, String> values() {
        var values = new HashMap<String, String>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var name = parser.currentName();
            var token = parser.nextToken();
            if (token == JsonToken.VALUE_NULL) {
                values.remove(name);
            } else {
                values.put(name, token.isStructStart() ? structure() : parser.getString());
            }
        }
        return values;
    }

    private String structure() {
        var text = new StringWriter();
        try (var generator = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            generator.copyCurrentStructureExact(parser);
        }
        return text.toString();
    }

    /** A row of PostgreSQL's COPY, in its text format. */
    private String text(Map<String, String> values) {
        var row = new StringBuilder();
        for (var column : copy.columns()) {
            row.append(row.isEmpty() ? "" : "\t");
            var value = values.get(column);
            row.append(value == null ? "\\N" : escaped(value));
        }
        return row.append('\n').toString();
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t");
    }
}
