package dev.dbops.sqlstate;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The hints for one error: a paragraph of hints.txt.
 *
 * @param sqlState its code
 * @param meaning its meaning
 * @param causes its usual causes
 * @param remedy what to do
 * @param hints what to do if more is known about the error
 */
public record SqlStateHint(String sqlState, String meaning, String causes, String remedy, List<Template> hints) {
    /**
     * A hint with fields in braces.
     *
     * @param text the hint
     * @param overServer whether it is better than the server's own hint
     */
    public record Template(String text, boolean overServer) {
        /** The hint with its fields filled in; empty if one of them is unknown. */
        private Optional<String> fill(Map<String, String> fields) {
            var filled = new StringBuilder();
            var from = 0;
            for (var open = text.indexOf('{'); open >= 0; open = text.indexOf('{', from)) {
                var close = text.indexOf('}', open);
                var value = fields.get(text.substring(open + 1, close));
                if (value == null) {
                    return Optional.empty();
                }
                filled.append(text, from, open).append(value);
                from = close + 1;
            }
            return Optional.of(filled.append(text.substring(from)).toString());
        }
    }

    /** The advice for this error; the remedy if nothing more is known. */
    public String hint(ErrorFields error) {
        return first(error, false).orElse(remedy);
    }

    /** The advice for this error, instead of the server's own hint. */
    public Optional<String> hintOverServer(ErrorFields error) {
        return first(error, true);
    }

    private Optional<String> first(ErrorFields error, boolean overServer) {
        for (var template : hints) {
            if (template.overServer() || !overServer) {
                var filled = template.fill(error.values());
                if (filled.isPresent()) {
                    return filled;
                }
            }
        }
        return Optional.empty();
    }
}
