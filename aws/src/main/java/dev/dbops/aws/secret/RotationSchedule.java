package dev.dbops.aws.secret;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.secretsmanager.model.RotationRulesType;

/**
 * When a secret is rotated: each so many days, or by an expression. See "Schedule expressions in Secrets Manager
 * rotation" in the Secrets Manager user guide.
 */
public final class RotationSchedule {
    private static final Pattern RATE = Pattern.compile("rate\\((\\d{1,4}) (hours?|days?)\\)");
    private static final Pattern CRON = Pattern.compile("cron\\([0-9A-Za-z#?*\\-/,]+( [0-9A-Za-z#?*\\-/,]+){5}\\)");
    private static final int FEWEST_HOURS = 4;
    private static final int MOST_DAYS = 999;

    private final RotationRulesType rules;
    private final String text;

    private RotationSchedule(RotationRulesType rules, String text) {
        this.rules = rules;
        this.text = text;
    }

    /** A rotation after so many days. */
    public static RotationSchedule ofDays(int days) {
        return new RotationSchedule(
                RotationRulesType.builder().automaticallyAfterDays((long) days).build(),
                "every %d days".formatted(days));
    }

    /**
     * A rotation by an expression.
     *
     * @throws OpsException of kind USAGE when it is not one of Secrets Manager
     */
    public static RotationSchedule of(String expression) {
        var rate = RATE.matcher(expression);
        var legal = rate.matches()
                ? isLegal(Integer.parseInt(rate.group(1)), rate.group(2).startsWith("hour"))
                : CRON.matcher(expression).matches();
        if (!legal) {
            throw new OpsException(
                    Kind.USAGE,
                    "\"%s\" is not a schedule of Secrets Manager (from --schedule)".formatted(expression),
                    "pass rate(30 days), rate(12 hours), or cron with six fields, such as \"cron(0 8 1 * ? *)\"");
        }
        return new RotationSchedule(
                RotationRulesType.builder().scheduleExpression(expression).build(), expression);
    }

    private static boolean isLegal(int amount, boolean hours) {
        return hours ? amount >= FEWEST_HOURS && amount <= MOST_DAYS : amount >= 1 && amount <= MOST_DAYS;
    }

    RotationRulesType rules() {
        return rules;
    }

    /** For people: "every 30 days", or the expression. */
    public String text() {
        return text;
    }

    /** The schedule that AWS reports, for people. */
    static String describe(RotationRulesType rules) {
        return rules.scheduleExpression() != null
                ? rules.scheduleExpression()
                : "every %d days".formatted(rules.automaticallyAfterDays());
    }
}
