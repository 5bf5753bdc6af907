package dev.dbops.aws.login;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.util.Optional;

/**
 * A reference to a secret.
 *
 * @param id its name or its ARN, as Secrets Manager accepts it
 * @param region the region of an ARN
 */
public record SecretReference(String id, Optional<String> region) {
    private static final int ARN_PARTS = 7;
    private static final int LONGEST_NAME = 512;

    /**
     * Reads a name, or an ARN ({@code arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME-SUFFIX}).
     *
     * @throws OpsException of kind USAGE when it is neither
     */
    public static SecretReference parse(String text) {
        if (!text.startsWith("arn:")) {
            return new SecretReference(checked(text, text), Optional.empty());
        }
        var parts = text.split(":", ARN_PARTS);
        if (parts.length < ARN_PARTS
                || !parts[2].equals("secretsmanager")
                || !parts[5].equals("secret")
                || parts[3].isEmpty()) {
            throw notASecret(text);
        }
        checked(parts[6], text);
        return new SecretReference(text, Optional.of(parts[3]));
    }

    /** Letters, digits and {@code /_+=.@-!} (CreateSecret in the API reference; "!" in the names of RDS). */
    private static String checked(String name, String text) {
        var legal = !name.isEmpty() && name.length() <= LONGEST_NAME;
        for (var i = 0; i < name.length(); i++) {
            var character = name.charAt(i);
            legal &= character < 128 && Character.isLetterOrDigit(character) || "/_+=.@-!".indexOf(character) >= 0;
        }
        if (!legal) {
            throw notASecret(text);
        }
        return name;
    }

    private static OpsException notASecret(String text) {
        return new OpsException(
                Kind.USAGE,
                "\"%s\" is not the name of a secret".formatted(text),
                "pass its name, such as prod/cruddur, or its ARN"
                        + " (arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME-SUFFIX)");
    }

    /** {@code the secret "NAME"}. */
    public String description() {
        return "the secret \"" + id + "\"";
    }
}
